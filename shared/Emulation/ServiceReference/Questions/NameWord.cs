using System.Globalization;

namespace Emulation.ServiceReference.Questions;

/// <summary>A name of a member, a type or a part of an ARN, taken apart for comparing: its letters, and what kind of name it says it is.</summary>
/// <param name="Stem">In small letters, without dashes and without the ending: <c>queue</c> of <c>QueueNames</c>.</param>
/// <param name="Ending">What it ends with.</param>
internal readonly record struct NameWord(string Stem, NameEnding Ending)
{
    private static readonly (string Text, NameEnding Ending)[] Endings =
    [
        ("identifiers", NameEnding.Identifier), ("identifier", NameEnding.Identifier), ("names", NameEnding.Name), ("name", NameEnding.Name),
        ("arns", NameEnding.Arn), ("arn", NameEnding.Arn), ("ids", NameEnding.Id), ("id", NameEnding.Id),
    ];

    public static NameWord Of(string name)
    {
        var plain = Plain(name);
        foreach (var (text, ending) in Endings)
        {
            if (plain.EndsWith(text, StringComparison.Ordinal))
            {
                return new NameWord(plain[..^text.Length], ending);
            }
        }

        return new NameWord(plain, NameEnding.None);
    }

    /// <summary>Letters and digits alone, small: services write <c>dbClusterId</c>, <c>DBClusterId</c> and <c>db-cluster-id</c> alike.</summary>
    public static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit).Select(static c => char.ToLower(c, CultureInfo.InvariantCulture)));

    /// <summary>Whether a member of this name may say a part of an ARN: a name is no id, what AWS makes is in no name, and an ARN is neither.</summary>
    public bool CanSay(NameWord part) => (part.Ending, Ending) switch
    {
        (NameEnding.Arn, _) or (_, NameEnding.Arn) => false,
        (NameEnding.Name, NameEnding.Id) => false,
        (NameEnding.Id or NameEnding.Identifier, NameEnding.Name) => false,
        _ => true,
    };

    /// <summary>
    /// Whether what a member says may be the part. <c>Identifier</c>, and a member that is called for the type alone, often take a name in the place of an id: an id is
    /// what AWS makes.
    /// </summary>
    public bool CanSay(NameWord part, string text) => (part.Ending, Ending) switch
    {
        (NameEnding.Id, NameEnding.Identifier or NameEnding.None) => IsMade(text),
        (NameEnding.Name, NameEnding.Identifier) => !IsMade(text),
        _ => true,
    };

    /// <summary>Whether AWS makes ids of that form, and hardly anybody a name: a UUID, or ten letters and digits or more that are no word.</summary>
    private static bool IsMade(string text) =>
        Guid.TryParseExact(text, "D", out _) || (text.Length >= 10 && text.All(static c => char.IsAsciiDigit(c) || char.IsAsciiLetter(c)) && text.Count(char.IsAsciiDigit) >= 2);

    /// <summary>Whether both are of the same, one perhaps in the plural.</summary>
    public bool HasStemOf(NameWord other) => Stem == other.Stem || (Ending == NameEnding.None && Stem == $"{other.Stem}s");
}

/// <summary>What a name says it is.</summary>
internal enum NameEnding
{
    None,
    Name,
    Id,
    Identifier,
    Arn,
}
