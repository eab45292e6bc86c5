namespace Iam;

/// <summary>Whether all, some or none of a principal's requests may pass.</summary>
public enum SymbolicVerdict
{
    /// <summary>None.</summary>
    Deny,

    /// <summary>All.</summary>
    Allow,

    /// <summary>Some: it depends on what is not known before the request.</summary>
    Conditional,
}

/// <summary>The answer to an <see cref="AccessQuestion"/>.</summary>
/// <param name="Verdict">All, some or none.</param>
/// <param name="Decision">The decision for a typical request: of a conditional answer, one that passes when there is one.</param>
/// <param name="Condition">For a conditional answer on what it depends, from the policies' own conditions; else null.</param>
public sealed record SymbolicDecision(SymbolicVerdict Verdict, Decision Decision, string? Condition)
{
    /// <summary>Whether a statement denies some of the requests, or may; else those that do not pass only lack an allow.</summary>
    public bool MayBeDenied { get; init; }
}
