using System.Collections.Immutable;
using Iam;

namespace Emulation.IdentityManagement.Simulation;

/// <summary>What became of one action on one resource.</summary>
/// <param name="Resource">The resource; <c>*</c> where none was named.</param>
/// <param name="Verdict">The decision.</param>
/// <param name="Matched">The statements that made it.</param>
/// <param name="Missing">Of an action that nothing allows, the condition keys that policies ask for and the call does not have.</param>
/// <param name="AllowedByOrganization">Whether service control policies let it pass; null without any.</param>
/// <param name="AllowedByBoundary">Whether the permissions boundary does; null without one.</param>
/// <param name="Sides">Across accounts, what each kind of policy says; empty within one.</param>
internal sealed record Evaluation(
    string Resource,
    Verdict Verdict,
    ImmutableArray<StatementPart> Matched,
    ImmutableArray<string> Missing,
    bool? AllowedByOrganization,
    bool? AllowedByBoundary,
    ImmutableArray<(string Key, Verdict Value)> Sides);

/// <summary>
/// One action of a simulation, with a result for each resource below: allowed when it is on all of them (captured: testdata/aws/iam/simulation.json of
/// radkawar/stackd).
/// </summary>
/// <param name="Action">The action, as the call writes it.</param>
/// <param name="NamesResources">Whether the call names resources.</param>
/// <param name="Results">By resource, as the call names them; one for <c>*</c> when it names none.</param>
internal sealed record SimulatedAction(string Action, bool NamesResources, ImmutableArray<Evaluation> Results)
{
    /// <summary>Its one resource, or the form that its resources have; null when nobody has seen that of this action.</summary>
    public string? Resource => Results is [var only] ? only.Resource : ResourceForms.Of(Action);

    public Verdict Verdict => OfAll(Results.Select(static result => result.Verdict));

    public ImmutableArray<StatementPart> Matched => [.. Results.SelectMany(static result => result.Matched).DistinctBy(static part => part.Statement)];

    public ImmutableArray<string> Missing => [.. Results.SelectMany(static result => result.Missing).Distinct(StringComparer.OrdinalIgnoreCase)];

    public bool? AllowedByOrganization => Results[0].AllowedByOrganization is null ? null : Results.All(static result => result.AllowedByOrganization == true);

    public bool? AllowedByBoundary => Results[0].AllowedByBoundary is null ? null : Results.All(static result => result.AllowedByBoundary == true);

    public ImmutableArray<(string Key, Verdict Value)> Sides =>
    [
        .. Results.SelectMany(static result => result.Sides).GroupBy(static side => side.Key, StringComparer.Ordinal)
            .Select(static side => (side.Key, OfAll(side.Select(static one => one.Value)))),
    ];

    private static Verdict OfAll(IEnumerable<Verdict> verdicts)
    {
        var all = verdicts.ToHashSet();
        return all.Contains(Verdict.ExplicitDeny) ? Verdict.ExplicitDeny : all.Contains(Verdict.ImplicitDeny) ? Verdict.ImplicitDeny : Verdict.Allow;
    }
}
