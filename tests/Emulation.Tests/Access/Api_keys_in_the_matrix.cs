using Emulation.Access;
using Emulation.Explain;

namespace Emulation.Tests.Access;

public class Api_keys_in_the_matrix
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          Api: { Type: AWS::Serverless::Api, Properties: { StageName: v1, Auth: { ApiKeyRequired: true, UsagePlan: { CreateUsagePlan: PER_API } } } }
          Bare: { Type: AWS::Serverless::Api, Properties: { StageName: v1, Auth: { ApiKeyRequired: true } } }
          Named: { Type: AWS::Serverless::Api, Properties: { StageName: v1, ApiKeySourceType: AUTHORIZER, Auth: { ApiKeyRequired: true, UsagePlan: { CreateUsagePlan: SHARED } } } }
          Asleep: { Type: AWS::Serverless::Api, Properties: { StageName: v1, Auth: { ApiKeyRequired: true } } }
          Key: { Type: AWS::ApiGateway::ApiKey, Properties: { Enabled: false, Value: asleep-key-asleep-key } }
          Plan: { Type: AWS::ApiGateway::UsagePlan, Properties: { ApiStages: [ { ApiId: !Ref Asleep, Stage: !Ref Asleep.Stage } ] } }
          In: { Type: AWS::ApiGateway::UsagePlanKey, Properties: { KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan } }
          F:
            Type: AWS::Serverless::Function
            Properties:
              Events:
                Get: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /a, Method: get } }
                Free: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /free, Method: get, Auth: { ApiKeyRequired: false } } }
                Signed: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /signed, Method: get, Auth: { Authorizer: AWS_IAM, InvokeRole: NONE } } }
                Bare: { Type: Api, Properties: { RestApiId: !Ref Bare, Path: /b, Method: get } }
                Named: { Type: Api, Properties: { RestApiId: !Ref Named, Path: /n, Method: get } }
                Asleep: { Type: Api, Properties: { RestApiId: !Ref Asleep, Path: /z, Method: get } }
        """;

    [Theory]
    [InlineData("/a", "Conditional", "if a key of ApiUsagePlan is sent")]
    [InlineData("/free", "Allow", null)]
    [InlineData("/signed", "Deny", null)]
    [InlineData("/b", "Deny", null, "The route needs an API key, and no usage plan with an enabled key has stage v1 of Bare.")]
    [InlineData("/n", "Deny", null, "The route needs an API key that a Lambda authorizer names, and it has no such authorizer.")]
    [InlineData("/z", "Deny", null, "The route needs an API key, and no usage plan with an enabled key has stage v1 of Asleep.")]
    public void Are_a_condition_of_the_routes_that_need_one(string path, string word, string? condition, string? reason = null)
    {
        var stacks = Given.Stacks(Template);
        var cell = AccessMatrix.Of(stacks).Cells.Single(cell => cell.Route.Route.Path == path && cell.Principal.Name == "anonymous");
        var text = ExplanationText.Of(RouteQuestion.Of(stacks, "anonymous", "GET", path, null, new Dictionary<string, string>()), stacks).ToString();

        Assert.Equal((word, condition), (cell.Word.ToString(), cell.Condition));
        Assert.Contains(reason ?? condition ?? "", cell.Reason, StringComparison.Ordinal);
        Assert.Contains(reason ?? condition ?? "", text, StringComparison.Ordinal);
    }
}
