namespace SigV4.Verification;

/// <summary>
/// The form of a region's name, such as <c>us-east-1</c> or <c>us-isob-east-1</c>: letters, a direction or place, a number. A scope's region becomes a part of addresses and
/// ARNs, where any other text could be read as something else. AWS General Reference, "AWS service endpoints".
/// </summary>
internal static class RegionName
{
    /// <summary>Longer than any there is.</summary>
    private const int Longest = 24;

    public static bool IsOne(ReadOnlySpan<char> text)
    {
        var words = 0;
        for (var rest = text; ; words++)
        {
            var end = rest.IndexOf('-');
            if (end < 0)
            {
                return words >= 2 && text.Length <= Longest && rest.Length is 1 or 2 && !rest.ContainsAnyExceptInRange('0', '9');
            }

            if (end == 0 || rest[..end].ContainsAnyExceptInRange('a', 'z') || (words == 0 && end is < 2 or > 4))
            {
                return false;
            }

            rest = rest[(end + 1)..];
        }
    }
}
