using System.Text.Json.Nodes;
using Iam;

namespace Emulation.Upstreams;

/// <summary>Asks a server for LocalAws itself: what a name stands for, whose tags decide.</summary>
/// <param name="ask">Sends an operation with its members.</param>
/// <param name="others">The same in another account; null where there is one only.</param>
internal sealed class ServerQuestions(Func<string, JsonObject, Task<ServerReply>> ask, Func<AccountId, ServerQuestions>? others = null)
{
    /// <summary>The server as an account sees it: servers that keep accounts apart know a resource in its own only.</summary>
    public ServerQuestions In(AccountId account) => others?.Invoke(account) ?? this;

    /// <summary>The server's answer; null when it refuses.</summary>
    public async Task<JsonObject?> AskAsync(string operation, JsonObject members) => (await ask(operation, members).ConfigureAwait(false)).Members;

    /// <summary>The server's answer, or its refusal.</summary>
    public Task<ServerReply> ReplyAsync(string operation, JsonObject members) => ask(operation, members);
}
