using System.Text;
using System.Text.Json;
using Emulation.Wire;
using Sam;

namespace Emulation.Lambda.Events;

/// <summary>How an event ended, in the words of Lambda's records.</summary>
internal enum EventCondition
{
    Success,
    RetriesExhausted,
    EventAgeExceeded,
    ZeroReservedConcurrency,
}

/// <summary>
/// What an event came to, and the record of it. Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations"; captured: <c>lambda/streaming_async.json</c>
/// of radkawar/stackd.
/// </summary>
/// <param name="Condition">How it ended.</param>
/// <param name="Tries">How often the function was called.</param>
/// <param name="Result">What the function answered last; null where it was not called in the end.</param>
internal sealed record EventOutcome(EventCondition Condition, int Tries, InvocationResult? Result)
{
    /// <summary>Of an event that was not tried in the end.</summary>
    public static EventOutcome Of(EventCondition condition, int tries) => new(condition, tries, null);

    /// <summary>The record that destinations get.</summary>
    public byte[] Record(AcceptedEvent ended, Function function, DateTimeOffset now) => JsonText.Bytes(default, json =>
    {
        json.WriteString("version"u8, "1.0"u8);
        json.WriteString("timestamp"u8, now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteStartObject("requestContext"u8);
        json.WriteString("requestId"u8, ended.RequestId);
        json.WriteString("functionArn"u8, Qualified(function));
        json.WriteString("condition"u8, Condition.ToString());
        json.WriteNumber("approximateInvokeCount"u8, Tries);
        json.WriteEndObject();
        json.WritePropertyName("requestPayload"u8);
        json.WriteRawValue(ended.Payload);
        if (Result is { } result)
        {
            WriteAnswer(json, result);
        }
    });

    private static void WriteAnswer(Utf8JsonWriter json, InvocationResult result)
    {
        json.WriteStartObject("responseContext"u8);
        json.WriteNumber("statusCode"u8, 200);
        json.WriteString("executedVersion"u8, FunctionReference.Latest);
        if (result.FunctionError is { } error)
        {
            json.WriteString("functionError"u8, error);
        }

        json.WriteEndObject();
        if (result.Payload.IsEmpty)
        {
            return;
        }

        if (IsJson(result.Payload.Span))
        {
            json.WritePropertyName("responsePayload"u8);
            json.WriteRawValue(result.Payload.Span);
            return;
        }

        json.WriteStartObject("deliveryError"u8);
        json.WriteNumber("statusCode"u8, 400);
        json.WriteString("errorCode"u8, "InvalidRequestContentException"u8);
        json.WriteString("errorMessage"u8, "The function response payload could not be parsed as JSON."u8);
        json.WriteEndObject();
    }

    /// <summary>The message that a dead letter queue gets: the event as it came, and why it is there. "Adding a dead-letter queue".</summary>
    public byte[] DeadLetter(AcceptedEvent ended) => JsonText.Bytes(default, json =>
    {
        json.WriteStartObject("attributes"u8);
        json.WriteString("RequestID"u8, ended.RequestId);
        json.WriteNumber("ErrorCode"u8, Result is null ? 429 : 200);
        json.WriteString("ErrorMessage"u8, MessageOf(Result));
        json.WriteEndObject();
        json.WriteString("body"u8, Encoding.UTF8.GetString(ended.Payload));
    });

    private static string Qualified(Function function) =>
        function.Arn.Resource.Split(':').Length > 2 ? function.Arn.ToString() : $"{function.Arn}:{FunctionReference.Latest}";

    private static string MessageOf(InvocationResult? result)
    {
        if (result is not { } failed || !IsJson(failed.Payload.Span))
        {
            return "";
        }

        using var document = JsonDocument.Parse(ForeignJson.Readable(failed.Payload));
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("errorMessage", out var message)
            && message.ValueKind == JsonValueKind.String ? message.GetString()! : "";
    }

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
