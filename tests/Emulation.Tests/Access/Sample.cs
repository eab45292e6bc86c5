namespace Emulation.Tests.Access;

/// <summary>An API of three routes and a role, with the statements that a test is about.</summary>
internal static class Sample
{
    public const string AllowAll = """{ Effect: Allow, Action: "execute-api:Invoke", Resource: "*" }""";

    public static string Template(string statement = AllowAll, string resourceStatement = "", string authorizer = "AWS_IAM") => $$"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              Auth:
                DefaultAuthorizer: AWS_IAM
                InvokeRole: NONE
                {{(resourceStatement.Length == 0 ? "" : $"ResourcePolicy: {{ CustomStatements: [{resourceStatement}] }}")}}
          Function:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: .
              Handler: x
              Runtime: dotnet10
              Events:
                List: { Type: Api, Properties: { RestApiId: !Ref Api, Method: GET, Path: /orders, Auth: { Authorizer: {{authorizer}} } } }
                Get: { Type: Api, Properties: { RestApiId: !Ref Api, Method: GET, Path: "/orders/{id}" } }
                Search: { Type: Api, Properties: { RestApiId: !Ref Api, Method: GET, Path: /orders/search } }
          Reader:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Reader
              Tags: [{ Key: team, Value: blue }]
              AssumeRolePolicyDocument:
                Version: "2012-10-17"
                Statement: [{ Effect: Allow, Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "sts:AssumeRole" }]
              Policies:
                - PolicyName: Reads
                  PolicyDocument: { Version: "2012-10-17", Statement: [{{statement}}] }
        """;
}
