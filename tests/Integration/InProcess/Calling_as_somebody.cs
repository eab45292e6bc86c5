using System.Net;
using System.Text.Json;
using Amazon.SecurityToken;
using Harness;

namespace Integration.InProcess;

[Trait("Stack", "own")]
public class Calling_as_somebody(Stand_in_stack stack) : IClassFixture<Stand_in_stack>
{
    private const string OnlyGets = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:*:*:*/prod/GET/*"}]}""";

    private readonly LocalAws aws = stack.Aws;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sends_method_path_and_JSON_as_the_role()
    {
        var response = await aws.As("StorefrontRole", new RoleSession { Name = "amy" }).PostAsync("OrdersApi", "/orders", new { CustomerId = "cust-1" }, Cancellation);

        response.ShouldBeAllowed(by: "UseOrders").ShouldHaveStatus(HttpStatusCode.OK);
        var seen = response.ReadJson();
        Assert.Equal("""POST /orders {"customerId":"cust-1"}""", $"{seen.GetProperty("method")} {seen.GetProperty("path")} {seen.GetProperty("body")}");
        Assert.EndsWith(":assumed-role/StorefrontRole/amy", seen.GetProperty("callerArn").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_a_request_of_ones_own()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/orders?limit=2", UriKind.Relative)) { Headers = { { "x-tag", "mine" } } };
        var response = await aws.As("AuditorRole").SendAsync("OrdersApi", request, Cancellation);

        Assert.Equal("mine", response.ShouldBeAllowed().ReadJson().GetProperty("tag").GetString());
    }

    [Fact]
    public async Task Is_refused_by_the_statement_that_AWS_would_refuse_by()
    {
        var response = await aws.As("AuditorRole").PostAsync("OrdersApi", "/orders", cancellation: Cancellation);

        response.ShouldBeDenied(by: "OnlyStorefrontPostsOrders").ShouldHaveStatus(HttpStatusCode.Forbidden);
        Assert.Contains("with an explicit deny in a resource-based policy", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_narrowed_by_a_session_policy_which_STS_takes()
    {
        var caller = aws.As("StorefrontRole", new RoleSession { Policy = OnlyGets });

        (await caller.GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeAllowed();
        (await caller.PostAsync("OrdersApi", "/orders", cancellation: Cancellation)).ShouldBeDenied();
    }

    [Fact]
    public async Task Is_refused_where_STS_refuses_the_session()
    {
        var caller = aws.As("OrdersServiceRole", new RoleSession { Policy = OnlyGets });

        await Assert.ThrowsAsync<AmazonSecurityTokenServiceException>(() => caller.GetAsync("OrdersApi", "/orders", Cancellation));
        Assert.Throws<ArgumentException>(() => aws.As("NoSuchRole"));
    }

    [Fact]
    public async Task Takes_a_users_token_and_nobodys()
    {
        var amy = await aws.SignInAsync("StorefrontClient", "amy.harness@example.com");

        (await aws.AsUser(amy).GetAsync("OrdersApi", "/me/orders", Cancellation)).ShouldBeAllowed();
        (await aws.AsUser(amy.AccessToken).GetAsync("OrdersApi", "/me/orders", Cancellation)).ShouldBeDenied().ShouldHaveStatus(HttpStatusCode.Unauthorized);
        (await aws.AsNobody().GetAsync("OrdersApi", "/me/orders", Cancellation)).ShouldBeDenied();
    }

    [Fact]
    public async Task Is_told_who_asked_for_what_and_which_statement_decided()
    {
        var refused = (await aws.As("AuditorRole").PostAsync("OrdersApi", "/orders", cancellation: Cancellation)).Decision!;
        var allowed = (await aws.As("AuditorRole").GetAsync("OrdersApi", "/orders", Cancellation)).Decision!;
        var unsigned = (await aws.AsNobody().GetAsync("OrdersApi", "/orders", Cancellation)).Decision!;

        Assert.Equal(("execute-api:Invoke", global::Iam.Verdict.ExplicitDeny, 403, "OnlyStorefrontPostsOrders"), (refused.Action, refused.Verdict, refused.RefusedWith, refused.Statement));
        Assert.EndsWith("/prod/POST/orders", refused.Resource, StringComparison.Ordinal);
        Assert.EndsWith(":assumed-role/AuditorRole/test", refused.Caller, StringComparison.Ordinal);
        Assert.Equal((global::Iam.Verdict.Allow, null), (allowed.Verdict, allowed.RefusedWith));
        Assert.Equal((global::Iam.Verdict.ImplicitDeny, null, null), (unsigned.Verdict, unsigned.Caller, unsigned.Statement));
        Assert.Contains(refused, aws.Decisions.RefusalsOf("AuditorRole"));
        Assert.DoesNotContain(allowed, aws.Decisions.RefusalsOf("AuditorRole"));
        Assert.Equal(refused, aws.Decisions.Find(refused.Id));
    }

    [Fact]
    public async Task Shows_AWSs_words_and_LocalAwss_reason_when_an_assertion_fails()
    {
        var refused = await aws.As("AuditorRole").PostAsync("OrdersApi", "/orders", cancellation: Cancellation);
        var failure = Assert.Throws<AccessAssertionException>(() => refused.ShouldBeAllowed()).Message;

        Assert.StartsWith("POST /orders of OrdersApi as AuditorRole should have been allowed, but it was refused.", failure, StringComparison.Ordinal);
        Assert.Contains("403 Forbidden", failure, StringComparison.Ordinal);
        Assert.Contains("with an explicit deny in a resource-based policy", failure, StringComparison.Ordinal);
        Assert.Contains("Denied by statement 'OnlyStorefrontPostsOrders' of the resource policy", failure, StringComparison.Ordinal);
        Assert.Contains("template.yaml:", failure, StringComparison.Ordinal);
        Assert.Contains("refused by 'OnlyStorefrontPostsOrders'", Assert.Throws<AccessAssertionException>(() => refused.ShouldBeDenied(by: "Another")).Message, StringComparison.Ordinal);
        Assert.Throws<AccessAssertionException>(() => refused.ShouldHaveStatus(HttpStatusCode.OK));

        var allowed = await aws.As("AuditorRole").GetAsync("OrdersApi", "/orders", Cancellation);
        Assert.Contains("should have been refused, but it was allowed", Assert.Throws<AccessAssertionException>(() => allowed.ShouldBeDenied()).Message, StringComparison.Ordinal);
        Assert.Throws<AccessAssertionException>(() => allowed.ShouldBeAllowed(by: "Another"));
        Assert.Throws<JsonException>(() => refused.ReadJson<int>());
    }

    [Fact]
    public void Of_a_misspelled_role_says_which_is_meant_and_which_there_are()
    {
        var told = Assert.Throws<ArgumentException>(() => aws.As("Storefrontrole")).Message;

        Assert.Contains("No template has a role 'Storefrontrole'. Did you mean 'StorefrontRole'? There are: ", told, StringComparison.Ordinal);
        Assert.Contains("AuditorRole", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Points_at_the_line_of_the_test_when_an_assertion_fails()
    {
        var refused = await aws.AsNobody().GetAsync("OrdersApi", "/orders", Cancellation);
        Action[] assertions = [() => refused.ShouldBeAllowed(), () => refused.ShouldBeDenied(by: "Another"), () => refused.ShouldHaveStatus(HttpStatusCode.OK)];
        Assert.All(assertions, static assertion =>
            Assert.Contains(nameof(Calling_as_somebody), Assert.Throws<AccessAssertionException>(assertion).StackTrace!.Split('\n')[0], StringComparison.Ordinal));
    }
}
