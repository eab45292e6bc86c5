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
        (await PlanAsync("PutPermission", """{"EventBusName":"orders","Action":"events:PutEvents","Principal":"*","StatementId":"org","Condition":{"Type":"StringEquals","Key":"aws:PrincipalOrgID","Value":"o-1234567890"} }""")).Done!();
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

    /// <summary>Captured: eventbridge/permissions.json of radkawar/stackd, each as it was sent.</summary>
    [Theory]
    [InlineData("{}", "Parameter(s) Action must be specified.")]
    [InlineData("""{"Action":"events:PutEvents","StatementId":"missing"}""", "Parameter(s) Principal must be specified.")]
    [InlineData("""{"Action":"events:PutRule","Principal":"222222222222","StatementId":"a"}""", "Provided value in parameter 'action' is not supported.")]
    [InlineData("""{"Action":"events:NoSuchAction","Principal":"222222222222","StatementId":"a"}""", "Provided value in parameter 'action' is not supported.")]
    [InlineData(
        """{"Action":"events:*","Principal":"222222222222","StatementId":"a"}""",
        "1 validation error detected: Value 'events:*' at 'action' failed to satisfy constraint: Member must satisfy regular expression pattern: events:[a-zA-Z]+")]
    [InlineData(
        """{"Action":"events:PutEvents","Principal":"123","StatementId":"a"}""",
        @"1 validation error detected: Value '123' at 'principal' failed to satisfy constraint: Member must satisfy regular expression pattern: (\d{12}|\*)")]
    [InlineData(
        """{"Action":"events:PutEvents","Principal":"arn:aws:iam::222222222222:root","StatementId":"a"}""",
        @"2 validation errors detected: Value 'arn:aws:iam::222222222222:root' at 'principal' failed to satisfy constraint: Member must have length less than or equal to 12; Value 'arn:aws:iam::222222222222:root' at 'principal' failed to satisfy constraint: Member must satisfy regular expression pattern: (\d{12}|\*)")]
    [InlineData("""{"Action":"events:PutEvents","Principal":"*","StatementId":"a","Condition":{"Type":"StringEquals","Key":"events:source","Value":"a"}}""", "Provided value in parameter 'condition.key' is not supported.")]
    [InlineData("""{"Action":"events:PutEvents","Principal":"*","StatementId":"a","Condition":{"Type":"StringLike","Key":"aws:PrincipalOrgID","Value":"o-*"}}""", "Provided value in parameter 'condition.type' is not supported.")]
    [InlineData("""{"Action":"events:PutEvents","Principal":"*","StatementId":"a","Condition":{"Type":"StringEquals","Key":"aws:PrincipalOrgID","Value":"not-an-org"}}""", "Provided value in parameter 'condition.value' is invalid.")]
    [InlineData("""{"Policy":"{}","StatementId":"mixed"}""", "Action, Principal, StatementId and Condition could not be combined with Policy parameter.")]
    public async Task Are_refused_in_the_words_of_EventBridge(string members, string words) =>
        Assert.Equal(words, (await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(() => PlanAsync("PutPermission", members))).Refusal.Message);

    /// <summary>Captured: eventbridge/permissions.json of radkawar/stackd. Of a statement that is wrong EventBridge says the column too.</summary>
    [Theory]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"events:PutEvents","Resource":"$BUS"}""", "Missing required field Sid")]
    [InlineData("""{"Sid":"a","Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"events:PutEvents","Resource":"$BUS-other"}""", "The relative-id \"event-bus/orders-other\" is invalid for ARN \"arn:aws:events:us-east-1:111122223333:event-bus/orders-other\"")]
    [InlineData("""{"Sid":"a","Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"iam:ListUsers","Resource":"$BUS"}""", "Invalid statement: Action field includes AWS services that are inconsistent with specified vendor")]
    [InlineData("""{"Sid":"a","Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"events:NoSuchAction","Resource":"$BUS"}""", "Invalid statement: The following action names are invalid: \"events:NoSuchAction\"")]
    [InlineData("""{"Sid":"a","Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"events:PutEvents","Resource":"*"}""", null)]
    [InlineData("""{"Sid":"a","Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"events:*","Resource":"$BUS"}""", null)]
    [InlineData("""{"Sid":"a","Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"events:PutEvents","Resource":"$BUS"}""", null)]
    [InlineData("""{"Sid":"a","Effect":"Deny","Principal":{"AWS":"222222222222"},"Action":"events:PutEvents","Resource":"$BUS"}""", null)]
    public async Task That_are_given_whole_are_taken_or_refused_as_EventBridge_does(string statement, string? words)
    {
        var document = $$"""{"Version":"2012-10-17","Statement":[{{statement.Replace("$BUS", Bus, StringComparison.Ordinal)}}]}""";
        var members = new System.Text.Json.Nodes.JsonObject { ["EventBusName"] = "orders", ["Policy"] = document }.ToJsonString();
        if (words is null)
        {
            (await PlanAsync("PutPermission", members)).Done!();
            Assert.NotNull(call.Policies.Of(Bus));
        }
        else
        {
            Assert.Equal(words, (await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(() => PlanAsync("PutPermission", members))).Refusal.Message);
        }
    }

    /// <summary>Captured: eventbridge/permissions.json of radkawar/stackd.</summary>
    [Theory]
    [InlineData("""{"EventBusName":"orders"}""", "Parameter(s) StatementId must be specified.")]
    [InlineData("""{"EventBusName":"orders","RemoveAllPermissions":false}""", "Parameter(s) StatementId must be specified.")]
    [InlineData("""{"EventBusName":"orders","StatementId":"a","RemoveAllPermissions":true}""", "StatementId could not be combined with All parameter.")]
    public async Task Lose_what_the_call_names_and_no_more(string members, string words) =>
        Assert.Equal(words, (await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(() => PlanAsync("RemovePermission", members))).Refusal.Message);

    private Task<Emulation.Upstreams.FrontPlan> PlanAsync(string operation, string members) => call.PlanAsync(new EventsService(), operation, members);

    private Verdict Decide(string account) => AskedCall.Decide(account, "events:PutEvents", Bus, call.Policies.Of(Bus));
}
