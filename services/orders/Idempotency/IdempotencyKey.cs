using Orders.Problems;
using Orders.Requests;

namespace Orders.Idempotency;

/// <summary>The header <c>Idempotency-Key</c>: 1 to 128 printable ASCII characters.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    private const int MaxLength = 128;

    /// <summary>The key, or null if the request has none.</summary>
    public static Parsed<string?> Read(HttpRequest request)
    {
        var values = request.Headers[Header];
        return values switch
        {
            [] => new(value: null),
            [{ } key] when IsValid(key) => new(key),
            _ => new(Problem.InvalidHeader(Header, "must be one value of 1 to 128 printable ASCII characters.")),
        };
    }

    private static bool IsValid(string key) => key.Length is > 0 and <= MaxLength && !key.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
