using System.Globalization;

namespace SigV4;

/// <summary>What a signature is valid for: a day, a region and a service.</summary>
/// <param name="Date">The day in UTC.</param>
/// <param name="Region">Such as <c>us-east-1</c>.</param>
/// <param name="Service">Such as <c>execute-api</c>.</param>
public readonly record struct CredentialScope(DateOnly Date, string Region, string Service)
{
    /// <summary>The last part of every scope.</summary>
    public const string Terminator = "aws4_request";

    /// <summary>The region of a scope that holds for several, as SigV4A's does.</summary>
    public const string AnyRegion = "*";

    /// <summary>Reads such as <c>20261123/us-east-1/execute-api/aws4_request</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CredentialScope scope)
    {
        scope = default;
        Span<Range> parts = stackalloc Range[5];
        if (text.Split(parts, '/') != 4 || !text[parts[3]].SequenceEqual(Terminator) || text[parts[1]].IsEmpty || text[parts[2]].IsEmpty
            || !TryParseDate(text[parts[0]], out var date))
        {
            return false;
        }

        scope = new CredentialScope(date, text[parts[1]].ToString(), text[parts[2]].ToString());
        return true;
    }

    /// <summary>
    /// Reads such as <c>20261123/execute-api/aws4_request</c>. Source: IAM User Guide, "AWS Signature Version 4 for API requests",
    /// "How AWS SigV4a works".
    /// </summary>
    internal static bool TryParseWithoutRegion(ReadOnlySpan<char> text, out CredentialScope scope)
    {
        scope = default;
        Span<Range> parts = stackalloc Range[4];
        if (text.Split(parts, '/') != 3 || !text[parts[2]].SequenceEqual(Terminator) || text[parts[1]].IsEmpty || !TryParseDate(text[parts[0]], out var date))
        {
            return false;
        }

        scope = new CredentialScope(date, AnyRegion, text[parts[1]].ToString());
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Date:yyyyMMdd}/{Region}/{Service}/{Terminator}");

    private static bool TryParseDate(ReadOnlySpan<char> text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
