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

    /// <summary>Reads such as <c>20261123/us-east-1/execute-api/aws4_request</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CredentialScope scope)
    {
        scope = default;
        Span<Range> parts = stackalloc Range[5];
        if (text.Split(parts, '/') != 4 || !text[parts[3]].SequenceEqual(Terminator) || text[parts[1]].IsEmpty || text[parts[2]].IsEmpty ||
            !DateOnly.TryParseExact(text[parts[0]], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return false;
        }

        scope = new CredentialScope(date, text[parts[1]].ToString(), text[parts[2]].ToString());
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Date:yyyyMMdd}/{Region}/{Service}/{Terminator}");
}
