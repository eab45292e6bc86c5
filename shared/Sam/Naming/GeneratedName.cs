namespace Sam.Naming;

/// <summary>How CloudFormation names a resource that the template leaves unnamed: <c>{stack}-{logical id}-{suffix}</c>.</summary>
/// <param name="Longest">The longest name the service takes, in characters.</param>
/// <param name="Letters">The letters it takes.</param>
/// <param name="Start">What stands in the place of the stack's name and the hyphen after it, for services where it does; null for most.</param>
internal readonly record struct GeneratedName(int Longest, NameLetters Letters, string? Start = null)
{
    private const int SuffixLength = 12;

    public string For(StackOptions stack, string logicalId)
    {
        if (Start is not null)
        {
            return $"{Start}{logicalId}-{DerivedId.Suffix(stack, logicalId, Letters == NameLetters.Mixed)}";
        }

        // Two hyphens and the suffix stay; what is too long loses the end of the logical id, then the end of the stack's name.
        var room = Longest - SuffixLength - 2;
        var resource = logicalId[..Math.Min(logicalId.Length, Math.Max(room / 2, room - stack.StackName.Length))];
        var prefix = stack.StackName[..Math.Min(stack.StackName.Length, room - resource.Length)];
        var name = $"{prefix}-{resource}-{DerivedId.Suffix(stack, logicalId, Letters == NameLetters.Mixed)}";
        return Letters == NameLetters.Lower ? name.ToLowerInvariant() : name;
    }
}

/// <summary>Which letters generated names have.</summary>
internal enum NameLetters
{
    Mixed,
    Upper,
    Lower,
}
