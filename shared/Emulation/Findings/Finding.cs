using Sam;

namespace Emulation.Findings;

/// <summary>How much a finding weighs. <c>localaws lint</c> fails for warnings and errors.</summary>
internal enum Severity
{
    Note,
    Warning,
    Error,
}

/// <summary>One kind of finding.</summary>
/// <param name="Code">Stable, such as <c>LA001</c>: what <c>Metadata</c> suppresses.</param>
/// <param name="Name">In words.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Why">Why it matters.</param>
internal sealed record Rule(string Code, string Name, Severity Severity, string Why);

/// <summary>Something in a template that somebody should look at.</summary>
/// <param name="Rule">Which kind.</param>
/// <param name="Resource">The logical id of the resource that it is about.</param>
/// <param name="At">The line to look at.</param>
/// <param name="Message">What is there.</param>
/// <param name="Remedy">How to mend it.</param>
internal sealed record Finding(Rule Rule, string Resource, SourceLine At, string Message, string Remedy);
