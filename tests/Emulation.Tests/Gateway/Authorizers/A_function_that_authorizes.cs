using System.Text;
using Emulation.Explain;
using Emulation.Gateway;
using Emulation.Lambda;
using Sam;
using SigV4;

namespace Emulation.Tests.Gateway.Authorizers;

public sealed class A_function_that_authorizes : IDisposable
{
    private static readonly LambdaAuthorizer Token = new() { Name = "guard", FunctionLogicalId = "Guard", TokenOnly = true, IdentitySources = ["method.request.header.Authorization"], CacheTtl = TimeSpan.FromMinutes(5) };
    private static readonly LambdaAuthorizer Request = Token with { TokenOnly = false, IdentitySources = ["method.request.header.X-Key", "method.request.querystring.tenant"] };
    private static readonly LambdaAuthorizer Simple = new() { Name = "guard", FunctionLogicalId = "Guard", IdentitySources = ["$request.header.X-Key"], PayloadFormatVersion = "2.0", EnableSimpleResponses = true };
    private readonly Gate gate = new() { Function = static _ => Gate.Answer(Policies.Answer("Allow", "*")) };

    [Fact]
    public async Task Gets_the_token_and_the_methods_arn()
    {
        Assert.Null((await gate.RestAsync(Token, "abc")).Refusal);
        Assert.Equal("""{"type":"TOKEN","authorizationToken":"abc","methodArn":"arn:aws:execute-api:us-east-1:111122223333:klmnopqrst/prod/GET/orders/7"}""", Assert.Single(gate.Events).ToJsonString());
    }

    [Fact]
    public async Task Gets_the_request_without_its_body()
    {
        Assert.Null((await RequestAsync("k")).Refusal);
        var call = Assert.Single(gate.Events);
        Assert.Equal(("REQUEST", "/orders/{id}", "7", "k", "a"), ((string?)call["type"], (string?)call["resource"], (string?)call["pathParameters"]!["id"], (string?)call["headers"]!["X-Key"], (string?)call["queryStringParameters"]!["tenant"]));
        Assert.False(call.ContainsKey("body"));
    }

    [Fact]
    public async Task Is_not_asked_without_a_token()
    {
        Assert.Equal((401, "Unauthorized"), Refusal(await gate.RestAsync(Token, null)));
        Assert.Equal((401, "Unauthorized"), Refusal(await gate.RestAsync(Token, "abc", "X-Token")));
        Assert.Empty(gate.Events);
    }

    [Fact]
    public async Task Is_not_asked_when_an_identity_source_is_missing_or_empty_whether_or_not_answers_are_kept()
    {
        foreach (var query in (string[])["", "?tenant="])
        {
            Assert.Equal((401, "Unauthorized"), Refusal(await RequestAsync("k", query)));
            Assert.Equal((401, "Unauthorized"), Refusal(await RequestAsync("k", query, Request with { CacheTtl = TimeSpan.Zero })));
        }

        Assert.Empty(gate.Events);
        Assert.Null((await RequestAsync("k", query: "", authorizer: Request with { CacheTtl = TimeSpan.Zero, IdentitySources = [] })).Refusal);
        Assert.Single(gate.Events);
    }

    [Theory]
    [InlineData("key-7", 1)]
    [InlineData("my key-7", 0)]
    [InlineData("key-7!", 0)]
    public async Task Is_asked_about_tokens_that_fit_the_expression(string token, int calls)
    {
        await gate.RestAsync(Token with { ValidationExpression = "key-[0-9]" }, token);
        Assert.Equal(calls, gate.Events.Count);
    }

    [Fact]
    public async Task Is_asked_once_until_its_answer_is_too_old()
    {
        await gate.RestAsync(Token, "abc");
        gate.Time.Advance(TimeSpan.FromSeconds(299));
        await gate.RestAsync(Token, "abc");
        Assert.Single(gate.Events);
        await gate.RestAsync(Token, "abd");
        Assert.Equal(2, gate.Events.Count);
        gate.Time.Advance(TimeSpan.FromSeconds(1));
        await gate.RestAsync(Token, "abc");
        Assert.Equal(3, gate.Events.Count);
    }

    [Fact]
    public async Task Is_asked_again_when_any_identity_source_differs()
    {
        await RequestAsync("k", "?tenant=a");
        await RequestAsync("k", "?tenant=a");
        await RequestAsync("k", "?tenant=b");
        await RequestAsync("k", "?tenant=ab");
        await RequestAsync("ka", "?tenant=b");
        Assert.Equal(4, gate.Events.Count);
    }

    [Fact]
    public async Task Takes_as_long_as_the_event_says()
    {
        gate.Function = _ =>
        {
            gate.Time.Advance(TimeSpan.FromMilliseconds(1234));
            return Gate.Answer(Policies.Answer("Allow", "*"));
        };
        Assert.Equal(1234, Latency(await gate.RestAsync(Token, "abc")));
        Assert.Equal(0, Latency(await gate.RestAsync(Token, "abc")));
    }

