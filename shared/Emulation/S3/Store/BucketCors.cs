using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Emulation.Calls;

namespace Emulation.S3.Store;

/// <summary>
/// Answers what browsers ask before a page's call, and says in the answers which page may read them. Amazon S3 User Guide, "Using cross-origin resource sharing
/// (CORS)"; headers and refusals are those of recorded answers.
/// </summary>
/// <param name="rulesOf">The rules of a bucket; null where it has none.</param>
internal sealed class BucketCors(Func<string, CorsRules?> rulesOf) : IBucketCors
{
    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public S3Answer Preflight(BrowserRequest request)
    {
        try
        {
            Check(request);
        }
        catch (RefusedException e)
        {
            return S3Answer.Refused(e.Refusal);
        }

        var told = HeadersOf(request);
        return told.IsEmpty ? Forbidden(request) : new S3Answer(200) { Headers = told.Add(new("Content-Length", "0")) };
    }

    public ImmutableArray<KeyValuePair<string, string>> HeadersOf(BrowserRequest request)
    {
        if (request.Origin is not { Length: > 0 } origin || rulesOf(request.Bucket) is not { } cors)
        {
            return [];
        }

        var wanted = Headers(request);
        foreach (var rule in cors.Rules)
        {
            if (rule.Match(origin, request.Method ?? "", wanted) is { } allowed)
            {
                return AnswerHeaders.Of(
                [
                    ("Access-Control-Allow-Origin", allowed),
                    ("Access-Control-Allow-Methods", string.Join(", ", rule.Methods)),
                    ("Access-Control-Allow-Headers", wanted.IsEmpty ? null : string.Join(", ", wanted)),
                    ("Access-Control-Expose-Headers", rule.Exposed.IsEmpty ? null : string.Join(", ", rule.Exposed)),
                    ("Access-Control-Max-Age", rule.MaxAgeSeconds?.ToString(CultureInfo.InvariantCulture)),
                    ("Access-Control-Allow-Credentials", allowed == "*" ? null : "true"),
                    ("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"),
                ]).Alone();
            }
        }

        return [];
    }

    private static void Check(BrowserRequest request)
    {
        if (string.IsNullOrEmpty(request.Origin))
        {
            throw S3Refusals.Of(400, "BadRequest", "Insufficient information. Origin request header needed.").Raised();
        }

        if (request.Method is { Length: > 0 } method && method.AsSpan().ContainsAnyExceptInRange('A', 'Z'))
        {
            throw S3Refusals.Of(400, "BadRequest", $"Invalid Access-Control-Request-Method: {method}").Raised();
        }

        if (Headers(request).FirstOrDefault(static header => header.AsSpan().ContainsAnyExcept(Token)) is { } header)
        {
            throw S3Refusals.Of(400, "BadRequest", $"Invalid Access-Control-Request-Headers: {header}").Raised();
        }
    }

    /// <summary>The headers that a page wants to send, in lower case; what is empty at the end of the list is none.</summary>
    private static ImmutableArray<string> Headers(BrowserRequest request)
    {
        var all = (request.Headers ?? "").Split(',', StringSplitOptions.TrimEntries);
        var count = all.Length;
        while (count > 0 && all[count - 1].Length == 0)
        {
            count--;
        }

        return [.. all.Take(count).Select(static header => header.ToLowerInvariant())];
    }

    private S3Answer Forbidden(BrowserRequest request)
    {
        var isOn = rulesOf(request.Bucket) is not null;
        return S3Answer.Refused(S3Refusals.Of(
            403, "AccessForbidden",
            isOn
                ? "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method "
                    + "or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
                : "CORSResponse: CORS is not enabled for this bucket.",
            ("Method", string.IsNullOrEmpty(request.Method) ? "OPTIONS" : request.Method),
            ("ResourceType", isOn && request.IsOnObject ? "OBJECT" : "BUCKET")));
    }
}
