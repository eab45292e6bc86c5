using System.Collections.Immutable;
using Iam.Conditions;
using Iam.Matching;

namespace Iam;

/// <summary>One statement of a policy, compiled.</summary>
public sealed class Statement
{
    internal Statement(int index)
    {
        Index = index;
    }

    /// <summary>Position in the document, from 0.</summary>
    public int Index { get; }

    /// <summary>The statement's id, when it has one.</summary>
    public string? Sid { get; internal init; }

    /// <summary>Whether the statement denies.</summary>
    public bool Denies { get; internal init; }

    /// <summary>How explanations call the statement: its Sid, or its number counted from 1.</summary>
    public string DisplayName => Sid is { Length: > 0 } ? $"'{Sid}'" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Index + 1}");

    internal ImmutableArray<PolicyPattern> Actions { get; init; } = [];

    /// <summary>Whether <see cref="Actions"/> are what the statement is not about.</summary>
    internal bool NotAction { get; init; }

    internal ImmutableArray<PolicyPattern> Resources { get; init; } = [];

    internal bool NotResource { get; init; }

    /// <summary>Default in policies that name no principals: they apply to whom they are attached.</summary>
    internal ImmutableArray<PrincipalPattern> Principals { get; init; }

    internal bool NotPrincipal { get; init; }

    internal ImmutableArray<Condition> Conditions { get; init; } = [];
}
