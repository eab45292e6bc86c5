using System.Globalization;

namespace Emulation.ServiceReference.Questions;

/// <summary>A name of a member, a type or a part of an ARN, taken apart for comparing: its letters, and what kind of name it says it is.</summary>
/// <param name="Stem">In small letters, without dashes and without the ending: <c>queue</c> of <c>QueueNames</c>.</param>
/// <param name="Ending">What it ends with.</param>
internal readonly record struct NameWord(string Stem, NameEnding Ending)
{
    private static readonly (string Text, NameEnding Ending)[] Endings =
    [
        ("identifiers", NameEnding.Identifier), ("identifier", NameEnding.Identifier), ("names", NameEnding.Name), ("name", NameEnding.Name), ("arns", NameEnding.Arn), ("arn", NameEnding.Arn),
        ("ids", NameEnding.Id), ("id", NameEnding.Id),
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

    /// <summary>Whether a value of the one can stand for the other: a name is no id, an identifier may be either, and an ARN is neither.</summary>
    public bool Fits(NameWord other) => (Ending, other.Ending) switch
    {
        (NameEnding.Arn, _) or (_, NameEnding.Arn) => false,
        (NameEnding.Name, NameEnding.Id) or (NameEnding.Id, NameEnding.Name) => false,
        _ => true,
    };

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
