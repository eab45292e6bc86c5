using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

/// <summary>Shows in the dashboard what a LocalAws runs: its APIs' addresses, and a resource for each function with the lines that it prints.</summary>
internal sealed class DashboardView(LocalAwsResource aws)
{
    private readonly List<LocalAwsFunctionResource> functions = [];
    private ImmutableDictionary<string, long> lengths = ImmutableDictionary<string, long>.Empty;
    private CancellationTokenSource? following;

    private string Logs => Path.Combine(aws.DataFolder, "logs");

    /// <summary>What functions printed in earlier runs is no news.</summary>
    public Task StartingAsync()
    {
        lengths = Directory.Exists(Logs)
            ? new DirectoryInfo(Logs).EnumerateFiles("*.log").ToImmutableDictionary(static file => file.Name, static file => file.Length) : ImmutableDictionary<string, long>.Empty;
        return Task.CompletedTask;
    }

    public async Task ReadyAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var stack = await RunningStack.ReadAsync(aws, cancellation).ConfigureAwait(false);
        var notifications = services.GetRequiredService<ResourceNotificationService>();
        var loggers = services.GetRequiredService<ResourceLoggerService>();
        await notifications.PublishUpdateAsync(aws, before => before with
        {
            Urls = [.. before.Urls.Where(static url => url.Name?.StartsWith("api-", StringComparison.Ordinal) != true), .. stack.Apis.Select(UrlOf)],
        }).ConfigureAwait(false);
        following = CancellationTokenSource.CreateLinkedTokenSource(services.GetRequiredService<Microsoft.Extensions.Hosting.IHostApplicationLifetime>().ApplicationStopping);
        foreach (var function in stack.Functions)
        {
            var known = functions.FirstOrDefault(one => one.Name == NameOf(function));
            if (known is null)
            {
                functions.Add(known = new LocalAwsFunctionResource(NameOf(function), aws));
            }

            await notifications.PublishUpdateAsync(known, before => before with
            {
                ResourceType = "Lambda function",
                State = KnownResourceStates.Running,
                StartTimeStamp = TimeProvider.System.GetUtcNow().UtcDateTime,
                StopTimeStamp = null,
                Properties = [new ResourcePropertySnapshot("resource.parentName", aws.Name), new("arn", function.Arn), new("runtime", function.Runtime)],
            }).ConfigureAwait(false);
            var log = $"{function.Name}.log";
            _ = new LogFollower(Path.Combine(Logs, log), lengths.GetValueOrDefault(log), loggers.GetLogger(known)).RunAsync(following.Token);
        }
    }

    public async Task StoppedAsync(IServiceProvider services)
    {
        await (following?.CancelAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        var notifications = services.GetRequiredService<ResourceNotificationService>();
        foreach (var function in functions)
        {
            await notifications.PublishUpdateAsync(
                function, static before => before with { State = KnownResourceStates.Exited, StopTimeStamp = TimeProvider.System.GetUtcNow().UtcDateTime }).ConfigureAwait(false);
        }
    }

    private string NameOf(RunningFunction function) => $"{aws.Name}-{function.LogicalId}";

    private static UrlSnapshot UrlOf(RunningApi api) =>
        new($"api-{api.LogicalId}", api.Url, IsInternal: false) { DisplayProperties = new UrlDisplayPropertiesSnapshot(api.LogicalId) };
}
