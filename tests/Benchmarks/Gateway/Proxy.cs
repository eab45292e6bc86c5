using Yarp.ReverseProxy.Configuration;

namespace Benchmarks.Gateway;

/// <summary>YARP as it is set up by its own documentation, forwarding everything to one server.</summary>
internal static class Proxy
{
    /// <param name="url">Where it listens.</param>
    /// <param name="target">The server.</param>
    /// <param name="routes">How many routes it tells apart; 0 for one that takes everything.</param>
    public static Task RunAsync(string url, string target, int routes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddReverseProxy().LoadFromMemory(
            routes == 0 ? [Route("all", "/{**path}")] : [.. Enumerable.Range(0, routes).Select(static i => Route($"r{i}", $"/r{i}"))],
            [new ClusterConfig { ClusterId = "server", Destinations = new Dictionary<string, DestinationConfig> { ["only"] = new() { Address = target } } }]);
        var app = builder.Build();
        app.MapReverseProxy();
        return app.RunAsync(url);
    }

    private static RouteConfig Route(string id, string path) => new() { RouteId = id, ClusterId = "server", Match = new RouteMatch { Path = path } };
}
