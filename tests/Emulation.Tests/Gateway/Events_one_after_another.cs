using Emulation.Gateway;
using Emulation.Tests.Gateway.Authorizers;

namespace Emulation.Tests.Gateway;

/// <summary>What an event grew in serves the next one: nothing of the one before may be in it.</summary>
public class Events_one_after_another
{
    [Fact]
    public void Have_nothing_of_each_other()
    {
        string[] bodies = [new('x', 50), "{}", new('y', 300_000), "", new('z', 5_000), "short"];
        var api = Gate.Http(Sam.IamAuthorizer.Instance);
        string Written(string body) => Gate.EventOf(Gate.Request(api, [new("Content-Type", "text/plain")], body: body), GatewayDecision.Allow(null, "")).ToJsonString();

        // Each by itself, on a thread that has written none before.
        var alone = bodies.Select(body => OnAnotherThread(() => Written(body))).ToList();
        Parallel.For(0, 200, _ => Assert.Equal(alone, bodies.Select(Written)));
    }

    private static string OnAnotherThread(Func<string> write)
    {
        var written = "";
        var thread = new Thread(() => written = write());
        thread.Start();
        thread.Join();
        return written;
    }
}
