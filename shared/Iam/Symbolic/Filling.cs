using Iam.Matching;

namespace Iam.Symbolic;

/// <summary>What became of a pattern's variables.</summary>
internal enum FillOutcome
{
    /// <summary>All have values, or there are none.</summary>
    Filled,

    /// <summary>One has no value in any request: the pattern matches nothing.</summary>
    Never,

    /// <summary>One has a value that is not known.</summary>
    Unknown,
}

/// <summary>Fills in the variables of a pattern as far as they are known before a request is made.</summary>
internal static class Filling
{
    /// <summary>Longer ones are not analysed, and make a cell conditional.</summary>
    public const int LongestPattern = 2048;

    public static FillOutcome Of(PolicyPattern pattern, PartialContext known, out string? filled)
    {
        filled = null;
        foreach (var variable in pattern.Variables)
        {
            if (known.Of(variable) is Presence.Always or Presence.Unknown)
            {
                return FillOutcome.Unknown;
            }
        }

        filled = pattern.Fill(known.Known);
        return filled is null ? FillOutcome.Never : FillOutcome.Filled;
    }
}
