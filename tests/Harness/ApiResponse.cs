using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Harness;

/// <summary>The whole answer of an API, and the decision behind it. Assertions throw <see cref="AccessAssertionException"/>, and return the answer itself.</summary>
/// <remarks>A failure's stack trace starts with the line of the test, so that is what an IDE shows.</remarks>
public sealed class ApiResponse
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private readonly bool tellsDecisions;

    private ApiResponse(string request, HttpResponseMessage response, string body, AccessDecision? decision, bool tellsDecisions)
    {
        Request = request;
        StatusCode = response.StatusCode;
        Headers = response.Headers;
        ContentType = response.Content.Headers.ContentType;
        Body = body;
        Decision = decision;
        this.tellsDecisions = tellsDecisions;
        Reason = decision?.Reason ?? (response.Headers.TryGetValues("x-localaws-reason", out var reasons) ? reasons.First() : null);
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The headers, those of the body apart.</summary>
    public HttpResponseHeaders Headers { get; }

    /// <summary>The body's media type; null without one.</summary>
    public MediaTypeHeaderValue? ContentType { get; }

    /// <summary>The body as text.</summary>
    public string Body { get; }

    /// <summary>What was decided about the request; null when the answer is not from LocalAws: AWS does not tell.</summary>
    public AccessDecision? Decision { get; }

    /// <summary>Why the request passed or was refused; null when the answer does not tell.</summary>
    public string? Reason { get; }

    /// <summary>What was asked, by whom.</summary>
    private string Request { get; }

    private int Status => (int)StatusCode;

    /// <summary>Whether the caller may call the route, whatever its function made of the call.</summary>
    private bool IsAllowed => Decision?.IsAllowed ?? StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);

    /// <summary>The body, read as JSON.</summary>
    /// <exception cref="JsonException">It is none, or not of that form.</exception>
    public T? ReadJson<T>() => JsonSerializer.Deserialize<T>(Body, Web);

    /// <summary>The body as a JSON value.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public JsonElement ReadJson() => ReadJson<JsonElement>();

    /// <summary>Asserts that the caller may call the route. What the function answers does not count: see <see cref="ShouldHaveStatus"/>.</summary>
    /// <param name="by">The <c>Sid</c> of the statement that shall be why; null for any.</param>
    /// <exception cref="AccessAssertionException">The request was refused, or allowed by another statement.</exception>
    [StackTraceHidden]
    public ApiResponse ShouldBeAllowed(string? by = null) =>
        !IsAllowed ? throw Failure("allowed", "it was refused")
        : IsDecidedBy(by) ? this
        : throw Failure($"allowed by '{by}'", $"it was allowed by {DecidedBy}");

    /// <summary>Asserts that the caller may not call the route.</summary>
    /// <param name="by">The <c>Sid</c> of the statement that shall be why; null for any reason.</param>
    /// <exception cref="AccessAssertionException">The request passed, or was refused for another reason.</exception>
    [StackTraceHidden]
    public ApiResponse ShouldBeDenied(string? by = null) =>
        IsAllowed ? throw Failure(by is null ? "refused" : $"refused by '{by}'", "it was allowed")
        : IsDecidedBy(by) ? this
        : throw Failure($"refused by '{by}'", $"it was refused by {DecidedBy}");

    /// <summary>Asserts the HTTP status.</summary>
    /// <exception cref="AccessAssertionException">It is another.</exception>
    [StackTraceHidden]
    public ApiResponse ShouldHaveStatus(HttpStatusCode status) => StatusCode == status ? this : throw Failure($"answered with {(int)status}", $"the answer was {Status}");

    /// <inheritdoc/>
    public override string ToString() => $"{Request}: {Status} {Body}";

    internal static async Task<ApiResponse> ReadAsync(string request, HttpResponseMessage response, ApiConnection connection, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        return new ApiResponse(request, response, body, await connection.DecisionOfAsync(response, cancellation).ConfigureAwait(false), connection.TellsDecisions);
    }

    /// <summary>AWS does not tell which statement decided: there the status must do.</summary>
    private bool IsDecidedBy(string? statement) => statement is null || !tellsDecisions || Decision?.Statement == statement;

    private string DecidedBy => Decision?.Statement is { } statement ? $"'{statement}'" : "no statement";

    private AccessAssertionException Failure(string expected, string got) => new(
        $"{Request} should have been {expected}, but {got}.{Environment.NewLine}"
        + $"  status:   {Status} {StatusCode}{Environment.NewLine}"
        + $"  answer:   {(Body.Length <= 2000 ? Body : Body[..2000] + " ...")}{Environment.NewLine}"
        + $"  reason:   {Reason ?? "not known: the answer is not from LocalAws"}"
        + (Decision is null ? "" : $"{Environment.NewLine}  decision: {Decision.Verdict} of {Decision.Action} on {Decision.Resource} to {Decision.Caller ?? "anonymous"}"));
}
