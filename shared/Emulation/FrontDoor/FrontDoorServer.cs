using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Emulation.FrontDoor;

/// <summary>
/// The one port: Kestrel without a host around it. So neither an <c>appsettings.json</c> in whoever's folder nor variables of ASP.NET Core count here, signals
/// belong to the program that LocalAws runs in, and a start costs nothing for services that nobody asks for.
/// </summary>
/// <remarks>Hot path: a connection keeps its one context for all its requests.</remarks>
internal sealed class FrontDoorServer : IHttpApplication<DefaultHttpContext>, IAsyncDisposable
{
    private readonly KestrelServer kestrel;
    private RequestDelegate handle = static _ => Task.CompletedTask;

    public FrontDoorServer(EmulatorOptions options)
    {
        var server = new KestrelServerOptions { AddServerHeader = false };
        var http2 = new Http2EndPoint();
        server.Listen(options.Listen, options.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            http2.Serve(listen);
        });
        server.Listen(http2, static listen => listen.Protocols = HttpProtocols.Http2);

        // API Gateway takes 10,240 bytes of header values; names and separators come on top.
        server.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        server.Limits.MaxRequestLineSize = 16 * 1024;
        server.Limits.MaxRequestBodySize = null; // FrontDoor counts, and answers as AWS does.
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        server.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel = new KestrelServer(Options.Create(server), new Transport(new SocketTransportFactory(Options.Create(new SocketTransportOptions()), options.Logging)), options.Logging);
    }

    /// <summary>Listens, and answers the address, with the port that was free where none was asked for.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public async Task<string> StartAsync(RequestDelegate handler, CancellationToken cancellation)
    {
        handle = handler;
        await kestrel.StartAsync(this, cancellation).ConfigureAwait(false);
        return kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
    }

    public DefaultHttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        if (contextFeatures is not IHostContextContainer<DefaultHttpContext> connection)
        {
            return new DefaultHttpContext(contextFeatures);
        }

        connection.HostContext ??= new DefaultHttpContext();
        connection.HostContext.Initialize(contextFeatures);
        return connection.HostContext;
    }

    public Task ProcessRequestAsync(DefaultHttpContext context) => handle(context);

    public void DisposeContext(DefaultHttpContext context, Exception? exception) => context.Uninitialize();

    public async ValueTask DisposeAsync()
    {
        // Whoever still waits for an answer does not keep LocalAws from ending.
        await kestrel.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        kestrel.Dispose();
    }

    /// <summary>Sockets, but for the endpoint that has none.</summary>
    private sealed class Transport(SocketTransportFactory sockets) : IConnectionListenerFactory
    {
        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            endpoint is Http2EndPoint http2 ? ValueTask.FromResult<IConnectionListener>(http2) : sockets.BindAsync(endpoint, cancellationToken);
    }
}
