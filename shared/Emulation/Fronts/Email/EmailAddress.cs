using Emulation.Calls;

namespace Emulation.Fronts.Email;

/// <summary>An address of a message, with the name that stands before it.</summary>
/// <param name="DisplayName">Null where there is none.</param>
/// <param name="Address">Such as <c>orders@example.com</c>; its domain is in lower case, as identities have it.</param>
internal sealed record EmailAddress(string? DisplayName, string Address)
{
    public string Domain => Address[(Address.IndexOf('@', StringComparison.Ordinal) + 1)..];

    /// <summary>Reads an address so strictly that a server cannot see another in it: <c>a@b</c>, <c>&lt;a@b&gt;</c> or <c>Name &lt;a@b&gt;</c>.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static EmailAddress Parse(string text)
    {
        var trimmed = text.Trim();
        var open = trimmed.IndexOf('<', StringComparison.Ordinal);
        var address = open < 0 ? trimmed : trimmed.EndsWith('>') ? trimmed[(open + 1)..^1].Trim() : "";
        var at = address.IndexOf('@', StringComparison.Ordinal);
        var isOne = at > 0 && at < address.Length - 1 && address.LastIndexOf('@') == at && address.Length <= 320
            && !address.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';' or ':' or '"' or '(' or ')' or '\\' or '[' or ']' or '*' or '?');
        var name = open <= 0 ? "" : trimmed[..open].Trim();
        return !isOne || name.Any(static c => char.IsControl(c) || c is '<' or '>' or '@') || (name.Contains(',', StringComparison.Ordinal) && !IsQuoted(name))
            ? throw new RefusedException(new ServiceRefusal(
                400, "InvalidParameterValue", $"'{Wire.ClientText.Shown(text)}' is no address: write name@domain, or Name <name@domain>."))
            : new EmailAddress(name.Length == 0 ? null : IsQuoted(name) ? name[1..^1] : name, $"{address[..at]}@{address[(at + 1)..].ToLowerInvariant()}");
    }

    private static bool IsQuoted(string name) => name is ['"', .., '"'] && !name[1..^1].Contains('"', StringComparison.Ordinal);
}
