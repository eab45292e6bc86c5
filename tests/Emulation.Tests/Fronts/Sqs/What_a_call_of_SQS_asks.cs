using Emulation.Fronts.Sqs;
using Emulation.Tests.Upstreams;
using Iam;

namespace Emulation.Tests.Fronts.Sqs;

/// <summary>Service Authorization Reference, "Actions, resources, and condition keys for Amazon SQS".</summary>
public sealed class What_a_call_of_SQS_asks : IDisposable
{
    private const string Q = "arn:aws:sqs:us-east-1:111122223333:orders";
    private const string Url = "\"QueueUrl\":\"http://127.0.0.1:4566/111122223333/orders\"";
    private readonly AskedCall call = new();

    /// <summary>A label that is to be taken away.</summary>
    public What_a_call_of_SQS_asks() => call.Policies.Put(Q, Policy.Parse(
        $$"""{"Statement":[{"Sid":"gone","Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sqs:SendMessage","Resource":"{{Q}}"}]}""", PolicyKind.Resource, new PolicyOrigin("p")).Policy!);

    public void Dispose() => call.Dispose();

    public static TheoryData<string, string, string[]> Operations => new()
    {
        { "AddPermission", $$"""{ {{Url}},"Label":"a","AWSAccountIds":["444455556666"],"Actions":["SendMessage"]}""", [$"sqs:AddPermission {Q}"] },
        { "CancelMessageMoveTask", """{"TaskHandle":"eyJ0YXNrSWQiOiIxIiwic291cmNlQXJuIjoiYXJuOmF3czpzcXM6dXMtZWFzdC0xOjExMTEyMjIyMzMzMzpvcmRlcnMifQ=="}""", [$"sqs:CancelMessageMoveTask {Q}", $"sqs:ReceiveMessage {Q}", $"sqs:DeleteMessage {Q}", $"sqs:GetQueueAttributes {Q}"] },
        { "ChangeMessageVisibility", $$"""{ {{Url}},"ReceiptHandle":"r","VisibilityTimeout":1}""", [$"sqs:ChangeMessageVisibility {Q}"] },
        { "ChangeMessageVisibilityBatch", $$"""{ {{Url}},"Entries":[{"Id":"1"},{"Id":"2"}]}""", [$"sqs:ChangeMessageVisibility {Q}"] },
        { "CreateQueue", """{"QueueName":"orders"}""", [$"sqs:CreateQueue {Q}"] },
        { "DeleteMessage", $$"""{ {{Url}},"ReceiptHandle":"r"}""", [$"sqs:DeleteMessage {Q}"] },
        { "DeleteMessageBatch", $$"""{ {{Url}},"Entries":[]}""", [$"sqs:DeleteMessage {Q}"] },
        { "DeleteQueue", $$"""{ {{Url}} }""", [$"sqs:DeleteQueue {Q}"] },
        { "GetQueueAttributes", $$"""{ {{Url}} }""", [$"sqs:GetQueueAttributes {Q}"] },
        { "GetQueueUrl", """{"QueueName":"orders"}""", [$"sqs:GetQueueUrl {Q}"] },
        { "ListDeadLetterSourceQueues", $$"""{ {{Url}} }""", [$"sqs:ListDeadLetterSourceQueues {Q}"] },
        { "ListMessageMoveTasks", $$"""{"SourceArn":"{{Q}}"}""", [$"sqs:ListMessageMoveTasks {Q}", $"sqs:GetQueueAttributes {Q}"] },
        { "ListQueueTags", $$"""{ {{Url}} }""", [$"sqs:ListQueueTags {Q}"] },
        { "ListQueues", "{}", ["sqs:ListQueues arn:aws:sqs:us-east-1:111122223333:"] },
        { "PurgeQueue", $$"""{ {{Url}} }""", [$"sqs:PurgeQueue {Q}"] },
        { "RemovePermission", $$"""{ {{Url}},"Label":"gone"}""", [$"sqs:RemovePermission {Q}"] },
        { "ReceiveMessage", $$"""{ {{Url}} }""", [$"sqs:ReceiveMessage {Q}"] },
        { "SendMessage", $$"""{ {{Url}},"MessageBody":"m"}""", [$"sqs:SendMessage {Q}"] },
        { "SendMessageBatch", $$"""{ {{Url}},"Entries":[{"Id":"1","MessageBody":"m"}]}""", [$"sqs:SendMessage {Q}"] },
        { "SetQueueAttributes", $$"""{ {{Url}},"Attributes":{"DelaySeconds":"1"} }""", [$"sqs:SetQueueAttributes {Q}"] },
        {
            "StartMessageMoveTask", $$"""{"SourceArn":"{{Q}}","DestinationArn":"{{Q}}2"}""",
            [$"sqs:StartMessageMoveTask {Q}", $"sqs:ReceiveMessage {Q}", $"sqs:DeleteMessage {Q}", $"sqs:GetQueueAttributes {Q}", $"sqs:SendMessage {Q}2"]
        },
        { "TagQueue", $$"""{ {{Url}},"Tags":{"team":"a"} }""", [$"sqs:TagQueue {Q} aws:RequestTag/team=a aws:TagKeys=team"] },
        { "UntagQueue", $$"""{ {{Url}},"TagKeys":["team"]}""", [$"sqs:UntagQueue {Q} aws:TagKeys=team"] },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Is_each_operation_on_its_queue(string operation, string members, string[] asked)
    {
        Assert.Equal(asked, await call.AsksAsync(new SqsService(), operation, members));
    }

    [Fact]
    public void Is_known_of_every_operation() => Assert.Equal(
        new SqsService().Operations.Order(StringComparer.Ordinal),
        Operations.Select(static row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Is_the_tags_too_where_a_queue_is_made_with_them() => Assert.Equal(
        [$"sqs:CreateQueue {Q} aws:RequestTag/team=a aws:TagKeys=team", $"sqs:TagQueue {Q} aws:RequestTag/team=a aws:TagKeys=team"],
        await call.AsksAsync(new SqsService(), "CreateQueue", """{"QueueName":"orders","tags":{"team":"a"}}"""));

    /// <summary>Messages go back where they came from, which the call does not say.</summary>
    [Fact]
    public async Task Is_any_queue_where_messages_go_back() => Assert.Contains(
        "one of arn:aws:sqs:us-east-1:111122223333:{queue}", (await call.AsksAsync(new SqsService(), "StartMessageMoveTask", $$"""{"SourceArn":"{{Q}}"}"""))[^1], StringComparison.Ordinal);

    [Theory]
    [InlineData("http://evil.example/444455556666/orders", "444455556666:orders")]
    [InlineData("https://sqs.eu-central-1.amazonaws.com/111122223333/orders.fifo", "111122223333:orders.fifo")]
    [InlineData("http://localhost:4566/000000000000/orders/", null)]
    [InlineData("http://localhost:4566/queue/us-east-1/111122223333/orders", "111122223333:orders")]
    [InlineData("http://localhost:4566/111122223333/../444455556666/orders", "444455556666:orders")]
    [InlineData("http://localhost:4566/111122223333/orders?x=/444455556666/other", null)]
    [InlineData("http://localhost:4566/111122223333/orders#/444455556666/other", null)]
    [InlineData("http://localhost:4566/111122223333/o%72ders", null)]
    [InlineData("http://localhost:4566/orders", null)]
    [InlineData("orders", null)]
    [InlineData("", null)]
    public async Task Is_the_queue_that_an_address_ends_with(string url, string? queue)
    {
        var asked = call.AsksAsync(new SqsService(), "DeleteQueue", $$"""{"QueueUrl":"{{url}}"}""");
        if (queue is null)
        {
            await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(() => asked);
        }
        else
        {
            Assert.Equal([$"sqs:DeleteQueue arn:aws:sqs:us-east-1:{queue}"], await asked);
        }
    }
}
