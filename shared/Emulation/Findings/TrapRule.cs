using Sam;

namespace Emulation.Findings;

/// <summary>A rule about what the template's reader sees: what the SAM transform or CloudFormation makes of it, against what it seems to say.</summary>
internal abstract class TrapRule(string code, string name, Severity severity, string why, TrapKind kind) : Rule(code, name, severity, why)
{
    public TrapKind Kind { get; } = kind;

    public sealed override IEnumerable<Finding> Find(LintSubject subject) =>
        from trap in subject.Main.Traps
        where trap.Kind == Kind && Catches(subject, trap)
        select new Finding(this, trap.Resource, trap.At, trap.Message, trap.Remedy);

    /// <summary>Whether somebody falls into it.</summary>
    protected virtual bool Catches(LintSubject subject, TemplateTrap trap) => true;
}
