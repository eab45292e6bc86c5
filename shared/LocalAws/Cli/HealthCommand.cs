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
        var url = new Option<string>("--url")
        {
            Description = "Where LocalAws runs.",
            HelpName = "URL",
            DefaultValueFactory = _ => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{EmulatorOptions.DefaultPort}"),
        };
        var command = new Command("health", "Ask a LocalAws that is up whether it is ready; exit code 1 if not.") { url };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(() => RunAsync(PageOf(parsed.GetValue(url)!), cancellation)));
        return command;
    }

    private static Uri PageOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var endpoint)
        ? new Uri(endpoint, "/_localaws/health")
        : throw new UsageException($"--url {url}: that is no address of a server. Give scheme, host and port, such as http://aws:4566.");

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
