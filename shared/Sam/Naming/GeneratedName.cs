namespace Sam.Naming;

/// <summary>How CloudFormation names a resource that the template leaves unnamed: <c>{stack}-{logical id}-{suffix}</c>.</summary>
/// <param name="Longest">The longest name the service takes, in characters.</param>
/// <param name="Letters">The letters it takes.</param>
internal readonly record struct GeneratedName(int Longest, NameLetters Letters)
{
    private const int SuffixLength = 12;

    public string For(StackOptions stack, string logicalId)
    {
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
