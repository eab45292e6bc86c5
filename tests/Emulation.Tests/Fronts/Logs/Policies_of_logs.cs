using Emulation.Calls;
using Emulation.Fronts.Logs;
using Emulation.Tests.Upstreams;
using Iam;

namespace Emulation.Tests.Fronts.Logs;

/// <summary>Amazon CloudWatch Logs API Reference, PutResourcePolicy and PutDestinationPolicy.</summary>
public sealed class Policies_of_logs : IDisposable
{
    private const string Account = "arn:aws:logs:us-east-1:111122223333:";
    private readonly AskedCall call = new();

    public void Dispose() => call.Dispose();

    /// <summary>Policies as users write them fit what is asked.</summary>
    [Theory]
    [InlineData("log-group:/app/web:*", "FilterLogEvents", Verdict.Allow)]
    [InlineData("log-group:/app/web:*", "PutLogEvents", Verdict.Allow)]
    [InlineData("log-group:/app/web:log-stream:a*", "PutLogEvents", Verdict.Allow)]
    [InlineData("log-group:/app/web:log-stream:b*", "PutLogEvents", Verdict.ImplicitDeny)]
    [InlineData("log-group:/app/web", "PutLogEvents", Verdict.ImplicitDeny)]
    [InlineData("log-group:/app/*", "PutLogEvents", Verdict.Allow)]
    [InlineData("log-group:/app/*", "DescribeLogGroups", Verdict.ImplicitDeny)]
    [InlineData("log-group:*", "DescribeLogGroups", Verdict.Allow)]
    public async Task Of_callers_fit_groups_and_streams(string resource, string operation, Verdict verdict)
    {
        var members = operation == "DescribeLogGroups" ? "{}" : operation == "PutLogEvents" ? """{"logGroupName":"/app/web","logStreamName":"a1"}""" : """{"logGroupName":"/app/web"}""";
        var ask = (await call.PlanAsync(new LogsService(), operation, members)).Asks[0];
        var caller = new IamUser(AccountId.Parse("111122223333"), "/", "may", "AIDA");
        var own = new PrincipalPolicies([Policy.Parse($$"""{"Statement":[{"Effect":"Allow","Action":"logs:*","Resource":"{{Account}}{{resource}}"}]}""", PolicyKind.Identity, new PolicyOrigin("p")).Policy!]);
        Assert.Equal(verdict, Authorizer.Decide(new AccessRequest(caller, ask.Action, ask.Resource, AccountId.Parse("111122223333"), new ConditionContext(caller)), own, ask.ResourcePolicy).Verdict);
    }

    /// <summary>An account's policies have names, and are about all its groups.</summary>
    [Fact]
    public async Task Of_an_account_are_kept_by_name()
    {
        await DoAsync("PutResourcePolicy", $$"""{"policyName":"a","policyDocument":{{Policies("444455556666")}}}""");
        await DoAsync("PutResourcePolicy", $$"""{"policyName":"b","policyDocument":{{Policies("777788889999")}}}""");
        Assert.Equal((Verdict.Allow, Verdict.Allow), (await PutsAsync("444455556666"), await PutsAsync("777788889999")));

        await DoAsync("PutResourcePolicy", $$"""{"policyName":"a","policyDocument":{{Policies("222233334444")}}}""");
        Assert.Equal((Verdict.ImplicitDeny, Verdict.Allow), (await PutsAsync("444455556666"), await PutsAsync("777788889999")));

        await DoAsync("DeleteResourcePolicy", """{"policyName":"a"}""");
        await DoAsync("DeleteResourcePolicy", """{"policyName":"b"}""");
        Assert.Equal(Verdict.ImplicitDeny, await PutsAsync("777788889999"));
    }

    [Fact]
    public async Task Of_a_group_count_beside_those_of_its_account()
    {
        await DoAsync("PutResourcePolicy", $$"""{"policyName":"a","policyDocument":{{Policies("444455556666")}}}""");
        await DoAsync("PutResourcePolicy", $$"""{"resourceArn":"{{Account}}log-group:web:*","policyDocument":{{Policies("777788889999")}}}""");
        Assert.Equal((Verdict.Allow, Verdict.Allow), (await PutsAsync("444455556666"), await PutsAsync("777788889999")));
        await DoAsync("DeleteResourcePolicy", $$"""{"resourceArn":"{{Account}}log-group:web:*"}""");
        Assert.Equal((Verdict.Allow, Verdict.ImplicitDeny), (await PutsAsync("444455556666"), await PutsAsync("777788889999")));
    }

    /// <summary>Who subscribes sends to a destination of another account, which lets it.</summary>
    [Fact]
    public async Task Of_destinations_let_other_accounts_send_to_them()
    {
        const string Theirs = "arn:aws:logs:us-east-1:444455556666:destination:theirs";
        const string Subscribe = $$"""{"logGroupName":"web","filterName":"f","destinationArn":"{{Theirs}}"}""";
        Assert.Null((await call.PlanAsync(new LogsService(), "PutSubscriptionFilter", Subscribe)).Asks[1].ResourcePolicy);
        call.Policies.Put(Theirs, Emulation.Upstreams.ResourcePolicies.Parse(
            Theirs, """{"Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"logs:PutSubscriptionFilter","Resource":"*"}]}""").Policy!);
        Assert.NotNull((await call.PlanAsync(new LogsService(), "PutSubscriptionFilter", Subscribe)).Asks[1].ResourcePolicy);
    }

    [Fact]
    public async Task Of_destinations_are_kept_and_gone_with_them()
    {
        await DoAsync("PutDestinationPolicy", $$"""{"destinationName":"n","accessPolicy":{{Policies("444455556666")}}}""");
        Assert.NotNull(call.Policies.Of($"{Account}destination:n"));
        await DoAsync("DeleteDestination", """{"destinationName":"n"}""");
        Assert.Null(call.Policies.Of($"{Account}destination:n"));
    }

    [Theory]
    [InlineData("""{"policyName":"a","policyDocument":"{}"}""")]
    [InlineData("""{"policyName":"a"}""")]
    [InlineData("""{"policyDocument":"{}"}""")]
    [InlineData($$"""{"policyName":"a","resourceArn":"{{Account}}log-group:web","policyDocument":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"logs:PutLogEvents\",\"Resource\":\"*\"}]}"}""")]
    public async Task That_are_none_are_refused(string members) => await Assert.ThrowsAsync<RefusedException>(() => call.PlanAsync(new LogsService(), "PutResourcePolicy", members));

    private static string Policies(string account) => System.Text.Json.JsonSerializer.Serialize(
        $$"""{"Version":"2012-10-17","Statement":[{"Sid":"x","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{account}}:root"},"Action":"logs:PutLogEvents","Resource":"*"}]}""");

    private async Task DoAsync(string operation, string members) => (await call.PlanAsync(new LogsService(), operation, members)).Done!();

    private async Task<Verdict> PutsAsync(string account)
    {
        var ask = (await call.PlanAsync(new LogsService(), "PutLogEvents", """{"logGroupName":"web","logStreamName":"s"}""")).Asks[0];
        var caller = new IamUser(AccountId.Parse(account), "/", "partner", "AIDA");
        var own = new PrincipalPolicies([Policy.Parse("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", PolicyKind.Identity, new PolicyOrigin("p")).Policy!]);
        return Authorizer.Decide(new AccessRequest(caller, ask.Action, ask.Resource, AccountId.Parse("111122223333"), new ConditionContext(caller)), own, ask.ResourcePolicy).Verdict;
    }
}
