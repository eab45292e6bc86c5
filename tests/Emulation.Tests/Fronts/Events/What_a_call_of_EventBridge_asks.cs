using Emulation.Fronts.Events;
using Emulation.Tests.Upstreams;

namespace Emulation.Tests.Fronts.Events;

/// <summary>Service Authorization Reference, "Actions, resources, and condition keys for Amazon EventBridge".</summary>
public sealed class What_a_call_of_EventBridge_asks : IDisposable
{
    private const string Account = "arn:aws:events:us-east-1:111122223333";
    private const string Bus = $"{Account}:event-bus/orders";
    private const string Rule = $"{Account}:rule/placed";
    private const string Creator = "events:creatorAccount=111122223333";
    private const string Role = "arn:aws:iam::111122223333:role/Target";
    private const string PassesRole = $"iam:PassRole {Role} iam:PassedToService=events.amazonaws.com";
    private const string Connection = $"{Account}:connection/partner/7cbf1c0e-1c1e-4f62-a3c5-ff9bd6ff0d7b";
    private readonly AskedCall call = new();

    public void Dispose() => call.Dispose();

    public static TheoryData<string, string, string[]> Operations => new()
    {
        { "ActivateEventSource", """{"Name":"aws.partner/shop"}""", ["events:ActivateEventSource arn:aws:events:us-east-1::event-source/aws.partner/shop"] },
        { "CancelReplay", """{"ReplayName":"r"}""", [$"events:CancelReplay {Account}:replay/r"] },
        {
            "CreateApiDestination", $$"""{"Name":"d","ConnectionArn":"{{Connection}}","InvocationEndpoint":"https://example.com","HttpMethod":"POST"}""",
            [$"events:CreateApiDestination {Account}:api-destination/d", $"events:CreateApiDestination {Account}:connection/partner"]
        },
        { "CreateArchive", $$"""{"ArchiveName":"a","EventSourceArn":"{{Bus}}"}""", [$"events:CreateArchive {Account}:archive/a", $"events:CreateArchive {Bus}"] },
        { "CreateConnection", """{"Name":"c","AuthorizationType":"BASIC","AuthParameters":{} }""", [$"events:CreateConnection {Account}:connection/c"] },
        {
            "CreateEndpoint", $$"""{"Name":"e","EventBuses":[{"EventBusArn":"{{Bus}}"}],"RoleArn":"{{Role}}"}""",
            [$"events:CreateEndpoint {Account}:endpoint/e events:EventBusArn={Bus}", PassesRole]
        },
        { "CreateEventBus", """{"Name":"orders"}""", [$"events:CreateEventBus {Bus}"] },
        { "CreatePartnerEventSource", """{"Name":"s","Account":"444455556666"}""", ["events:CreatePartnerEventSource arn:aws:events:us-east-1::event-source/s"] },
        { "DeactivateEventSource", """{"Name":"s"}""", ["events:DeactivateEventSource arn:aws:events:us-east-1::event-source/s"] },
        { "DeauthorizeConnection", """{"Name":"c"}""", [$"events:DeauthorizeConnection {Account}:connection/c"] },
        { "DeleteApiDestination", """{"Name":"d"}""", [$"events:DeleteApiDestination {Account}:api-destination/d"] },
        { "DeleteArchive", """{"ArchiveName":"a"}""", [$"events:DeleteArchive {Account}:archive/a"] },
        { "DeleteConnection", """{"Name":"c"}""", [$"events:DeleteConnection {Account}:connection/c"] },
        { "DeleteEndpoint", """{"Name":"e"}""", [$"events:DeleteEndpoint {Account}:endpoint/e"] },
        { "DeleteEventBus", """{"Name":"orders"}""", [$"events:DeleteEventBus {Bus}"] },
        { "DeletePartnerEventSource", """{"Name":"s","Account":"444455556666"}""", ["events:DeletePartnerEventSource arn:aws:events:us-east-1::event-source/s"] },
        { "DeleteRule", """{"Name":"placed"}""", [$"events:DeleteRule {Rule} {Creator}"] },
        { "DescribeApiDestination", """{"Name":"d"}""", [$"events:DescribeApiDestination {Account}:api-destination/d"] },
        { "DescribeArchive", """{"ArchiveName":"a"}""", [$"events:DescribeArchive {Account}:archive/a"] },
        { "DescribeConnection", """{"Name":"c"}""", [$"events:DescribeConnection {Account}:connection/c"] },
        { "DescribeEndpoint", """{"Name":"e"}""", [$"events:DescribeEndpoint {Account}:endpoint/e"] },
        { "DescribeEventBus", "{}", [$"events:DescribeEventBus {Account}:event-bus/default"] },
        { "DescribeEventSource", """{"Name":"s"}""", ["events:DescribeEventSource arn:aws:events:us-east-1::event-source/s"] },
        { "DescribePartnerEventSource", """{"Name":"s"}""", ["events:DescribePartnerEventSource arn:aws:events:us-east-1::event-source/s"] },
        { "DescribeReplay", """{"ReplayName":"r"}""", [$"events:DescribeReplay {Account}:replay/r"] },
        { "DescribeRule", """{"Name":"placed","EventBusName":"orders"}""", [$"events:DescribeRule {Account}:rule/orders/placed {Creator}"] },
        { "DisableRule", """{"Name":"placed"}""", [$"events:DisableRule {Rule} {Creator}"] },
        { "EnableRule", """{"Name":"placed"}""", [$"events:EnableRule {Rule} {Creator}"] },
        { "ListApiDestinations", "{}", ["events:ListApiDestinations *"] },
        { "ListArchives", "{}", ["events:ListArchives *"] },
        { "ListConnections", "{}", ["events:ListConnections *"] },
        { "ListEndpoints", "{}", ["events:ListEndpoints *"] },
        { "ListEventBuses", "{}", [$"events:ListEventBuses {Account}:event-bus/*"] },
        { "ListEventSources", "{}", ["events:ListEventSources *"] },
        { "ListPartnerEventSourceAccounts", """{"EventSourceName":"s"}""", ["events:ListPartnerEventSourceAccounts arn:aws:events:us-east-1::event-source/s"] },
        { "ListPartnerEventSources", """{"NamePrefix":"s"}""", ["events:ListPartnerEventSources *"] },
        { "ListReplays", "{}", ["events:ListReplays *"] },
        { "ListRuleNamesByTarget", """{"TargetArn":"arn:aws:sqs:us-east-1:111122223333:q"}""", [$"events:ListRuleNamesByTarget {Account}:rule/*"] },
        { "ListRules", """{"EventBusName":"orders"}""", [$"events:ListRules {Account}:rule/orders/*"] },
        { "ListTagsForResource", $$"""{"ResourceARN":"{{Rule}}"}""", [$"events:ListTagsForResource {Rule} {Creator}"] },
        { "ListTargetsByRule", """{"Rule":"placed"}""", [$"events:ListTargetsByRule {Rule} {Creator}"] },
        {
            "PutEvents", """{"Entries":[{"Source":"shop","DetailType":"Placed","Detail":"{}"}]}""",
            [$"events:PutEvents {Account}:event-bus/default events:source=shop events:detail-type=Placed events:eventBusInvocation=false"]
        },
        { "PutPartnerEvents", """{"Entries":[]}""", ["events:PutPartnerEvents *"] },
        { "PutPermission", """{"Action":"events:PutEvents","Principal":"444455556666","StatementId":"a"}""", ["events:PutPermission *"] },
        {
            "PutRule", $$"""{"Name":"placed","RoleArn":"{{Role}}","Tags":[{"Key":"team","Value":"a"}],"EventPattern":"{\"source\":[\"shop\"],\"detail-type\":[\"Placed\",{\"prefix\":\"X\"}],\"detail\":{\"service\":[\"EC2\"]} }"}""",
            [
                $"events:PutRule {Rule} {Creator} events:source=shop events:detail-type=Placed,{{\"prefix\":\"X\"}} events:detail.service=EC2 aws:RequestTag/team=a aws:TagKeys=team",
                $"events:TagResource {Rule} {Creator} aws:RequestTag/team=a aws:TagKeys=team", PassesRole,
            ]
        },
        {
            "PutTargets", $$"""{"Rule":"placed","Targets":[{"Id":"1","Arn":"arn:aws:sqs:us-east-1:111122223333:q","RoleArn":"{{Role}}"},{"Id":"2","Arn":"arn:aws:sns:us-east-1:111122223333:t"}]}""",
            [$"events:PutTargets {Rule} {Creator} events:TargetArn=arn:aws:sqs:us-east-1:111122223333:q,arn:aws:sns:us-east-1:111122223333:t", PassesRole]
        },
        { "RemovePermission", """{"StatementId":"a"}""", ["events:RemovePermission *"] },
        { "RemoveTargets", """{"Rule":"placed","Ids":["1"]}""", [$"events:RemoveTargets {Rule} {Creator}"] },
        {
            "StartReplay", $$"""{"ReplayName":"r","EventSourceArn":"{{Account}}:archive/a","Destination":{"Arn":"{{Bus}}"} }""",
            [$"events:StartReplay {Account}:replay/r", $"events:StartReplay {Account}:archive/a", $"events:StartReplay {Bus}"]
        },
        { "TagResource", $$"""{"ResourceARN":"{{Bus}}","Tags":[{"Key":"team","Value":"a"}]}""", [$"events:TagResource {Bus} aws:RequestTag/team=a aws:TagKeys=team"] },
        { "TestEventPattern", """{"EventPattern":"{}","Event":"{}"}""", ["events:TestEventPattern *"] },
        { "UntagResource", $$"""{"ResourceARN":"{{Bus}}","TagKeys":["team"]}""", [$"events:UntagResource {Bus} aws:TagKeys=team"] },
        { "UpdateApiDestination", """{"Name":"d"}""", [$"events:UpdateApiDestination {Account}:api-destination/d"] },
        { "UpdateArchive", """{"ArchiveName":"a"}""", [$"events:UpdateArchive {Account}:archive/a"] },
        { "UpdateConnection", """{"Name":"c"}""", [$"events:UpdateConnection {Account}:connection/c"] },
        { "UpdateEndpoint", $$"""{"Name":"e","RoleArn":"{{Role}}"}""", [$"events:UpdateEndpoint {Account}:endpoint/e", PassesRole] },
        { "UpdateEventBus", """{"Name":"orders"}""", [$"events:UpdateEventBus {Bus}"] },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Is_each_operation_on_what_it_is_about(string operation, string members, string[] asked) => Assert.Equal(asked, await call.AsksAsync(new EventsService(), operation, members));

    [Fact]
    public void Is_known_of_every_operation() =>
        Assert.Equal(new EventsService().Operations.Order(StringComparer.Ordinal), Operations.Select(static row => row.Data.Item1).Order(StringComparer.Ordinal));

    /// <summary>One question for each bus, whatever name it is given, with the values of all that goes there.</summary>
    [Fact]
    public async Task Is_each_bus_that_events_go_to() => Assert.Equal(
        [
            $"events:PutEvents {Bus} events:source=shop,crm events:detail-type=Placed,Paid events:eventBusInvocation=false",
            $"events:PutEvents {Account}:event-bus/default events:source=shop events:detail-type=Placed events:eventBusInvocation=false",
            "events:PutEvents arn:aws:events:eu-west-1:444455556666:event-bus/theirs events:source=shop events:detail-type=Placed events:eventBusInvocation=false",
        ],
        await call.AsksAsync(new EventsService(), "PutEvents", $$"""
            {"Entries":[
              {"Source":"shop","DetailType":"Placed","EventBusName":"orders"},
              {"Source":"shop","DetailType":"Placed"},
              {"Source":"crm","DetailType":"Paid","EventBusName":"{{Bus}}"},
              {"Source":"shop","DetailType":"Placed","EventBusName":"arn:aws:events:eu-west-1:444455556666:event-bus/theirs"}]}
            """));

    [Fact]
    public async Task Is_any_endpoint_where_events_go_through_one() => Assert.Equal(
        $"events:PutEvents one of {Account}:endpoint/{{endpoint}}",
        (await call.AsksAsync(new EventsService(), "PutEvents", """{"EndpointId":"abcde.veo","Entries":[{"Source":"shop","DetailType":"Placed"}]}"""))[^1]);

    [Fact]
    public async Task Is_the_connection_that_only_the_server_knows()
    {
        call.Known["DescribeApiDestination"] = $$"""{"ConnectionArn":"{{Connection}}"}""";
        Assert.Equal(
            [$"events:DescribeApiDestination {Account}:api-destination/d", $"events:DescribeApiDestination {Account}:connection/partner"],
            await call.AsksAsync(new EventsService(), "DescribeApiDestination", """{"Name":"d"}"""));
    }

    [Fact]
    public async Task Is_a_rule_on_anothers_bus_that_belongs_to_the_other() => Assert.Equal(
        [$"events:PutRule arn:aws:events:us-east-1:444455556666:rule/theirs/placed {Creator}"],
        await call.AsksAsync(new EventsService(), "PutRule", """{"Name":"placed","EventBusName":"arn:aws:events:us-east-1:444455556666:event-bus/theirs","ScheduleExpression":"rate(1 minute)"}"""));

    [Theory]
    [InlineData("PutEvents", """{"Entries":[{"Source":"shop","eventBusName":"other"}]}""")]
    [InlineData("PutEvents", """{"Entries":[{"Source":"shop","EventBusName":"*"}]}""")]
    [InlineData("PutEvents", """{"Entries":["shop"]}""")]
    [InlineData("PutRule", """{"Name":"a/b"}""")]
    [InlineData("PutRule", """{"Name":"a","EventPattern":"{\"source\":[\"a\"],\"source\":[\"b\"]}"}""")]
    [InlineData("PutRule", """{"Name":"a","EventPattern":"no JSON"}""")]
    [InlineData("PutRule", """{"Name":"a","EventBusName":"arn:aws:sqs:us-east-1:111122223333:q"}""")]
    [InlineData("TagResource", """{"ResourceARN":"arn:aws:events:us-east-1:111122223333:archive/a","Tags":[]}""")]
    [InlineData("StartReplay", """{"ReplayName":"r","EventSourceArn":"arn:aws:events:us-east-1:111122223333:archive/a"}""")]
    public async Task Is_nothing_where_the_call_does_not_say_what_it_touches(string operation, string members) =>
        await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(() => call.AsksAsync(new EventsService(), operation, members));

    /// <summary>A server takes the last part of such a name. Only a partner's bus has one.</summary>
    [Theory]
    [InlineData("mine/theirs", false)]
    [InlineData("arn:aws:events:us-east-1:111122223333:event-bus/mine/theirs", false)]
    [InlineData("aws.partner/shop/1", true)]
    [InlineData("arn:aws:events:us-east-1:111122223333:event-bus/aws.partner/shop/1", true)]
    public async Task Is_no_bus_with_a_slash_in_its_name_but_a_partners(string bus, bool isOne)
    {
        using var asked = new AskedCall();
        var members = $$"""{"Name":"r","EventBusName":"{{bus}}","EventPattern":"{\"source\":[\"a\"]}"}""";
        if (isOne)
        {
            Assert.StartsWith("events:PutRule arn:aws:events:us-east-1:111122223333:rule/aws.partner/shop/1/r", (await asked.AsksAsync(new EventsService(), "PutRule", members))[0], StringComparison.Ordinal);
            return;
        }

        await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(() => asked.PlanAsync(new EventsService(), "PutRule", members));
    }
}
