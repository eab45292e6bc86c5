using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Harness;

/// <summary>The whole answer of an API, and the decision behind it. Assertions throw <see cref="AccessAssertionException"/>, and return the answer itself.</summary>
/// <remarks>A failure's stack trace starts with the line of the test, so that is what an IDE shows.</remarks>
public sealed class ApiResponse
{
    private const int MostRoutes = 12;
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private readonly ApiCall call;
    private readonly ApiConnection connection;
    private readonly AnswerOrigin origin;

    private ApiResponse(ApiCall call, HttpResponseMessage response, string body, AccessDecision? decision, ApiConnection connection)
    {
        this.call = call;
        this.connection = connection;
        origin = connection.TellsDecisions ? AnswerOrigin.Of(decision, response) : AnswerOrigin.Of(response, body, call, connection.ApiOf(call.Api));
        StatusCode = response.StatusCode;
        Headers = response.Headers;
        ContentType = response.Content.Headers.ContentType;
        Body = body;
        Decision = decision;
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

    private int Status => (int)StatusCode;

    /// <summary>The body, read as JSON.</summary>
    /// <exception cref="JsonException">It is none, or not of that form.</exception>
    public T? ReadJson<T>() => JsonSerializer.Deserialize<T>(Body, Web);

    /// <summary>The body as a JSON value.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public JsonElement ReadJson() => ReadJson<JsonElement>();

    /// <summary>Asserts that the caller may call the route. What the function answers does not count: see <see cref="ShouldHaveStatus"/>.</summary>
    /// <param name="by">The <c>Sid</c> of the statement that shall be why; null for any.</param>
    /// <exception cref="AccessAssertionException">The request was refused, no route took it, or another statement allowed it.</exception>
    [StackTraceHidden]
    public ApiResponse ShouldBeAllowed(string? by = null) => origin.By switch
    {
        AnsweredBy.Function when IsDecidedBy(by) => this,
        AnsweredBy.Function => throw Failure($"allowed by '{by}'", $"it was allowed by {DecidedBy}"),
        AnsweredBy.Authorization => throw Failure("allowed", "it was refused"),
        _ => throw Failure("allowed", $"it did not get there. {Nobody}"),
    };

    /// <summary>
    /// Asserts that an authorizer or a policy refused the call. A route that does not exist refuses nobody, and a function that answers 403 has been called: see
    /// <see cref="ShouldBeDeniedByFunction"/>.
    /// </summary>
    /// <param name="by">The <c>Sid</c> of the statement that shall be why; null for any reason.</param>
    /// <exception cref="AccessAssertionException">The request passed, no route took it, or it was refused for another reason.</exception>
    [StackTraceHidden]
    public ApiResponse ShouldBeDenied(string? by = null) => origin.By switch
    {
        AnsweredBy.Authorization when IsDecidedBy(by) => this,
        AnsweredBy.Authorization => throw Failure($"refused by '{by}'", $"it was refused by {DecidedBy}"),
        AnsweredBy.Function => throw Failure(
            by is null ? "refused" : $"refused by '{by}'",
            StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                ? $"it was allowed, and its function answered {Status}. If that is meant, say so: {nameof(ShouldBeDeniedByFunction)}"
                : "it was allowed"),
        _ => throw Failure(by is null ? "refused" : $"refused by '{by}'", $"neither an authorizer nor a policy refused it. {Nobody}"),
    };

    /// <summary>Asserts that the call came to its function, and that the function refused it by itself: the caller's own rules, not those of the template.</summary>
    /// <param name="status">What the function shall answer.</param>
    /// <exception cref="AccessAssertionException">The call did not come to the function, or the function answered something else.</exception>
    [StackTraceHidden]
    public ApiResponse ShouldBeDeniedByFunction(HttpStatusCode status = HttpStatusCode.Forbidden) => origin.By switch
    {
        AnsweredBy.Function when StatusCode == status => this,
        AnsweredBy.Function => throw Failure($"refused with {(int)status} by its function", $"the answer was {Status}"),
        AnsweredBy.Authorization => throw Failure($"refused with {(int)status} by its function", "it was refused before"),
        _ => throw Failure($"refused with {(int)status} by its function", $"it did not get there. {Nobody}"),
    };

    /// <summary>Asserts the HTTP status.</summary>
    /// <exception cref="AccessAssertionException">It is another.</exception>
    [StackTraceHidden]
    public ApiResponse ShouldHaveStatus(HttpStatusCode status) => StatusCode == status ? this : throw Failure($"answered with {(int)status}", $"the answer was {Status}");

    /// <inheritdoc/>
    public override string ToString() => $"{call}: {Status} {Body}";

    internal static async Task<ApiResponse> ReadAsync(ApiCall call, HttpResponseMessage response, ApiConnection connection, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        return new ApiResponse(call, response, body, await connection.DecisionOfAsync(response, cancellation).ConfigureAwait(false), connection);
    }

    /// <summary>AWS does not tell which statement decided: there the status must do.</summary>
    private bool IsDecidedBy(string? statement) => statement is null || !connection.TellsDecisions || Decision?.Statement == statement;

    private string DecidedBy => Decision?.Statement is { } statement ? $"'{statement}'" : "no statement";

    /// <summary>Why nobody decided, and what there is instead.</summary>
    private string Nobody => origin.By == AnsweredBy.NoRoute && connection.ApiOf(call.Api) is { } api
        ? $"{origin.Why} Correct the method or the path. There are: {string.Join(", ", api.Api.Routes.Select(static route => $"{route.Method} {route.Path}").Take(MostRoutes))}"
        : origin.Why.TrimEnd('.');

    private AccessAssertionException Failure(string expected, string got) => new(
        $"{call} should have been {expected}, but {got}.{Environment.NewLine}"
        + $"  status:   {Status} {StatusCode}{Environment.NewLine}"
        + $"  answer:   {(Body.Length <= 2000 ? Body : Body[..2000] + " ...")}{Environment.NewLine}"
        + $"  reason:   {Reason ?? "not known: the answer is not from LocalAws"}"
        + (Decision is null ? "" : $"{Environment.NewLine}  decision: {Decision.Verdict} of {Decision.Action} on {Decision.Resource} to {Decision.Caller ?? "anonymous"}"));
}
