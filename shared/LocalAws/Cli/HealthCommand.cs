using System.CommandLine;
using System.Globalization;
using Emulation;

namespace Tool.Cli;

/// <summary><c>localaws health</c>: whether a LocalAws answers, for whoever supervises it. A container image has no other program to ask with.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var port = new Option<int?>("--port", "-p") { Description = $"The port that it listens on. Default: {EmulatorOptions.DefaultPort}." };
        var url = new Option<string?>("--endpoint-url", "--url") { Description = "Its address, where that is not on this machine.", HelpName = "URL" };
        var command = new Command("health", "Ask a LocalAws that is up whether it is ready; exit code 1 if not.") { port, url };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(() => RunAsync(
            (parsed.GetValue(port), parsed.GetValue(url)) switch
            {
                (not null, not null) => throw new UsageException("--port and --endpoint-url say the same: leave one out."),
                (_, { } given) => PageOf(given),
                var (number, _) => PageOf(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{number ?? EmulatorOptions.DefaultPort}")),
            },
            cancellation)));
        return command;
    }

    private static Uri PageOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var endpoint)
        ? new Uri(endpoint, "/_localaws/health")
        : throw new UsageException($"--endpoint-url {url}: that is no address of a server. Give scheme, host and port, such as http://aws:4566.");

    private static async Task<int> RunAsync(Uri page, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
        try
        {
            await Console.Out.WriteLineAsync(await client.GetStringAsync(page, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
            return CommandLine.Done;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"localaws: {page} does not answer: {e.Message}").ConfigureAwait(false);
            return CommandLine.DoesNotHold;
        }
    }
}
