using Yarp.ReverseProxy.Configuration;

namespace Benchmarks.Gateway;

/// <summary>YARP as it is set up by its own documentation, forwarding everything to one server.</summary>
internal static class Proxy
{
    public static Task RunAsync(string url, string target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "server", Match = new RouteMatch { Path = "/{**path}" } }],
            [new ClusterConfig { ClusterId = "server", Destinations = new Dictionary<string, DestinationConfig> { ["only"] = new() { Address = target } } }]);
        var app = builder.Build();
        app.MapReverseProxy();
        return app.RunAsync(url);
    }
}
