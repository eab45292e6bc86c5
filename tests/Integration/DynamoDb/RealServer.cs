using System.Globalization;

namespace Integration.DynamoDb;

/// <summary>A DynamoDB-compatible server that we did not write, in a process of its own, with the front before it.</summary>
public abstract class RealServer : IAsyncLifetime
{
    private ListeningProgram? program;

    /// <summary>Why the server is not here; null when it is.</summary>
    public string? Absent { get; private set; }

    public Front Front { get; private set; } = null!;

    public Uri Url { get; private set; } = null!;

    /// <summary>The program and its arguments on a port, or why it is absent.</summary>
    protected abstract (string Program, Func<int, string[]> Arguments, string? Absent) Command { get; }

    public async ValueTask InitializeAsync()
    {
        var (name, arguments, absent) = Command;
        Absent = absent;
        if (absent is not null)
        {
            return;
        }

        program = await ListeningProgram.StartAsync(name, arguments);
        Url = program.Url;
        Front = await Front.StartAsync(Url);
        foreach (var user in (string[])["alice", "bob"])
        {
            foreach (var game in (string[])["chess", "go"])
            {
                var answer = await Front.CallAsync((string?)null, "PutItem", """{"TableName":"scores","Item":{"UserId":{"S":"USER"},"GameTitle":{"S":"GAME"},"TopScore":{"N":"7"},"Secret":{"S":"USERs secret"}}}""".Replace("USER", user, StringComparison.Ordinal).Replace("GAME", game, StringComparison.Ordinal));
                Assert.Equal(200, answer.Status);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Front is not null)
        {
            await Front.DisposeAsync();
        }

        if (program is not null)
        {
            await program.DisposeAsync();
        }
    }
}

/// <summary>Python's moto.</summary>
public sealed class Moto : RealServer
{
    protected override (string, Func<int, string[]>, string?) Command => ("moto_server", MotoProgram.Arguments, MotoProgram.Absent);
}

/// <summary>Node's dynalite: the older calls only, without transactions and PartiQL.</summary>
public sealed class Dynalite : RealServer
{
    private static readonly string Script = Path.Combine(StackFixture.Root, "tests", "Integration", "DynamoDb", "Node", "node_modules", "dynalite", "cli.js");

    protected override (string, Func<int, string[]>, string?) Command => (
        "node", static port => [Script, "--port", port.ToString(CultureInfo.InvariantCulture), "--host", "127.0.0.1", "--createTableMs", "10", "--deleteTableMs", "10", "--updateTableMs", "10"],
        ExternalTool.Has("node") && File.Exists(Script) ? null : "the npm packages are not installed: npm install --prefix tests/Integration/DynamoDb/Node");
}
