using Emulation.Cognito;
using Emulation.Cognito.Import;
using Emulation.Cognito.Tokens;
using Emulation.Console;
using Emulation.Console.Live;
using Emulation.Wire;

namespace Emulation.FrontDoor;

/// <summary>LocalAws's own pages, below <c>/_localaws/</c>, and the one at <c>/</c>: for people at this machine and their programs, and for no other site's page.</summary>
/// <param name="console">What people look at.</param>
/// <param name="cognito">The user pools: what they would have sent, and what only people at this machine may do to them.</param>
/// <param name="feed">The decisions as they are made.</param>
/// <param name="leases">Who needs this LocalAws.</param>
/// <param name="names">The names of this machine.</param>
internal sealed class OwnPages(ConsolePages console, CognitoService cognito, DecisionFeed feed, Leases leases, LocalNames names)
{
    public const string Prefix = ConsolePaths.Prefix;
    private const string Lease = $"{Prefix}lease";

    /// <summary>Whether a request is for one of them. A browser at <c>/</c> is a person who looks what is here; anything else there calls a service.</summary>
    public bool Own(HttpRequest request, string target) => target.StartsWith(Prefix, StringComparison.Ordinal)
        || (DecisionsPage.IsAsked(request) && names.IsThisMachine(request.Headers.Host.ToString()));

    /// <summary>Whether a request is for one of them and lasts as long as its client.</summary>
    public bool Lasts(HttpRequest request) => (request.Path == Lease || request.Path == ConsolePaths.Feed) && names.IsThisMachine(request.Headers.Host.ToString());

    public Task HandleAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return names.IsThisMachine(http.Request.Headers.Host.ToString()) && !IsOfAnotherSite(http.Request)
            ? AnswerAsync(http)
            : PlainAnswer.WriteAsync(
                http, 403, "ForeignOrigin",
                $"The pages below {Prefix} answer to this machine's names, and to no other site's page. Type the address, such as http://127.0.0.1:4566{Prefix}stack.");
    }

    /// <summary>
    /// Browsers say where a request comes from. A link on a page of this machine, from another port, may lead here; a script there gets nothing, and a page from elsewhere neither.
    /// Fetch Metadata Request Headers, "Sec-Fetch-Site".
    /// </summary>
    private static bool IsOfAnotherSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "" or "same-origin" or "none" => !IsOwn(request.Headers.Origin.ToString(), request.Headers.Host.ToString()),
        "same-site" => !HttpMethods.IsGet(request.Method) || request.Headers["Sec-Fetch-Mode"] != "navigate" || request.Headers.Origin.Count > 0,
        _ => true,
    };

    /// <summary>Programs name no origin. The scheme does not count: in front of LocalAws may be a proxy with TLS.</summary>
    private static bool IsOwn(string origin, string host) =>
        origin.Length == 0 || (origin.IndexOf("://", StringComparison.Ordinal) is var at and > 0 && origin.AsSpan(at + 3).Equals(host, StringComparison.OrdinalIgnoreCase));

    private Task AnswerAsync(HttpContext http) => http.Request.Path.Value switch
    {
        "/_localaws/health" => HealthAsync(http),
        Lease => leases.HandleAsync(http),
        ConsolePaths.Feed => feed.HandleAsync(http),
        { } path when UploadPage.Owns(path) => cognito.UploadPage.HandleAsync(http),
        { } path when KeyRotationPage.Owns(path) => KeyRotationPage.HandleAsync(http, cognito),
        _ => console.TryHandle(http) ?? PlainAnswer.WriteAsync(
            http, 404, "NotFound", "LocalAws has the pages /_localaws/, /_localaws/health, /_localaws/stack, /_localaws/matrix, /_localaws/decisions and /_localaws/outbox."),
    };

    /// <summary>Whoever reaches this page reaches every API: they listen on one port, and only once all of them are there.</summary>
    private static Task HealthAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync("""{"status":"ready"}""", http.RequestAborted);
    }
}
