using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Emulation.Calls;
using Emulation.Wire;

namespace Emulation.Protocols.RestJson;

/// <summary>What a call of a REST-JSON service answers: JSON, nothing, or a refusal.</summary>
internal sealed record RestAnswer(int StatusCode, ReadOnlyMemory<byte> Body) : IServiceAnswer<RestAnswer>
{
    public static RestAnswer NoContent { get; } = new(204, ReadOnlyMemory<byte>.Empty);

    /// <summary>Headers of the service's own.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>What the body is, where that is no JSON.</summary>
    public string? ContentType { get; init; }

    /// <summary>Whether it says that there is nothing in it.</summary>
    public bool HasNoContent { get; init; }

    /// <summary>Writes the body in the place of <see cref="Body"/>, piece by piece; null for that one.</summary>
    public Func<Stream, CancellationToken, Task>? WriteAsync { get; init; }

    public ServiceRefusal? Refusal { get; private init; }

    public static RestAnswer Ok<T>(T value, JsonTypeInfo<T> type, int status = 200) => new(status, JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static RestAnswer Created<T>(T value, JsonTypeInfo<T> type) => Ok(value, type, 201);

    public static RestAnswer Refused(ServiceRefusal refusal) => new(refusal.StatusCode, ReadOnlyMemory<byte>.Empty) { Refusal = refusal };

    public static implicit operator RestAnswer(ServiceRefusal refusal) => Refused(refusal);
}

/// <summary>A refusal of a REST-JSON service, and how its body names the message.</summary>
internal sealed record RestRefusal(int StatusCode, string Type, string Message) : ServiceRefusal(StatusCode, Type, Message)
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether it comes from in front of the service, as what policies refuse does: its body has a <c>Message</c> and nothing more.</summary>
    public bool IsInFront { get; init; }

    /// <summary>The member <c>Type</c> of the body, <c>User</c> or <c>Service</c>, as Lambda has it; null for none.</summary>
    public string? Fault { get; init; }

    public byte[] Body() => JsonText.Bytes(Relaxed, json =>
    {
        if (Fault is not null)
        {
            json.WriteString("Type"u8, Fault);
        }

        json.WriteString(IsInFront || (Fault is not null && StatusCode != 403) ? "Message"u8 : "message"u8, Message);
    });
}
