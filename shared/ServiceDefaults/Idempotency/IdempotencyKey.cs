using Microsoft.AspNetCore.Http;

namespace ServiceDefaults;

/// <summary>The header <c>Idempotency-Key</c>: 1 to 128 printable ASCII characters.</summary>
public static class IdempotencyKey
{
    /// <summary>The header's name.</summary>
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 128;

    /// <summary>The key, or null if the request has none.</summary>
    public static Parsed<string?> Read(HttpRequest request, ServiceProblems problems)
    {
        var values = request.Headers[Header];
        return values switch
        {
            [] => new(value: null),
            [{ } key] when IsValid(key) => new(key),
            _ => new(problems.InvalidHeader(Header, "must be one value of 1 to 128 printable ASCII characters.")),
        };
    }

    /// <summary>The key of a request that must have one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="purpose">What the key is for, after "so that".</param>
    /// <param name="problems">What the service answers if there is none, or none that it takes.</param>
    public static Parsed<string> ReadRequired(HttpRequest request, string purpose, ServiceProblems problems)
    {
        var key = Read(request, problems);
        return key switch
        {
            { Problem: { } problem } => new(problem),
            { Value: { } value } => new(value),
            _ => new(problems.InvalidHeader(Header, $"is required, so that {purpose}.")),
        };
    }

    private static bool IsValid(string key) => key.Length is > 0 and <= MaxLength && !key.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
