using Emulation.Gateway;
using Sam;
using SigV4;

namespace Emulation.Tests.Gateway.Authorizers;

/// <summary>A Lambda authorizer's identity sources are what its event, and the function's, show.</summary>
public sealed class What_identifies_a_caller : IDisposable
{
    private static readonly LambdaAuthorizer Token = new() { Name = "guard", FunctionLogicalId = "Guard", TokenOnly = true, IdentitySources = ["method.request.header.Authorization"], CacheTtl = TimeSpan.FromMinutes(5) };
    private static readonly LambdaAuthorizer Request = Token with { TokenOnly = false, IdentitySources = ["method.request.header.X-Key", "method.request.querystring.tenant"] };
    private static readonly LambdaAuthorizer Simple = new() { Name = "guard", FunctionLogicalId = "Guard", IdentitySources = ["$request.header.X-Key"], PayloadFormatVersion = "2.0", EnableSimpleResponses = true };
    private readonly Gate gate = new() { Function = static _ => Gate.Answer(Policies.Answer("Allow", "*")) };

    [Fact]
    public async Task Is_told_of_a_source_that_comes_again_what_its_event_shows()
    {
        var twice = Headers("k", "other");
        await gate.DecideAsync(gate.Rest(Request with { IdentitySources = ["method.request.header.X-Key"] }), twice);
        Assert.Equal("other", (string?)Assert.Single(gate.Events)["headers"]!["X-Key"]);
        gate.Events.Clear();
        gate.Function = static _ => Gate.Answer("""{"isAuthorized":true}""");
        await gate.DecideAsync(Gate.Http(Simple), twice);
        Assert.Equal(("""["k,other"]""", "k,other"), (Assert.Single(gate.Events)["identitySource"]!.ToJsonString(), (string?)gate.Events[0]["headers"]!["x-key"]));
    }

    [Fact]
    public async Task Is_asked_anew_when_a_source_that_was_known_comes_with_another_value()
    {
        var byHeader = Request with { IdentitySources = ["method.request.header.X-Key"] };
        await gate.DecideAsync(gate.Rest(byHeader), Headers("k"));
        await gate.DecideAsync(gate.Rest(byHeader), Headers("k"));
        Assert.Single(gate.Events);
        string[][] others = [["k", "other"], ["other", "k"], ["k", "k"], ["2=1:k1:k"], ["", "k"], ["k,k"]];
        foreach (var other in others)
        {
            gate.Events.Clear();
            await gate.DecideAsync(gate.Rest(byHeader), Headers(other));
            Assert.Single(gate.Events);
        }
    }

    [Fact]
    public async Task Is_asked_anew_when_a_query_that_was_known_comes_with_another_value()
    {
        var byQuery = Request with { IdentitySources = ["method.request.querystring.tenant"] };
        foreach (var query in (string[])["?tenant=a", "?tenant=b&tenant=a", "?tenant=a&tenant=a"])
        {
            gate.Events.Clear();
            await gate.DecideAsync(gate.Rest(byQuery), [], query: query);
            Assert.Equal("a", (string?)Assert.Single(gate.Events)["queryStringParameters"]!["tenant"]);
        }
    }

    [Fact]
    public async Task Is_not_asked_about_two_tokens()
    {
        Assert.Equal((401, "Unauthorized"), Refusal(await gate.DecideAsync(gate.Rest(Token), [new("Authorization", "a"), new("authorization", "b")])));
        Assert.Empty(gate.Events);
    }

    [Fact]
    public async Task Is_told_by_whom_a_request_was_forwarded_as_the_function_is()
    {
        var byForwarded = Request with { IdentitySources = ["method.request.header.X-Forwarded-Proto"], CacheTtl = TimeSpan.FromMinutes(5) };
        await gate.DecideAsync(gate.Rest(byForwarded), [new("X-Forwarded-Proto", "https")]);
        await gate.DecideAsync(gate.Rest(byForwarded), [new("X-Forwarded-Proto", "evil")]);
        Assert.Equal("http", (string?)Assert.Single(gate.Events)["headers"]!["X-Forwarded-Proto"]);
    }

    public void Dispose() => gate.Dispose();

    private static HeaderField[] Headers(params string[] values) => [.. values.Select(static value => new HeaderField("X-Key", value))];

    private static (int? Status, string? Message) Refusal(GatewayDecision decision) => (decision.Refusal?.StatusCode, decision.Refusal?.Message);
}
