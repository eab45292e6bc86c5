namespace Sam.Tests.RestApis;

/// <summary>A REST API of one method in plain CloudFormation, written as what matters in it.</summary>
internal static class Plain
{
    public const string Uri = "!Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations'";

    public const string Stage = "  Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v1}}";

    public const string Proxy = $"{{Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: {Uri}}}";

    /// <summary>The template.</summary>
    /// <param name="integration">What answers the method.</param>
    /// <param name="method">The method's further properties.</param>
    /// <param name="more">Further resources; without any, a stage.</param>
    /// <param name="api">The API's further properties.</param>
    public static string Template(string integration = Proxy, string method = "AuthorizationType: AWS_IAM", string? more = null, string api = "Name: orders") =>
        $$$"""
        Resources:
          Api: {Type: AWS::ApiGateway::RestApi, Properties: { {{{api}}} } }
          Get:
            Type: AWS::ApiGateway::Method
            Properties: {RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET, {{{method}}}, Integration: {{{integration}}} }
          Deployment: {Type: AWS::ApiGateway::Deployment, DependsOn: Get, Properties: {RestApiId: !Ref Api}}
        {{{more ?? Stage}}}
          Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: lambda.amazonaws.com} }]} } }
          Function:
            Type: AWS::Lambda::Function
            Properties: {FunctionName: orders, Code: ./code, Handler: Handler, Runtime: dotnet10, Role: !GetAtt Role.Arn}
        """;
}
