using System.Text.Json;
using System.Text.Json.Serialization;

namespace Emulation.Cognito.Outbox;

/// <summary>What AWS would have sent by email or text message: kept instead, and shown at <c>/_localaws/outbox</c> as a mail catcher does.</summary>
internal sealed class Outbox(MessageStore store, TimeProvider time)
{
    public void Send(string medium, string destination, string subject, string body, string? code)
    {
        var message = new OutboxMessage(0, time.GetUtcNow(), medium, destination, subject, body, code);
        store.Add(JsonSerializer.Serialize(message, OutboxJson.Default.OutboxMessage));
    }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<OutboxMessage> Messages(string? destination = null) =>
    [
        .. store.All()
            .Select(static row => JsonSerializer.Deserialize(row.Document, OutboxJson.Default.OutboxMessage)! with { Id = row.Id })
            .Where(message => destination is null || message.Destination == destination),
    ];

    public void Clear() => store.Clear();
}

/// <summary>One message.</summary>
/// <param name="Id">Counts up.</param>
/// <param name="SentAt">When.</param>
/// <param name="Medium"><c>EMAIL</c> or <c>SMS</c>.</param>
/// <param name="Destination">The address or telephone number.</param>
/// <param name="Subject">Of an email.</param>
/// <param name="Body">Plain text or HTML.</param>
/// <param name="Code">The code or temporary password in it, for tests; null when there is none.</param>
internal sealed record OutboxMessage(long Id, DateTimeOffset SentAt, string Medium, string Destination, string Subject, string Body, string? Code);

[JsonSerializable(typeof(OutboxMessage))]
[JsonSerializable(typeof(IReadOnlyList<OutboxMessage>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = false)]
internal sealed partial class OutboxJson : JsonSerializerContext;
