using System.Text.Json.Nodes;
using Emulation.Calls;

namespace Emulation.Protocols.Json;

/// <summary>What an operation answers: a document, nothing but that it was done, or a refusal.</summary>
internal readonly record struct JsonAnswer : IServiceAnswer<JsonAnswer>
{
    public JsonAnswer(JsonObject document) => Document = document;

    private JsonAnswer(ServiceRefusal refusal) => Refusal = refusal;

    /// <summary>The answer of an operation without an output: not even an empty document.</summary>
    public static JsonAnswer Done => default;

    public JsonObject? Document { get; }

    public ServiceRefusal? Refusal { get; }

    public static JsonAnswer Refused(ServiceRefusal refusal) => new(refusal);
}
