using Emulation.Fronts.Events;
using Emulation.Tests.Upstreams;
using Iam;

namespace Emulation.Tests.Fronts.Events;

/// <summary>Amazon EventBridge User Guide, "Permissions for event buses in Amazon EventBridge".</summary>
public sealed class Policies_of_buses : IDisposable
{
    private const string Bus = "arn:aws:events:us-east-1:111122223333:event-bus/orders";
    private readonly AskedCall call = new();

    public void Dispose() => call.Dispose();

    [Fact]
    public async Task Gain_and_lose_a_statement_by_its_id()
    {
        var plan = await PlanAsync("PutPermission", """{"EventBusName":"orders","Action":"events:PutEvents","Principal":"444455556666","StatementId":"partner"}""");
        Assert.Null(call.Policies.Of(Bus));
        plan.Done!();
        Assert.Equal(Verdict.Allow, Decide("444455556666"));
        Assert.Equal(Verdict.ImplicitDeny, Decide("777788889999"));

        (await PlanAsync("RemovePermission", """{"EventBusName":"orders","StatementId":"partner"}""")).Done!();
        Assert.Equal(Verdict.ImplicitDeny, Decide("444455556666"));
    }

    [Fact]
    public async Task Are_given_whole_and_taken_away_whole()
    {
        (await PlanAsync("PutPermission", $$$"""{"EventBusName":"orders","Policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"a\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"events:PutEvents\",\"Resource\":\"{{{Bus}}}\"}]}"}""")).Done!();
        Assert.Equal(Verdict.Allow, Decide("777788889999"));

        (await PlanAsync("RemovePermission", """{"EventBusName":"orders","RemoveAllPermissions":true}""")).Done!();
        Assert.Null(call.Policies.Of(Bus));
    }

    [Fact]
    public async Task Let_an_organisation_in_and_nobody_else()
    {
        (await PlanAsync("PutPermission", """{"EventBusName":"orders","Action":"events:PutEvents","Principal":"*","StatementId":"org","Condition":{"Type":"StringEquals","Key":"aws:PrincipalOrgID","Value":"o-1"} }""")).Done!();
        Assert.Equal(Verdict.ImplicitDeny, Decide("444455556666"));
        Assert.Contains("aws:PrincipalOrgID", call.Policies.Of(Bus)!.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DescribeRule", """{"Name":"placed","EventBusName":"orders"}""")]
    [InlineData("ListRules", """{"EventBusName":"orders"}""")]
    [InlineData("TagResource", """{"ResourceARN":"arn:aws:events:us-east-1:111122223333:rule/orders/placed","Tags":[{"Key":"a"}]}""")]
    [InlineData("PutEvents", """{"Entries":[{"Source":"a","EventBusName":"orders"}]}""")]
    public async Task Are_about_the_rules_of_their_bus_too(string operation, string members)
    {
        (await PlanAsync("PutPermission", """{"EventBusName":"orders","Action":"events:PutEvents","Principal":"444455556666","StatementId":"partner"}""")).Done!();
        Assert.NotNull((await PlanAsync(operation, members)).Asks[0].ResourcePolicy);
        Assert.Null((await PlanAsync(operation, members.Replace("orders", "default", StringComparison.Ordinal))).Asks[0].ResourcePolicy);
    }

    /// <summary>Servers that keep accounts apart know another account's bus there only.</summary>
    [Theory]
    [InlineData("arn:aws:events:us-east-1:444455556666:event-bus/theirs", "444455556666")]
    [InlineData("orders", "111122223333")]
    public async Task Are_those_of_the_account_that_has_the_bus(string bus, string account) =>
        Assert.Equal(account, call.AccountOf(new EventsService(), await PlanAsync("PutEvents", $$"""{"Entries":[{"Source":"a","EventBusName":"{{bus}}"}]}""")));

    [Fact]
    public async Task Are_gone_with_their_bus()
    {
        (await PlanAsync("PutPermission", """{"EventBusName":"orders","Action":"events:PutEvents","Principal":"444455556666","StatementId":"partner"}""")).Done!();
        (await PlanAsync("DeleteEventBus", """{"Name":"orders"}""")).Done!();
        Assert.Null(call.Policies.Of(Bus));
    }

    [Theory]
    [InlineData("""{"Policy":"{}","StatementId":"a"}""")]
    [InlineData("""{"Policy":"{\"Statement\":[{\"Effect\":\"Maybe\"}]}"}""")]
    [InlineData("""{"Action":"events:PutEvents","Principal":"444455556666"}""")]
    [InlineData("""{"EventBusName":"arn:aws:events:us-east-1:444455556666:event-bus/theirs","Action":"events:PutEvents","Principal":"111122223333","StatementId":"a"}""")]
    public async Task That_are_none_are_refused(string members) => await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(() => PlanAsync("PutPermission", members));

    private Task<Emulation.Upstreams.FrontPlan> PlanAsync(string operation, string members) => call.PlanAsync(new EventsService(), operation, members);

    private Verdict Decide(string account) => AskedCall.Decide(account, "events:PutEvents", Bus, call.Policies.Of(Bus));
}
