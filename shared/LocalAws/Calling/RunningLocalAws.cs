using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation;
using Emulation.Console;

namespace Tool.Calling;

/// <summary>A LocalAws that is up, as its clients reach it.</summary>
/// <param name="endpoint">Its address.</param>
/// <param name="profiles">The files that it wrote; null where nobody needs them.</param>
internal sealed class RunningLocalAws(Uri endpoint, WrittenProfiles? profiles) : IDisposable
{
    // It is on this machine, or as near: no proxy stands between, and a function may take its time.
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };

    private StackPage? stack;

    public Uri Endpoint { get; } = endpoint;

    /// <exception cref="UsageException">Nobody said where they are.</exception>
    public WrittenProfiles Profiles => profiles ?? throw new UsageException("To sign, its profiles are needed: name their folder with --profile-dir.");

    public string Region => profiles?.Region ?? EmulatorOptions.DefaultRegion;

    /// <summary>What runs.</summary>
    /// <exception cref="UsageException">Nothing answers there, or something else.</exception>
    public async Task<StackPage> StackAsync(CancellationToken cancellation) =>
        stack ??= Parsed(await GetAsync("/_localaws/stack", cancellation).ConfigureAwait(false)) ?? throw NotLocalAws();

    /// <summary>What is known of a decision: why it fell, and the smallest change; null when nothing is.</summary>
    public async Task<Explained?> ExplainAsync(string decision, CancellationToken cancellation) =>
        Explained.Parse(await GetAsync($"/_localaws/decisions/{Uri.EscapeDataString(decision)}?format=json", cancellation).ConfigureAwait(false));

    /// <summary>The calls that it let pass, as lines of a record.</summary>
    public Task<string> CallsAsync(CancellationToken cancellation) => GetAsync("/_localaws/decisions?format=calls", cancellation);

    /// <summary>Sends a request, and returns with the head of its answer.</summary>
    /// <exception cref="UsageException">Nothing answers there.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            throw new UsageException($"Nothing answers at {Address}{(profiles is null ? "" : $", which {profiles.ConfigFile} names")}. Start LocalAws with 'localaws up'.");
        }
        catch (HttpRequestException e)
        {
            throw new UsageException($"{Address} did not answer: {e.Message}");
        }
    }

    public void Dispose() => http.Dispose();

    private string Address => Endpoint.AbsoluteUri.TrimEnd('/');

    private async Task<string> GetAsync(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Endpoint, path));
        using var response = await SendAsync(request, cancellation).ConfigureAwait(false);
        return await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
    }

    private static StackPage? Parsed(string text)
    {
        try
        {
            var page = JsonSerializer.Deserialize(text, StackPageJson.Default.StackPage);
            return page is { Apis: not null, Functions: not null, Roles: not null, Users: not null } ? page : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private UsageException NotLocalAws() => new($"What answers at {Address} is not LocalAws. Say where it is with --port or --endpoint-url.");
}

/// <summary>A decision explained, as far as a caller shows it.</summary>
/// <param name="Reason">Why it fell.</param>
/// <param name="Changes">The parts of the smallest change that would let the call pass, each with what speaks against it.</param>
internal sealed record Explained(string Reason, IReadOnlyList<(string Change, string Caution)> Changes)
{
    /// <summary>
    /// Reads the page of a decision in JSON; null when it is none, and when it tells why the call was allowed: what ended it then is no decision, and only its answer
    /// knows.
    /// </summary>
    public static Explained? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject page && !IsAllowed(page) && (string?)page["reason"] is { } reason
                ? new Explained(
                    reason,
                    [.. (page["changes"] as JsonArray ?? []).OfType<JsonObject>().Select(static one => ((string?)one["change"] ?? "", (string?)one["caution"] ?? ""))])
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>As a decision by policies says it, and as one without them does.</summary>
    private static bool IsAllowed(JsonObject page) => (string?)page["decision"] == "allow" || (string?)page["verdict"] == "Allow";
}
