using System.Collections.Concurrent;

namespace DynamoServers;

/// <summary>The servers of a test assembly: each is started when a test first asks for it.</summary>
public sealed class RunningServers : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ServerProgram, Lazy<Task<DynamoServer>>> servers = new();

    /// <summary>The running server of a program.</summary>
    public Task<DynamoServer> GetAsync(ServerProgram program) =>
        servers.GetOrAdd(program, static program => new(() => DynamoServer.StartAsync(program))).Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers.Values)
        {
            await (await server.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }
}
