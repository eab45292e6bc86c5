using Iam;
using Sam;

namespace Emulation.Findings;

/// <summary>A policy of the template with whom it belongs to.</summary>
internal sealed record OwnedPolicy(string Resource, SourceLine Line, Policy Policy)
{
    public IEnumerable<OwnedStatement> Statements => Policy.Statements.Select(statement => new OwnedStatement(this, statement));
}

/// <summary>A statement of such a policy.</summary>
internal sealed record OwnedStatement(OwnedPolicy Owner, Statement Statement)
{
    /// <summary>The statement's line, or that of the resource when the document is not in the template.</summary>
    public SourceLine Line => Owner.Policy.Origin.StatementLines is { IsDefault: false } lines && Statement.Index < lines.Length
        ? new SourceLine(Owner.Line.File, lines[Statement.Index])
        : Owner.Line;

    /// <summary>How messages call it.</summary>
    public string Name => $"Statement {Statement.DisplayName} of {Owner.Policy.Origin.Name}";
}
