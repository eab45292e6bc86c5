using System.Text.Json.Nodes;

namespace Emulation.Upstreams;

/// <summary>Asks a server for LocalAws itself: what a name stands for, whose tags decide.</summary>
/// <param name="ask">Sends an operation with its members.</param>
internal sealed class ServerQuestions(Func<string, JsonObject, Task<ServerReply>> ask)
{
    /// <summary>The server's answer; null when it refuses.</summary>
    public async Task<JsonObject?> AskAsync(string operation, JsonObject members) => (await ask(operation, members).ConfigureAwait(false)).Members;

    /// <summary>The server's answer, or its refusal.</summary>
    public Task<ServerReply> ReplyAsync(string operation, JsonObject members) => ask(operation, members);
}
