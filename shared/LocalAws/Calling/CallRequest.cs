using Emulation;
using SigV4;

namespace Tool.Calling;

/// <summary>A call as it goes out, before anybody signs it.</summary>
/// <param name="Method">Such as <c>POST</c>.</param>
/// <param name="Target">Where it goes.</param>
/// <param name="Headers">Its headers besides <c>Host</c>.</param>
/// <param name="Body">Its body.</param>
internal sealed record CallRequest(string Method, CallTarget Target, IReadOnlyList<HeaderField> Headers, byte[] Body)
{
    private const string Authorization = "Authorization";
    private const string ContentType = "Content-Type";

    /// <summary>Whether somebody gave what takes the place of a signature.</summary>
    public bool IsAuthorized => Headers.Any(static header => Is(header, Authorization));

    /// <summary>Reads headers as people write them, and adds those that go without saying: a token is a bearer's, a body is JSON.</summary>
    /// <exception cref="UsageException">A header has no name, or there are two of what is one.</exception>
    public static CallRequest Of(string method, CallTarget target, IEnumerable<string> headers, string? token, byte[]? body)
    {
        var given = headers.Select(Header).ToList();
        if (given.Find(static header => Is(header, "Host")) is { Name: not null } host)
        {
            target = target with { Host = host.Value };
            given.RemoveAll(static header => Is(header, "Host"));
        }

        if (token is not null)
        {
            given.Add(given.Exists(static header => Is(header, Authorization))
                ? throw new UsageException("--token and --header 'Authorization: ...' say the same: leave one out.")
                : new HeaderField(Authorization, HasScheme(token) ? token : $"Bearer {token}"));
        }

        if (body is not null && !given.Exists(static header => Is(header, ContentType)))
        {
            given.Add(new HeaderField(ContentType, "application/json"));
        }

        return new CallRequest(method, target, given, body ?? []);
    }

    /// <summary>Whether a token has its scheme before it.</summary>
    public static bool HasScheme(string token) => token.Contains(' ', StringComparison.Ordinal);

    /// <summary>The request, signed where there are credentials.</summary>
    public HttpRequestMessage Signed(string region, AwsCredentials? credentials, DateTimeOffset now) =>
        SignedRequest.Of(new SignedRequest.Head(Method, Target.Url, Target.Host), Headers, Body, new SigV4Signer(region, Target.Service ?? "execute-api"), credentials, now);

    /// <summary>The files that parts of it were read from.</summary>
    public CallFiles Files { get; init; } = new(null, null);

    private static HeaderField Header(string text) => text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        ? new HeaderField(text[..colon].Trim(), text[(colon + 1)..].Trim())
        : throw new UsageException($"--header {text}: write it as 'Name: value'.");

    private static bool Is(HeaderField header, string name) => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The files that parts of a call were read from.</summary>
/// <param name="Token">Of the token; null where it was given otherwise.</param>
/// <param name="Body">Of the body, likewise.</param>
internal sealed record CallFiles(TokenFile? Token, string? Body);

/// <summary>A file with a token.</summary>
/// <param name="Path">The file.</param>
/// <param name="Text">What is in it, with the space around the token.</param>
internal sealed record TokenFile(string Path, string Text);
