using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Principals;

namespace Emulation.Tests.Calls;

/// <summary>An API with a tag and one of each of its parts, another with another tag, and a permission on the function.</summary>
internal static class SampleApis
{
    private const string FunctionArn = $"arn:aws:lambda:us-east-1:111122223333:function:{EveryService.Function}";
    private const string AuthorizerUri = $"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{FunctionArn}/invocations";

    /// <summary>Makes them; the values of the members that name them, and the ids of the two APIs.</summary>
    public static async Task<(Dictionary<string, JsonNode> Values, string Api, string Other)> MakeAsync(ImmutableArray<SampledService> services, Caller caller)
    {
        var gateway = (SampledRestService)services.First(static service => service.Name == "apigateway");
        var api = await IdAsync("CreateApi", "apiId", """{"name":"sample","protocolType":"HTTP","tags":{"team":"blue","stage":"test"}}""");
        var other = await IdAsync("CreateApi", "apiId", """{"name":"other","protocolType":"HTTP","tags":{"team":"red"}}""");
        var authorizer = await OfApiAsync(
            "CreateAuthorizer", "authorizerId",
            $$"""{"name":"fn","authorizerType":"REQUEST","identitySource":["$request.header.X"],"authorizerUri":"{{AuthorizerUri}}","authorizerPayloadFormatVersion":"2.0"}""");
        var integration = await OfApiAsync(
            "CreateIntegration", "integrationId", $$"""{"integrationType":"AWS_PROXY","integrationUri":"{{FunctionArn}}","payloadFormatVersion":"2.0"}""");
        var route = await OfApiAsync(
            "CreateRoute", "routeId", $$"""{"routeKey":"GET /a","authorizationType":"CUSTOM","authorizerId":"{{authorizer}}","target":"integrations/{{integration}}"}""");
        var deployment = await OfApiAsync("CreateDeployment", "deploymentId", "{}");
        var stage = await OfApiAsync("CreateStage", "stageName", """{"stageName":"sample","tags":{"stage":"prod"}}""");

        var function = (SampledRestService)services.First(static service => service.Name == "lambda");
        var permission = $$"""{"FunctionName":"{{EveryService.Function}}","StatementId":"sample","Action":"lambda:InvokeFunctionUrl","Principal":"s3.amazonaws.com","FunctionUrlAuthType":"NONE"}""";
        await function.AnswerAsync(CallOf("AddPermission", permission), caller);
        await function.AnswerAsync(CallOf("CreateFunctionUrlConfig", $$"""{"FunctionName":"{{EveryService.Function}}","AuthType":"AWS_IAM"}"""), caller);

        var values = new Dictionary<string, JsonNode> { ["ApiId"] = api, ["ResetAuthorizersCache ItemId"] = stage };
        foreach (var (kind, id) in new[] { ("Authorizer", authorizer), ("Integration", integration), ("Route", route), ("Deployment", deployment), ("Stage", stage) })
        {
            (values[$"Get{kind} ItemId"], values[$"Update{kind} ItemId"], values[$"Delete{kind} ItemId"]) = (id, id, id);
        }

        return (values, api, other);

        Task<string> OfApiAsync(string operation, string member, string document) =>
            IdAsync(operation, member, $$"""{"ApiId":"{{api}}",{{document[1..]}}""".Replace(",}", "}", StringComparison.Ordinal));

        async Task<string> IdAsync(string operation, string member, string document) =>
            (string)JsonNode.Parse((await gateway.AnswerAsync(CallOf(operation, document), caller)).Body.Span)![member]!;
    }

    private static SampleCall CallOf(string operation, string document) =>
        new(operation, JsonNode.Parse(document)!.AsObject().ToImmutableSortedDictionary(static member => member.Key, static member => member.Value!, StringComparer.Ordinal));
}
