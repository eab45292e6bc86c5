using Emulation.Fronts.States;
using Emulation.Tests.Upstreams;

namespace Emulation.Tests.Fronts.States;

/// <summary>Service Authorization Reference, "Actions, resources, and condition keys for AWS Step Functions".</summary>
public sealed class What_a_call_of_Step_Functions_asks : IDisposable
{
    private const string Account = "arn:aws:states:us-east-1:111122223333";
    private const string Machine = $"{Account}:stateMachine:ship";
    private const string Activity = $"{Account}:activity:pack";
    private const string Execution = $"{Account}:execution:ship:one";
    private const string MapRun = $"{Account}:mapRun:ship/parcels:4c1b2d30-0f66-4b6a-9cfe-1fdbb0ea8b5d";
    private const string Role = "arn:aws:iam::111122223333:role/Ship";
    private const string PassesRole = $"iam:PassRole {Role} iam:PassedToService=states.amazonaws.com";
    private readonly AskedCall call = new();

    public void Dispose() => call.Dispose();

    public static TheoryData<string, string, string[]> Operations => new()
    {
        { "CreateActivity", """{"name":"pack","tags":[{"key":"team","value":"a"}]}""", [$"states:CreateActivity {Activity} aws:RequestTag/team=a aws:TagKeys=team", $"states:TagResource {Activity} aws:RequestTag/team=a aws:TagKeys=team"] },
        {
            "CreateStateMachine", $$"""{"name":"ship","definition":"{}","roleArn":"{{Role}}","publish":true,"tags":[{"key":"team","value":"a"}]}""",
            [
                $"states:CreateStateMachine {Machine} aws:RequestTag/team=a aws:TagKeys=team", $"states:TagResource {Machine} aws:RequestTag/team=a aws:TagKeys=team", PassesRole,
                $"states:PublishStateMachineVersion {Machine}",
            ]
        },
        {
            "CreateStateMachineAlias", $$"""{"name":"live","routingConfiguration":[{"stateMachineVersionArn":"{{Machine}}:1","weight":50},{"stateMachineVersionArn":"{{Machine}}:2","weight":50}]}""",
            [$"states:CreateStateMachineAlias {Machine} states:StateMachineQualifier=live"]
        },
        { "DeleteActivity", $$"""{"activityArn":"{{Activity}}"}""", [$"states:DeleteActivity {Activity}"] },
        { "DeleteStateMachine", $$"""{"stateMachineArn":"{{Machine}}"}""", [$"states:DeleteStateMachine {Machine}"] },
        { "DeleteStateMachineAlias", $$"""{"stateMachineAliasArn":"{{Machine}}:live"}""", [$"states:DeleteStateMachineAlias {Machine} states:StateMachineQualifier=live"] },
        { "DeleteStateMachineVersion", $$"""{"stateMachineVersionArn":"{{Machine}}:1"}""", [$"states:DeleteStateMachineVersion {Machine} states:StateMachineQualifier=1"] },
        { "DescribeActivity", $$"""{"activityArn":"{{Activity}}"}""", [$"states:DescribeActivity {Activity}"] },
        { "DescribeExecution", $$"""{"executionArn":"{{Execution}}"}""", [$"states:DescribeExecution {Execution}"] },
        { "DescribeMapRun", $$"""{"mapRunArn":"{{MapRun}}"}""", [$"states:DescribeMapRun {MapRun}"] },
        { "DescribeStateMachine", $$"""{"stateMachineArn":"{{Machine}}:live"}""", [$"states:DescribeStateMachine {Machine} states:StateMachineQualifier=live"] },
        { "DescribeStateMachineAlias", $$"""{"stateMachineAliasArn":"{{Machine}}:live"}""", [$"states:DescribeStateMachineAlias {Machine} states:StateMachineQualifier=live"] },
        { "DescribeStateMachineForExecution", $$"""{"executionArn":"{{Execution}}"}""", [$"states:DescribeStateMachineForExecution {Execution}"] },
        { "GetActivityTask", $$"""{"activityArn":"{{Activity}}"}""", [$"states:GetActivityTask {Activity}"] },
        { "GetExecutionHistory", $$"""{"executionArn":"{{Execution}}"}""", [$"states:GetExecutionHistory {Execution}"] },
        { "ListActivities", "{}", ["states:ListActivities *"] },
        { "ListExecutions", $$"""{"stateMachineArn":"{{Machine}}"}""", [$"states:ListExecutions {Machine}"] },
        { "ListMapRuns", $$"""{"executionArn":"{{Execution}}"}""", [$"states:ListMapRuns {Execution}"] },
        { "ListStateMachineAliases", $$"""{"stateMachineArn":"{{Machine}}:1"}""", [$"states:ListStateMachineAliases {Machine} states:StateMachineQualifier=1"] },
        { "ListStateMachineVersions", $$"""{"stateMachineArn":"{{Machine}}"}""", [$"states:ListStateMachineVersions {Machine}"] },
        { "ListStateMachines", "{}", [$"states:ListStateMachines {Account}:stateMachine:*"] },
        { "ListTagsForResource", $$"""{"resourceArn":"{{Activity}}"}""", [$"states:ListTagsForResource {Activity}"] },
        { "PublishStateMachineVersion", $$"""{"stateMachineArn":"{{Machine}}"}""", [$"states:PublishStateMachineVersion {Machine}"] },
        { "RedriveExecution", $$"""{"executionArn":"{{Execution}}"}""", [$"states:RedriveExecution {Execution}"] },
        { "SendTaskFailure", """{"taskToken":"t"}""", ["states:SendTaskFailure *"] },
        { "SendTaskHeartbeat", """{"taskToken":"t"}""", ["states:SendTaskHeartbeat *"] },
        { "SendTaskSuccess", """{"taskToken":"t","output":"{}"}""", ["states:SendTaskSuccess *"] },
        { "StartExecution", $$"""{"stateMachineArn":"{{Machine}}:live","input":"{}"}""", [$"states:StartExecution {Machine} states:StateMachineQualifier=live"] },
        { "StartSyncExecution", $$"""{"stateMachineArn":"{{Machine}}"}""", [$"states:StartSyncExecution {Machine}"] },
        { "StopExecution", $$"""{"executionArn":"{{Execution}}"}""", [$"states:StopExecution {Execution}"] },
        { "TagResource", $$"""{"resourceArn":"{{Machine}}","tags":[{"key":"team","value":"a"}]}""", [$"states:TagResource {Machine} aws:RequestTag/team=a aws:TagKeys=team"] },
        { "TestState", $$"""{"definition":"{}","roleArn":"{{Role}}","revealSecrets":true}""", ["states:TestState *", "states:RevealSecrets *", PassesRole] },
        { "UntagResource", $$"""{"resourceArn":"{{Machine}}","tagKeys":["team"]}""", [$"states:UntagResource {Machine} aws:TagKeys=team"] },
        { "UpdateMapRun", $$"""{"mapRunArn":"{{MapRun}}"}""", [$"states:UpdateMapRun {MapRun}"] },
        { "UpdateStateMachine", $$"""{"stateMachineArn":"{{Machine}}","roleArn":"{{Role}}","publish":true}""", [$"states:UpdateStateMachine {Machine}", PassesRole, $"states:PublishStateMachineVersion {Machine}"] },
        { "UpdateStateMachineAlias", $$"""{"stateMachineAliasArn":"{{Machine}}:live"}""", [$"states:UpdateStateMachineAlias {Machine} states:StateMachineQualifier=live"] },
        { "ValidateStateMachineDefinition", """{"definition":"{}"}""", ["states:ValidateStateMachineDefinition *"] },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Is_each_operation_on_what_it_is_about(string operation, string members, string[] asked) => Assert.Equal(asked, await call.AsksAsync(new StatesService(), operation, members));

    [Fact]
    public void Is_known_of_every_operation() =>
        Assert.Equal(new StatesService().Operations.Order(StringComparer.Ordinal), Operations.Select(static row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("DescribeExecution", "executionArn", $"{Account}:express:ship:one:8d1b2d30", $"{Account}:express:ship:one:8d1b2d30")]
    [InlineData("DescribeExecution", "executionArn", $"{Account}:execution:ship/parcels:one", $"{Account}:execution:ship/parcels:one")]
    [InlineData("ListExecutions", "mapRunArn", MapRun, MapRun)]
    [InlineData("ListExecutions", "stateMachineArn", $"{Machine}/parcels", Machine)]
    public async Task Is_the_run_that_an_ARN_names(string operation, string member, string arn, string resource) =>
        Assert.Equal([$"states:{operation} {resource}"], await call.AsksAsync(new StatesService(), operation, $$"""{"{{member}}":"{{arn}}"}"""));

    [Theory]
    [InlineData("StartExecution", $$"""{"stateMachineArn":"{{Account}}:stateMachine:*"}""")]
    [InlineData("StartExecution", $$"""{"stateMachineArn":"{{Activity}}"}""")]
    [InlineData("StartExecution", $$"""{"StateMachineArn":"{{Machine}}"}""")]
    [InlineData("StartExecution", $$"""{"stateMachineArn":"{{Machine}}:live:1"}""")]
    [InlineData("StopExecution", $$"""{"executionArn":"{{Machine}}"}""")]
    [InlineData("CreateStateMachine", $$"""{"name":"a:b","definition":"{}","roleArn":"{{Role}}"}""")]
    [InlineData("CreateStateMachine", $$"""{"name":"a*","definition":"{}","roleArn":"{{Role}}"}""")]
    [InlineData("CreateStateMachine", $$"""{"name":"ship","definition":"{}","roleArn":"{{Role}}","publish":"perhaps"}""")]
    [InlineData("ListExecutions", $$"""{"stateMachineArn":"{{Machine}}","mapRunArn":"{{MapRun}}"}""")]
    [InlineData("ListExecutions", "{}")]
    public async Task Is_nothing_where_the_call_does_not_say_what_it_touches(string operation, string members) =>
        await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(() => call.AsksAsync(new StatesService(), operation, members));
}
