using System.Text.Json.Nodes;
using Emulation.Calls;

namespace Emulation.Protocols.Json;

/// <summary>What an operation answers: a document, nothing but that it was done, what a server behind LocalAws answered, or a refusal.</summary>
internal readonly record struct JsonAnswer : IServiceAnswer<JsonAnswer>
{
    public JsonAnswer(JsonObject document) => Document = document;

    /// <summary>Passes on an answer, of which the head is there. Whoever sends it disposes of it.</summary>
    public JsonAnswer(HttpResponseMessage passedOn) => PassedOn = passedOn;

    private JsonAnswer(ServiceRefusal refusal) => Refusal = refusal;

    /// <summary>The answer of an operation without an output: not even an empty document.</summary>
    public static JsonAnswer Done => default;

    public JsonObject? Document { get; }

    public HttpResponseMessage? PassedOn { get; }

    public ServiceRefusal? Refusal { get; }

    public static JsonAnswer Refused(ServiceRefusal refusal) => new(refusal);
}
