using System.Text.Json.Nodes;

namespace Emulation.Upstreams;

/// <summary>Asks a server for LocalAws itself: what a name stands for, whose tags decide.</summary>
/// <param name="ask">Sends an operation with its members.</param>
internal sealed class ServerQuestions(Func<string, JsonObject, Task<JsonObject?>> ask)
{
    /// <summary>The server's answer; null when it refuses.</summary>
    public Task<JsonObject?> AskAsync(string operation, JsonObject members) => ask(operation, members);
}
