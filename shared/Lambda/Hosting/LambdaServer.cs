using System.Buffers;
using Lambda.Runtime;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lambda.Hosting;

/// <summary>
/// Serves an ASP.NET Core application from Lambda invocations, one at a time. The first is fetched once the application has started; when the
/// Runtime API is gone the application stops, so that no function outlives its host.
/// </summary>
internal sealed class LambdaServer : IServer
{
    private readonly LambdaRuntimeOptions options;
    private readonly IHostApplicationLifetime lifetime;
    private readonly ILogger<LambdaServer> log;
    private readonly CancellationTokenSource stopping = new();
    private CancellationTokenRegistration started;
    private Task running = Task.CompletedTask;

    public LambdaServer(LambdaRuntimeOptions options, IHostApplicationLifetime lifetime, ILogger<LambdaServer> log)
    {
        this.options = options;
        this.lifetime = lifetime;
        this.log = log;
        Features.Set<IServerAddressesFeature>(new ServerAddressesFeature());
    }

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        var api = RuntimeApiClient.For(options);
        started = lifetime.ApplicationStarted.Register(() => running = Task.Run(() => ServeAsync(api, application), CancellationToken.None));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        started.Dispose();
        stopping.Dispose();
    }

    private async Task ServeAsync<TContext>(RuntimeApiClient api, IHttpApplication<TContext> application)
        where TContext : notnull
    {
        using (api)
        {
            using var loop = new InvocationLoop(api, options);
            var end = await loop.RunAsync((payload, response, _, deadline) => HandleAsync(application, payload, response, deadline), stopping.Token).ConfigureAwait(false);
            if (end != LoopEnd.Stopped)
            {
                Environment.ExitCode = end == LoopEnd.EndpointGone ? 0 : 1;
                lifetime.StopApplication();
            }
        }
    }

    private async ValueTask HandleAsync<TContext>(IHttpApplication<TContext> application, ReadOnlyMemory<byte> payload, IBufferWriter<byte> output, CancellationToken deadline)
        where TContext : notnull
    {
        var request = ProxyEventReader.Read(payload.Span);
        InvocationTrace.Continue(request.Headers);
        var response = new InvocationResponse();
        var context = application.CreateContext(InvocationFeatures.Create(request, response, deadline));
        Exception? failure = null;
        try
        {
            await application.ProcessRequestAsync(context).ConfigureAwait(false);
            await response.CompleteAsync().ConfigureAwait(false);
            ProxyAnswer.Write(output, request.Format, response.StatusCode, response.Headers, response.Written.Span);
        }
        catch (Exception e)
        {
            // As Kestrel answers what the application did not catch.
            failure = e;
            Log.ApplicationFailed(log, request.Caller.RequestId, 500, e);
            ProxyAnswer.Write(output, request.Format, 500, new Microsoft.AspNetCore.Http.HeaderDictionary(), []);
        }

        await response.CompletedAsync(e => Log.CompletionCallbackFailed(log, request.Caller.RequestId, e)).ConfigureAwait(false);
        application.DisposeContext(context, failure);
    }
}