    [Fact]
    public async Task Is_always_asked_when_nothing_is_kept()
    {
        await gate.RestAsync(Token with { CacheTtl = TimeSpan.Zero }, "abc");
        await gate.RestAsync(Token with { CacheTtl = TimeSpan.Zero }, "abc");
        Assert.Equal(2, gate.Events.Count);
    }

    [Fact]
    public async Task Has_its_kept_policy_evaluated_for_each_request()
    {
        gate.Function = static _ => Gate.Answer(Policies.Answer("Allow", "*/GET/orders/*"));
        Assert.Null((await gate.RestAsync(Token, "abc")).Refusal);
        var refused = await gate.RestAsync(Token, "abc", path: "/admin");
        Assert.Equal((403, "User is not authorized to access this resource because no identity-based policy allows the execute-api:Invoke action"), Refusal(refused));
        Assert.Equal("The policy of authorizer guard does not allow execute-api:Invoke on arn:aws:execute-api:us-east-1:111122223333:klmnopqrst/prod/GET/admin.", refused.Reason);
        Assert.Contains("AWS answers: User is not authorized to access this resource because no identity-based policy allows the execute-api:Invoke action\n", ExplanationText.Of(refused.Subject!, Given.Stacks(Access.Sample.Template())).ToString(), StringComparison.Ordinal);
        Assert.Single(gate.Events);
    }

    [Fact]
    public async Task Denies_in_awss_words()
    {
        gate.Function = static _ => Gate.Answer(Policies.Answer("Deny", "*"));
        var decision = await gate.RestAsync(Token, "abc");
        Assert.Equal("""{"Message":"User is not authorized to access this resource with an explicit deny in an identity-based policy"}""", Encoding.UTF8.GetString(decision.Refusal!.Body()));
        Assert.Equal((403, "AccessDeniedException"), (decision.Refusal.StatusCode, decision.Refusal.ErrorType));
        Assert.Equal(global::Iam.Verdict.ExplicitDeny, decision.Subject!.Explain().Decision.Verdict);
    }

    [Theory]
    [InlineData("Deny", 403, 0)]
    [InlineData("Allow", null, 1)]
    public async Task Is_not_asked_when_the_resource_policy_denies(string effect, int? status, int calls)
    {
        gate.ResourcePolicy = Policies.Resource(effect, "*");
        Assert.Equal(status, (await gate.RestAsync(Token, "abc")).Refusal?.StatusCode);
        Assert.Equal(calls, gate.Events.Count);
    }

    [Fact]
    public async Task Says_unauthorized_by_throwing_it()
    {
        gate.Function = static _ => Task.FromResult(InvocationResult.Failed("Error", "Unauthorized"));
        Assert.Equal((401, "Unauthorized"), Refusal(await gate.RestAsync(Token, "abc")));
    }

    [Theory]
    [InlineData("""null""")]
    [InlineData("""{"principalId":"x"}""")]
    [InlineData("""{"policyDocument":{"Version":"2012-10-17","Statement":[]}}""")]
    [InlineData("""{"principalId":"x","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Perhaps","Action":"*","Resource":"*"}]}}""")]
    [InlineData("""{"principalId":"x","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]},"context":{"list":[1]}}""")]
    [InlineData("""{"isAuthorized":true}""")]
    [InlineData("""nonsense""")]
    public async Task Fails_with_a_malformed_answer(string answer)
    {
        gate.Function = _ => Gate.Answer(answer);
        var refusal = (await gate.RestAsync(Token, "abc")).Refusal!;
        Assert.Equal((500, "AuthorizerConfigurationException", """{"message":null}"""), (refusal.StatusCode, refusal.ErrorType, Encoding.UTF8.GetString(refusal.Body())));
    }

    [Fact]
    public async Task Fails_when_it_throws_anything_else()
    {
        gate.Function = static _ => Task.FromResult(InvocationResult.Failed("Error", "unauthorized"));
        Assert.Equal((500, null), Refusal(await gate.RestAsync(Token, "abc")));
        Assert.Equal((500, "Internal Server Error"), Refusal(await HttpAsync(Simple)));
    }

    [Fact]
    public async Task Fails_when_it_takes_longer_than_ten_seconds()
    {
        var never = new TaskCompletionSource<InvocationResult>();
        gate.Function = _ => never.Task;
        var deciding = gate.RestAsync(Token, "abc");
        gate.Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(deciding.IsCompleted);
        gate.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((500, null), Refusal(await deciding));
    }

    [Fact]
    public async Task Is_asked_again_after_a_failure()
    {
        gate.Function = static _ => Gate.Answer("null");
        await gate.RestAsync(Token, "abc");
        gate.Function = static _ => Gate.Answer(Policies.Answer("Allow", "*"));
        Assert.Null((await gate.RestAsync(Token, "abc")).Refusal);
    }

