using Iam;

namespace Emulation.Tests.Gateway.Authorizers;

/// <summary>Policies of one statement.</summary>
internal static class Policies
{
    public static Policy Resource(string effect, string resource) => Policy.Parse(
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"{{effect}}","Principal":"*","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:us-east-1:111122223333:{{resource}}"}]}""",
        PolicyKind.Resource,
        new PolicyOrigin("test")).Policy!;

    /// <summary>A function's policy that lets API Gateway call it from a source.</summary>
    public static Policy Function(string source) => Policy.Parse(
        $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"*","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:execute-api:us-east-1:111122223333:{{{source}}}"} } } }""",
        PolicyKind.Resource,
        new PolicyOrigin("test")).Policy!;

    /// <summary>A Lambda authorizer's answer.</summary>
    public static string Answer(string effect, string resource, string context = "{}") =>
        $$"""{"principalId":"partner-1","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"{{effect}}","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:us-east-1:111122223333:{{resource}}"}]},"context":{{context}}}""";
}
