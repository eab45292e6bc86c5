using ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Billing.Problems;

/// <summary>Every problem that billing answers, as RFC 9457 problem details.</summary>
internal static class Problem
{
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

    public static ProblemHttpResult NoPartner() =>
        Of(401, "no-partner", "No partner calls.",
            "This route is for partners: call it through its API, with a token that its authorizer accepts.");

    public static ProblemHttpResult EventIdReused() =>
        Of(422, "event-id-reused", "The eventId was used for another event.",
            "Repeat the first event unchanged, or send this one with an eventId of its own.");

    public static ProblemHttpResult NotFound(string what) =>
        Of(404, "not-found", $"There is no such {what}.", $"No {what} has this id.");

    public static ProblemHttpResult Declined(string reason) =>
        Of(402, "charge-declined", "The charge was declined.", reason);

    public static ProblemHttpResult KeyReused() =>
        Of(422, "idempotency-key-reused", "The Idempotency-Key was used for another request.",
            "Repeat the first request unchanged, or send this one with a new key.");

    public static ProblemHttpResult MoreThanIsLeft(long leftMinor) =>
        Of(409, "more-than-is-left", "The refund is more than is left of the charge.", $"{leftMinor} minor units are left.");

    /// <summary>A status that has no more to say: an unknown route, a method it does not take, a fault of ours.</summary>
    public static ProblemHttpResult OfStatus(int status) => TypedResults.Problem(new ProblemDetails
    {
        Status = status,
        Title = ReasonPhrases.GetReasonPhrase(status),
        Type = "about:blank",
    });

    private static ProblemHttpResult Of(int status, string type, string title, string detail, params ReadOnlySpan<(string Name, object Value)> more)
    {
        var problem = new ProblemDetails { Status = status, Type = $"urn:billing:problem:{type}", Title = title, Detail = detail };
        foreach (var (name, value) in more)
        {
            problem.Extensions[name] = value;
        }

        return TypedResults.Problem(problem);
    }
}
