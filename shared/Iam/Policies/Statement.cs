using System.Collections.Immutable;
using Iam.Conditions;
using Iam.Decisions;
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

    /// <summary>The actions as written, of Action or NotAction.</summary>
    public IEnumerable<string> ActionTexts => Actions.Select(a => a.Source);

    /// <summary>The resources, of Resource or NotResource, with API Gateway's short form spelt out; empty in a trust policy.</summary>
    public IEnumerable<string> ResourceTexts => Resources.IsDefault ? [] : Resources.Select(r => r.Source);

    /// <summary>The principals as written, of Principal or NotPrincipal; <c>*</c> for everyone. Empty in policies that name none.</summary>
    public IEnumerable<string> PrincipalTexts => Principals.IsDefault ? [] : Principals.Select(p => p.ToString());

    /// <summary>The conditions: operator, key and values as written.</summary>
    public IEnumerable<(string Operator, string Key, ImmutableArray<string> Values)> ConditionTexts =>
        Conditions.Select(c => (c.Name, c.Key, c.Operands.Select(o => o.Source).ToImmutableArray()));

    /// <summary>Each condition, met or not: a decision ends with the first that is not.</summary>
    public IEnumerable<ConditionCheck> Check(ConditionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Conditions.Select(c => new ConditionCheck(
            c.Name, c.Key, [.. c.Operands.Select(static o => o.Source)], context.TryGet(c.Key, out var values) ? values : [], c.IsMet(context)));
    }

    /// <summary>Whether the element is NotAction.</summary>
    public bool HasNotAction => NotAction;

    /// <summary>Whether the element is NotResource.</summary>
    public bool HasNotResource => NotResource;

    /// <summary>Whether the element is NotPrincipal.</summary>
    public bool HasNotPrincipal => NotPrincipal;

    /// <summary>Whether Action or NotAction is about an action.</summary>
    public bool IsAboutAction(string action) => StatementMatch.AnyNames(Actions, action, new ConditionContext()) != NotAction;

    /// <summary>The same statement in another place of a document.</summary>
    internal Statement At(int index) => new(index)
    {
        Sid = Sid,
        Denies = Denies,
        Actions = Actions,
        NotAction = NotAction,
        Resources = Resources,
        NotResource = NotResource,
        Principals = Principals,
        NotPrincipal = NotPrincipal,
        Conditions = Conditions,
    };

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
