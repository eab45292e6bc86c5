using Sam;

namespace Emulation.Findings;

/// <summary>Something in a template that somebody should look at.</summary>
/// <param name="Rule">Which kind.</param>
/// <param name="Resource">The logical id of the resource that it is about.</param>
/// <param name="At">The line to look at.</param>
/// <param name="Message">What is there.</param>
/// <param name="Remedy">How to mend it.</param>
internal sealed record Finding(Rule Rule, string Resource, SourceLine At, string Message, string Remedy)
{
    /// <summary>A finding about one statement of a policy.</summary>
    public Finding(Rule rule, OwnedStatement at, string message, string remedy)
        : this(rule, at.Owner.Resource, at.Line, message, remedy)
    {
    }
}
