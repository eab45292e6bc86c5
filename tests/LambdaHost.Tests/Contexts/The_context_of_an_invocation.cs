using System.Text.Json;
using LambdaHost.Contexts;
using LambdaHost.Logging;
using LambdaHost.RuntimeApi;

namespace LambdaHost.Tests.Contexts;

/// <summary>An object that a library takes for the <c>ILambdaContext</c> of its own Amazon.Lambda.Core.</summary>
public class The_context_of_an_invocation
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["AWS_LAMBDA_FUNCTION_NAME"] = "notes", ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST", ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "512",
        ["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/notes", ["AWS_LAMBDA_LOG_STREAM_NAME"] = "2026/stream",
    };

    [Fact]
    public async Task Says_what_the_Runtime_API_says()
    {
        var seen = await SeenAsync(new ReceivedInvocation("r-1", Stream.Null)
        {
            FunctionArn = "arn:aws:lambda:us-east-1:111122223333:function:notes",
            Deadline = TimeProvider.System.GetUtcNow().AddSeconds(60),
            TraceId = "Root=1-2",
            TenantId = "t-1",
            CognitoIdentity = """{"cognitoIdentityId":"id","cognitoIdentityPoolId":"pool"}""",
            ClientContext = """{"client":{"app_title":"Notes","app_package_name":"n","app_version_code":"1","app_version_name":"one","installation_id":"i"},"custom":{"theme":"dark"},"env":{"locale":"de"}}""",
        });

        Assert.Equal("r-1", Text(seen, "requestId"));
        Assert.Equal("notes $LATEST 512", Text(seen, "function"));
        Assert.Equal("arn:aws:lambda:us-east-1:111122223333:function:notes", Text(seen, "arn"));
        Assert.Equal("/aws/lambda/notes 2026/stream", Text(seen, "logs"));
        Assert.InRange(seen.GetProperty("remaining").GetDouble(), 30, 60);
        Assert.Equal("id pool", Text(seen, "identity"));
        Assert.Equal("Notes n 1 one i", Text(seen, "client"));
        Assert.Equal("dark", Text(seen, "custom"));
        Assert.Equal("de", Text(seen, "environment"));
        Assert.Equal("t-1", Text(seen, "tenant"));
        Assert.StartsWith("Root=1-2 ", Text(seen, "trace"), StringComparison.Ordinal);
        Assert.Equal("DefaultLambdaJsonSerializer", Text(seen, "serializer"));
    }

    [Fact]
    public async Task Has_nobody_where_nobody_is_named()
    {
        var seen = await SeenAsync(new ReceivedInvocation("r-1", Stream.Null) { Deadline = TimeProvider.System.GetUtcNow().AddSeconds(-10) });
        Assert.Equal(" ", Text(seen, "identity"));
        Assert.Null(Text(seen, "client"));
        Assert.InRange(seen.GetProperty("remaining").GetDouble(), -60, -10);
    }

    /// <summary>A newer package has members that nobody here knows of.</summary>
    [Fact]
    public async Task Keeps_what_the_interface_itself_says_of_members_that_are_not_known() =>
        Assert.Equal("the interface's own 0 True", Text(await SeenAsync(new ReceivedInvocation("r-1", Stream.Null)), "unknown"));

    [Fact]
    public void Is_made_for_none_who_takes_none() => Assert.Null(Maker(null, null).Of(new ReceivedInvocation("r-1", Stream.Null)));

    private static async Task<JsonElement> SeenAsync(ReceivedInvocation invocation)
    {
        var handler = Handlers.Given.Handler("Surroundings::Context");
        var context = Maker(handler.ContextType, handler.Serializer).Of(invocation);
        using var json = JsonDocument.Parse(await Handlers.Given.AnswerAsync(handler, "{}", context));
        return json.RootElement.Clone();
    }

    private static ContextMaker Maker(Type? contract, object? serializer) =>
        new(contract, serializer, Variables.GetValueOrDefault, new FunctionLines(TextWriter.Null, static _ => null, TimeProvider.System));

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
