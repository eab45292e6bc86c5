namespace Sam;

/// <summary>A finding that the template accepts: <c>Metadata: { LocalAws: { Suppress: [{ Rule: LA001, Reason: ... }] } }</c>.</summary>
/// <param name="LogicalId">The resource that has the entry; null for one at the top, which is about the whole template.</param>
/// <param name="Rule">The rule's code.</param>
/// <param name="Reason">Why the finding is accepted.</param>
/// <param name="Line">Where the entry is.</param>
public sealed record Suppression(string? LogicalId, string Rule, string Reason, SourceLine Line);
