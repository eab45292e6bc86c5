using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Emulation.Tests.Cognito.OAuth;

/// <summary>What a browser does: keeps cookies, shows a page, sends its form with what the user typed. It follows no redirect by itself.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient http;

    public Browser(Uri site)
    {
        // Names below localhost are this machine, whatever its resolver says.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = Cookies,
            ConnectCallback = static async (context, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        http = new HttpClient(handler) { BaseAddress = site };
    }

    public CookieContainer Cookies { get; } = new();

    public async Task<Reply> SendAsync(HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>>? form = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = form is null ? null : new FormUrlEncodedContent(form) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Reply(
            response.StatusCode,
            response.Headers.Concat(response.Content.Headers).ToDictionary(static h => h.Key, static h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>Sends the first form of a page: its hidden fields, and what the user typed.</summary>
    public Task<Reply> SubmitAsync(Reply page, params ReadOnlySpan<(string Name, string Value)> typed)
    {
        var form = FormPattern().Match(page.Body);
        Assert.True(form.Success, page.Body);
        var fields = HiddenPattern().Matches(form.Groups["fields"].Value).ToDictionary(static m => WebUtility.HtmlDecode(m.Groups[1].Value), static m => WebUtility.HtmlDecode(m.Groups[2].Value));
        foreach (var (name, value) in typed)
        {
            fields[name] = value;
        }

        return SendAsync(HttpMethod.Post, WebUtility.HtmlDecode(form.Groups["action"].Value), fields);
    }

    /// <summary>Goes to the application's sign-in and fills in the first page.</summary>
    public async Task<Reply> SignInAsync(string query, string username, string password) =>
        await SubmitAsync(await GetAsync($"/login?{query}"), ("username", username), ("password", password));

    public void Dispose() => http.Dispose();

    [GeneratedRegex("<form method=\"post\" action=\"(?<action>[^\"]*)\">(?<fields>.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex FormPattern();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex HiddenPattern();
}

/// <summary>An answer.</summary>
internal sealed record Reply(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Location => Headers["Location"];

    public JsonObject Json => (JsonObject)JsonNode.Parse(Body)!;

    public string? Error => (string?)Json["error"];

    /// <summary>The text of the page's alert; null without one.</summary>
    public string? Alert => Regex.Match(Body, "role=\"alert\"[^>]*>([^<]*)<") is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;

    public string Heading => WebUtility.HtmlDecode(Regex.Match(Body, "<h1>([^<]*)</h1>").Groups[1].Value);

    /// <summary>A parameter of the query or fragment of where the answer leads.</summary>
    public string Parameter(string name) => QueryHelpers.ParseQuery(Location[(Location.IndexOfAny(['?', '#']) + 1)..])[name]!;
}
