using System.Collections.Immutable;
using Emulation.Access;
using Emulation.Explain;
using Iam;
using Sam;

namespace Emulation.Findings;

/// <summary>A policy of the template with whom it belongs to.</summary>
internal sealed record OwnedPolicy(string Resource, SourceLine Line, Policy Policy)
{
    /// <summary>The line of a statement, or of the resource when the document is not in the template.</summary>
    public SourceLine At(Statement statement) =>
        Policy.Origin.StatementLines is { IsDefault: false } lines && statement.Index < lines.Length ? new SourceLine(Line.File, lines[statement.Index]) : Line;

    /// <summary>How messages call a statement.</summary>
    public string Name(Statement statement) => $"Statement {statement.DisplayName} of {Policy.Origin.Name}";
}

/// <summary>What the rules look at: the stacks, their access matrix, and every policy that somebody wrote into the template.</summary>
internal sealed class LintSubject
{
    public LintSubject(LoadedStacks stacks)
    {
        Stacks = stacks;
        Matrix = AccessMatrix.Of(stacks);
        Identity =
        [
            .. stacks.Main.Roles.SelectMany(r => r.Policies.Select(p => new OwnedPolicy(r.LogicalId, r.Line, p))).Concat(stacks.Main.Users.SelectMany(u => u.Policies.Select(p => new OwnedPolicy(u.LogicalId, u.Line, p)))).Where(p => !IsOfAws(p.Policy)),
        ];
        Resource = [.. stacks.Main.Apis.Where(a => a.ResourcePolicy is not null).Select(a => new OwnedPolicy(a.LogicalId, a.Line, a.ResourcePolicy!))];
        Tables = [.. stacks.Main.Tables.Where(t => t.ResourcePolicy is not null).Select(t => new OwnedPolicy(t.LogicalId, t.Line, t.ResourcePolicy!))];
        Boundaries =
        [
            .. stacks.Main.Roles.Select(r => (r.LogicalId, r.Line, r.Boundary)).Concat(stacks.Main.Users.Select(u => (u.LogicalId, u.Line, u.Boundary)))
                .Where(b => b.Boundary is not null && !IsOfAws(b.Boundary)).Select(b => new OwnedPolicy(b.LogicalId, b.Line, b.Boundary!)).DistinctBy(p => p.Policy),
        ];
        Trust = [.. stacks.Main.Roles.Select(r => new OwnedPolicy(r.LogicalId, r.Line, r.TrustPolicy))];
        Strangers = new Strangers(this);
        Words = new TemplateWords(stacks);
    }

    public LoadedStacks Stacks { get; }

    public Stack Main => Stacks.Main;

    public AccessMatrix Matrix { get; }

    /// <summary>Who gets in that nobody meant.</summary>
    public Strangers Strangers { get; }

    /// <summary>Says ARNs as the template does.</summary>
    public TemplateWords Words { get; }

    /// <summary>Identity policies, but those that AWS manages.</summary>
    public ImmutableArray<OwnedPolicy> Identity { get; }

    /// <summary>Resource policies of APIs.</summary>
    public ImmutableArray<OwnedPolicy> Resource { get; }

    /// <summary>Resource policies of tables.</summary>
    public ImmutableArray<OwnedPolicy> Tables { get; }

    /// <summary>Permissions boundaries, but those that AWS manages: each once.</summary>
    public ImmutableArray<OwnedPolicy> Boundaries { get; }

    /// <summary>Trust policies of roles.</summary>
    public ImmutableArray<OwnedPolicy> Trust { get; }

    public static IEnumerable<(OwnedPolicy Owner, Statement Statement)> Statements(params ImmutableArray<OwnedPolicy>[] policies) =>
        policies.SelectMany(all => all).SelectMany(p => p.Policy.Statements.Select(s => (p, s)));

    /// <summary>The ARN of a role or user of a stack; null when it is neither.</summary>
    public static string? ArnOf(Stack stack, string logicalId) =>
        stack.Roles.FirstOrDefault(r => r.LogicalId == logicalId)?.Arn.ToString() ?? stack.Users.FirstOrDefault(u => u.LogicalId == logicalId)?.Arn.ToString();

    private static bool IsOfAws(Policy policy) => policy.Origin.Arn?.Contains("::aws:", StringComparison.Ordinal) == true;
}
