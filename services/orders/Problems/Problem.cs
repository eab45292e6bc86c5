using ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Orders.Problems;

/// <summary>Every problem that orders answers, as RFC 9457 problem details.</summary>
internal static class Problem
{
    private const string RetryAfterSeconds = "5";

    public static ProblemHttpResult Invalid(Violations violations) =>
        Of(400, "invalid-request", "The request is invalid.", "See errors for each field.", ("errors", violations.ByPath));

    public static ProblemHttpResult InvalidHeader(string name, string message)
    {
        var violations = new Violations();
        violations.Add(name, message);
        return Invalid(violations);
    }

    public static ProblemHttpResult Malformed(long? line, long? position) =>
        Of(400, "malformed-json", "The body is not JSON.",
            line is null
                ? "Its text is not Unicode, or it names a property twice."
                : $"It breaks off or goes wrong in line {line + 1}, after {position} bytes.");

    public static ProblemHttpResult NotJson() =>
        Of(415, "unsupported-media-type", "The body must be JSON.", "Send it as application/json in UTF-8.");

    public static ProblemHttpResult TooLarge(int maxBytes) =>
        Of(413, "body-too-large", "The body is too large.", $"It may have {maxBytes} bytes.");

    public static ProblemHttpResult NotSignedIn() =>
        Of(401, "not-signed-in", "Nobody is signed in.",
            "This route is for users of the customers' pool: call it through its API, with a token of the pool or with credentials traded for one.");

    public static ProblemHttpResult NotFound(string what) =>
        Of(404, "not-found", $"There is no such {what}.", $"No {what} has this id.");

    public static ProblemHttpResult Declined(string orderId, string? reason) =>
        Of(402, "payment-declined", "The payment was declined.", reason ?? "Billing declined the charge.", ("orderId", orderId));

    public static ProblemHttpResult KeyReused() =>
        Of(422, "idempotency-key-reused", "The Idempotency-Key was used for another request.",
            "Repeat the first request unchanged, or send this one with a new key.");

    public static ProblemHttpResult NotCancellable(string orderId, OrderStatus status) =>
        Of(409, "not-cancellable", "The order cannot be cancelled.",
            status == OrderStatus.Pending
                ? "Billing has not answered for it yet. Cancel it once it is Confirmed."
                : $"It is {status}, and nothing was charged.",
            ("orderId", orderId), ("orderStatus", status.ToString()));

    public static ProblemHttpResult BillingOutOfReach(HttpResponse response, string orderId)
    {
        response.Headers.RetryAfter = RetryAfterSeconds;
        return Of(503, "billing-out-of-reach", "Billing is out of reach.",
            "The order is stored and will be completed. Repeat the request with the same Idempotency-Key to learn how.", ("orderId", orderId));
    }

    public static ProblemHttpResult BillingRefused(string orderId) =>
        Of(502, "billing-refused", "Billing refused the request of this service.",
            "The order is stored and will be completed once billing accepts requests of this service again.", ("orderId", orderId));

    /// <summary>A status that has no more to say: an unknown route, a method it does not take, a fault of ours.</summary>
    public static ProblemHttpResult OfStatus(int status) => TypedResults.Problem(new ProblemDetails
    {
        Status = status,
        Title = ReasonPhrases.GetReasonPhrase(status),
        Type = "about:blank",
    });

    private static ProblemHttpResult Of(int status, string type, string title, string detail, params ReadOnlySpan<(string Name, object Value)> more)
    {
        var problem = new ProblemDetails { Status = status, Type = $"urn:orders:problem:{type}", Title = title, Detail = detail };
        foreach (var (name, value) in more)
        {
            problem.Extensions[name] = value;
        }

        return TypedResults.Problem(problem);
    }
}
