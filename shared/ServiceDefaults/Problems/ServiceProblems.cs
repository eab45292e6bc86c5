using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace ServiceDefaults;

/// <summary>The problems of one service, whose types begin with a prefix of its own: those that every service answers, and the way to make others.</summary>
/// <param name="typePrefix">Such as <c>urn:orders:problem:</c>.</param>
public sealed class ServiceProblems(string typePrefix)
{
    /// <summary>A status that has no more to say: an unknown route, a method it does not take, a fault of ours.</summary>
    public static ProblemResult OfStatus(int status) => new(new ProblemDetails
    {
        Status = status,
        Title = ReasonPhrases.GetReasonPhrase(status),
        Type = "about:blank",
    });

    /// <summary>A problem of the service.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="type">What comes after the prefix.</param>
    /// <param name="title">What is wrong, the same for each problem of the type.</param>
    /// <param name="detail">What is wrong this time, or what to do.</param>
    /// <param name="more">Members beyond these.</param>
    public ProblemResult Of(int status, string type, string title, string detail, params ReadOnlySpan<(string Name, object Value)> more)
    {
        var details = new ProblemDetails { Status = status, Type = typePrefix + type, Title = title, Detail = detail };
        foreach (var (name, value) in more)
        {
            details.Extensions[name] = value;
        }

        return new(details);
    }

    /// <summary>The request's fields, parameters or headers are not as they must be.</summary>
    public ProblemResult Invalid(Violations violations) =>
        Of(400, "invalid-request", "The request is invalid.", "See errors for each field.", ("errors", violations.ByPath));

    /// <summary>One header is not as it must be.</summary>
    public ProblemResult InvalidHeader(string name, string message)
    {
        var violations = new Violations();
        violations.Add(name, message);
        return Invalid(violations);
    }

    /// <summary>The body is no JSON, from a place on that counts lines and bytes from 0; null if there is no such place.</summary>
    public ProblemResult Malformed(long? line, long? position) =>
        Of(400, "malformed-json", "The body is not JSON.",
            line is null
                ? "Its text is not Unicode, or it names a property twice."
                : $"It breaks off or goes wrong in line {line + 1}, after {position} bytes.");

    /// <summary>The body is said to be something else than JSON.</summary>
    public ProblemResult NotJson() =>
        Of(415, "unsupported-media-type", "The body must be JSON.", "Send it as application/json in UTF-8.");

    /// <summary>The body is longer than it may be.</summary>
    public ProblemResult TooLarge(int maxBytes) =>
        Of(413, "body-too-large", "The body is too large.", $"It may have {maxBytes} bytes.");

    /// <summary>Nothing has the id that the path names.</summary>
    /// <param name="what">A word for what it would be.</param>
    public ProblemResult NotFound(string what) =>
        Of(404, "not-found", $"There is no such {what}.", $"No {what} has this id.");

    /// <summary>The caller has used the idempotency key for something else.</summary>
    public ProblemResult KeyReused() =>
        Of(422, "idempotency-key-reused", "The Idempotency-Key was used for another request.",
            "Repeat the first request unchanged, or send this one with a new key.");
}
