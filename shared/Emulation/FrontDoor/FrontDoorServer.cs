using System.Net;
using Emulation.FrontDoor.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Emulation.FrontDoor;

/// <summary>
/// The one port: Kestrel without a host around it. So neither an <c>appsettings.json</c> in whoever's folder nor variables of ASP.NET Core count here, signals
/// belong to the program that LocalAws runs in, and a start costs nothing for services that nobody asks for.
/// </summary>
/// <remarks>
/// Clients speak what they like there: HTTP/1.1, HTTP/2, and, where there is a certificate, TLS. Kestrel takes one of them at an endpoint, so that each has one of its own, and
/// gets its connections from the one that listens. Hot path: a connection keeps its one context for all its requests.
/// </remarks>
internal sealed class FrontDoorServer : IHttpApplication<DefaultHttpContext>, IAsyncDisposable
{
    private readonly KestrelServer kestrel;
    private readonly ServiceProvider? tlsServices;
    private RequestDelegate handle = static _ => Task.CompletedTask;

    public FrontDoorServer(EmulatorOptions options)
    {
        var server = new KestrelServerOptions { AddServerHeader = false };
        var http2 = new HandedOverEndPoint("HTTP/2");
        var tls = options.Certificate is null ? null : new HandedOverEndPoint("TLS");
        server.Listen(options.Listen, options.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            var patience = server.Limits.KeepAliveTimeout;
            listen.Use(next => connection => ServeAsync(connection, next, http2, tls, patience));
        });
        server.Listen(http2, static listen => listen.Protocols = HttpProtocols.Http2);
        if (tls is not null)
        {
            server.ApplicationServices = tlsServices = ServicesOfTls(options.Logging);
            server.Listen(tls, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(SettingsOf(options.Certificate!));
            });
        }

        // API Gateway takes 10,240 bytes of header values; names and separators come on top.
        server.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        server.Limits.MaxRequestLineSize = 16 * 1024;
        server.Limits.MaxRequestBodySize = null; // FrontDoor counts, and answers as AWS does.
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        server.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), options.Logging);
        kestrel = new KestrelServer(Options.Create(server), new Transport(sockets), options.Logging);
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
        if (tlsServices is not null)
        {
            await tlsServices.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>HTTP/1.1 goes on where it was accepted. So does TLS that nobody expects: it is no HTTP, and is answered as such.</summary>
    private static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next, HandedOverEndPoint http2, HandedOverEndPoint? tls, TimeSpan patience)
    {
        switch (await FirstBytes.SpeechOfAsync(connection, patience).ConfigureAwait(false))
        {
            case Speech.Http2:
                await http2.TakeAsync(connection).ConfigureAwait(false);
                break;
            case Speech.Tls when tls is not null:
                await tls.TakeAsync(connection).ConfigureAwait(false);
                break;
            case not null:
                await next(connection).ConfigureAwait(false);
                break;
        }
    }

    private static HttpsConnectionAdapterOptions SettingsOf(ServerCertificate certificate) =>
        new() { ServerCertificate = certificate.Leaf, ServerCertificateChain = certificate.Intermediates };

    /// <summary>What Kestrel's TLS asks its host for and nobody else can make: of an empty host, which reads no configuration and is never started.</summary>
    private static ServiceProvider ServicesOfTls(ILoggerFactory logging)
    {
        var host = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        host.WebHost.UseKestrelCore();
        host.Services.AddSingleton(logging);
        return host.Services.BuildServiceProvider();
    }

    /// <summary>Sockets, but for the endpoints that have none.</summary>
    private sealed class Transport(SocketTransportFactory sockets) : IConnectionListenerFactory
    {
        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            endpoint is HandedOverEndPoint handedOver ? ValueTask.FromResult<IConnectionListener>(handedOver) : sockets.BindAsync(endpoint, cancellationToken);
    }
}
