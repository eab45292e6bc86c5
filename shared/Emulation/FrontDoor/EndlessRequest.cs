namespace Emulation.FrontDoor;

/// <summary>
/// What goes on after its head and is decided upon piece by piece on AWS: WebSockets, and events that a client sends. LocalAws has none, and says so at once instead of waiting
/// for an end; nothing of it reaches a server.
/// </summary>
internal static class EndlessRequest
{
    private const string WebSocket = "LocalAws passes no WebSocket on to a server: what is sent on one it could neither read nor decide upon.";

    /// <summary>Smithy specification, "Amazon Event Stream Specification", and Amazon Transcribe Developer Guide, "Setting up a streaming transcription".</summary>
    private const string Events =
        "LocalAws passes no stream of events on to a server: each has a signature of its own, and none could be signed anew. Events from a server do pass.";

    /// <summary>Why a request is refused; null of one that ends.</summary>
    public static string? Why(HttpRequest head) =>
        head.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase) ? WebSocket
        : (head.ContentType ?? "").StartsWith("application/vnd.amazon.eventstream", StringComparison.OrdinalIgnoreCase)
            || head.Headers["x-amz-content-sha256"].ToString().EndsWith("-EVENTS", StringComparison.Ordinal) ? Events
        : null;
}