    [Fact]
    public async Task Gives_a_rest_apis_function_its_context_as_text()
    {
        gate.Function = static _ => Gate.Answer(Policies.Answer("Allow", "*", """{"tenant":"a","level":3,"admin":true,"claims":"mine"}"""));
        var decision = await gate.RestAsync(Token, "abc");
        Assert.Equal("""{"tenant":"a","level":"3","admin":"true","principalId":"partner-1","integrationLatency":0}""", Gate.EventOf(gate.Rest(Token), decision.Context)["requestContext"]!["authorizer"]!.ToJsonString());
    }

    [Fact]
    public async Task Gives_an_http_apis_function_its_context_as_it_is()
    {
        gate.Function = static _ => Gate.Answer("""{"isAuthorized":true,"context":{"level":3,"roles":["a"]}}""");
        var decision = await HttpAsync(Simple);
        Assert.Equal("""{"lambda":{"level":3,"roles":["a"]}}""", Gate.EventOf(Gate.Http(Simple), decision.Context)["requestContext"]!["authorizer"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"isAuthorized":true}""", null)]
    [InlineData("""{"isAuthorized":false}""", 403)]
    [InlineData("""{"isAuthorized":"true"}""", 500)]
    [InlineData("""{}""", 500)]
    public async Task Answers_simply_on_an_http_api(string answer, int? status)
    {
        gate.Function = _ => Gate.Answer(answer);
        Assert.Equal(status, (await HttpAsync(Simple)).Refusal?.StatusCode);
    }

    [Theory]
    [InlineData("1.0", "methodArn", "\"k\"")]
    [InlineData("2.0", "routeArn", "[\"k\"]")]
    public async Task Gets_the_format_it_asks_for_on_an_http_api(string format, string arn, string identity)
    {
        Assert.Null((await HttpAsync(Simple with { PayloadFormatVersion = format, EnableSimpleResponses = false })).Refusal);
        var call = Assert.Single(gate.Events);
        Assert.Equal((format, "REQUEST", identity), ((string?)call["version"], (string?)call["type"], call["identitySource"]!.ToJsonString()));
        Assert.Equal("arn:aws:execute-api:us-east-1:111122223333:abcdefghij/$default/GET/orders/7", (string?)call[arn]);
    }

    [Fact]
    public async Task Is_not_asked_on_an_http_api_without_the_identity_source()
    {
        Assert.Equal((401, "Unauthorized"), Refusal(await gate.HttpAsync(Simple, "k", "X-Other")));
        Assert.Empty(gate.Events);
    }

    [Theory]
    [InlineData(null, 500)]
    [InlineData("abcdefghij/authorizers/auth01", null)]
    [InlineData("abcdefghij/authorizers/*", null)]
    [InlineData("abcdefghij/*", null)]
    [InlineData("abcdefghij/authorizers/other1", 500)]
    [InlineData("abcdefghij/*/GET/orders/{id}", 500)]
    [InlineData("klmnopqrst/authorizers/auth01", 500)]
    public async Task Is_called_only_with_a_permission_for_the_authorizer(string? source, int? status)
    {
        using var own = new Gate { Function = static _ => Gate.Answer("""{"isAuthorized":true}""") };
        own.FunctionPolicy = source is null ? null : Policies.Function(source);
        var decision = await own.HttpAsync(Simple with { AuthorizerId = "auth01" }, "k", "X-Key");
        Assert.Equal((status, status is null ? null : "Internal Server Error"), Refusal(decision));
        Assert.Equal(status is null ? 1 : 0, own.Events.Count);
        if (status is not null)
        {
            Assert.StartsWith("Authorizer guard may not call its function. ", decision.Reason, StringComparison.Ordinal);
            Assert.Contains("--source-arn arn:aws:execute-api:us-east-1:111122223333:abcdefghij/authorizers/auth01 ", decision.Reason, StringComparison.Ordinal);
        }
    }

    public void Dispose() => gate.Dispose();

    private Task<GatewayDecision> HttpAsync(LambdaAuthorizer authorizer) => gate.HttpAsync(authorizer, "k", "X-Key");

    private Task<GatewayDecision> RequestAsync(string key, string query = "?tenant=a", LambdaAuthorizer? authorizer = null) =>
        gate.DecideAsync(gate.Rest(authorizer ?? Request), [new HeaderField("X-Key", key)], query: query);

    private int Latency(GatewayDecision decision) => (int)Gate.EventOf(gate.Rest(Token), decision.Context)["requestContext"]!["authorizer"]!["integrationLatency"]!;

    private static (int? Status, string? Message) Refusal(GatewayDecision decision) => (decision.Refusal?.StatusCode, decision.Refusal?.Message);
}
