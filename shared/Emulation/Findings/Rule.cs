namespace Emulation.Findings;

/// <summary>How much a finding weighs. <c>localaws lint</c> fails for warnings and errors.</summary>
internal enum Severity
{
    Note,
    Warning,
    Error,
}

/// <summary>One kind of finding, and how it is found.</summary>
/// <param name="code">Stable, such as <c>LA001</c>: what <c>Metadata</c> suppresses. A code never changes its meaning.</param>
/// <param name="name">In words.</param>
/// <param name="severity">How much it weighs.</param>
/// <param name="why">Why it matters.</param>
internal abstract class Rule(string code, string name, Severity severity, string why)
{
    public string Code { get; } = code;

    public string Name { get; } = name;

    public Severity Severity { get; } = severity;

    public string Why { get; } = why;

    /// <summary>Every place of the templates that the rule is about.</summary>
    public abstract IEnumerable<Finding> Find(LintSubject subject);
}
