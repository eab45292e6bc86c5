using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Protocols.Json;
using Iam;

namespace Emulation.Tests.Calls;

/// <summary>A service of the tests' own: one queue, and who may do what to it.</summary>
internal sealed class Queues(Policy policy)
{
    public const string Arn = "arn:aws:sqs:us-east-1:111122223333:orders";
    public const string Url = "https://sqs.us-east-1.amazonaws.com/111122223333/orders";
    private readonly Queue<string> messages = new();

    public AwsService<JsonObject, JsonAnswer> Service
    {
        get
        {
            var wire = new JsonWire<JsonObject>(new JsonDialect("AmazonSQS", static (name, _) => new(400, "UnknownOperationException", $"A queue has no {name}.")), JsonRequest.Read);
            return new("sqs", wire, [new("SendMessage", "QueueUrl MessageBody", Send), new("ReceiveMessage", "QueueUrl", Receive)]) { Region = "us-east-1", Owns = wire.Owns };
        }
    }

    private Intent<JsonAnswer> Send(ServiceCall<JsonObject> call) => On(call, "sqs:SendMessage", () =>
    {
        messages.Enqueue((string?)call.Parameters["MessageBody"] ?? "");
        return new JsonObject { ["MessageId"] = $"m{messages.Count}" };
    });

    private Intent<JsonAnswer> Receive(ServiceCall<JsonObject> call) => On(call, "sqs:ReceiveMessage", () => new JsonObject
    {
        ["Messages"] = new JsonArray(messages.TryDequeue(out var body) ? [new JsonObject { ["Body"] = body }] : []),
    });

    private Intent<JsonAnswer> On(ServiceCall<JsonObject> call, string action, Func<JsonObject> perform) => (string?)call.Parameters["QueueUrl"] == Url
        ? Intent<JsonAnswer>.Of([new Ask(action, Arn) { Owner = AccountId.Parse("111122223333"), ResourcePolicy = policy }], () => new JsonAnswer(perform()))
        : new ServiceRefusal(400, "QueueDoesNotExist", "The specified queue does not exist.");
}
