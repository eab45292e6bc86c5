using System.Globalization;

namespace Benchmarks.Gateway;

/// <summary>YARP, and behind it the handler that answers what it gets, each in a process of its own.</summary>
internal sealed class LoadedProxy : IDisposable
{
    private LoadedProxy(ServerProcess process, ServerProcess handler) => (Process, Handler) = (process, handler);

    public ServerProcess Process { get; }

    /// <summary>The one behind it.</summary>
    public ServerProcess Handler { get; }

    public Uri Url => Process.Url;

    /// <param name="routes">How many routes it tells apart, <c>/r0</c> and so on; 0 for one that takes everything.</param>
    public static async Task<LoadedProxy> StartAsync(int routes = 0)
    {
        var port = ServerProcess.FreePort();
        var handler = await StartHandlerAsync();
        try
        {
            return new LoadedProxy(
                await ServerProcess.StartAsync(
                    "Benchmarks.dll", port, "echo", "proxy", $"http://127.0.0.1:{port}", handler.Url.AbsoluteUri, routes.ToString(CultureInfo.InvariantCulture)),
                handler);
        }
        catch
        {
            handler.Dispose();
            throw;
        }
    }

    /// <summary>The handler alone.</summary>
    public static Task<ServerProcess> StartHandlerAsync()
    {
        var port = ServerProcess.FreePort();
        return ServerProcess.StartAsync("Benchmarks.dll", port, "echo", "echo", $"http://127.0.0.1:{port}");
    }

    /// <param name="body">The body.</param>
    /// <param name="route">Where to.</param>
    public LoadRequest Request(byte[] body, string route = "/echo") => LoadRequest.Post(Url, route, "", body);

    public void Dispose()
    {
        Process.Dispose();
        Handler.Dispose();
    }
}
