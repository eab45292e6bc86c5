using System.Collections.Immutable;
using Iam;

namespace Emulation.Principals;

/// <summary>A resource's policy as it was saved, with the unique ids of the users and roles that it named then.</summary>
internal sealed class KeptPolicy(Policy policy, ImmutableArray<BoundPrincipal> bound, Func<PrincipalIndex> accounts, PolicyParseOptions? options = null)
{
    private readonly bool namesSomebody = policy.Statements.Any(static statement => statement.PrincipalTexts.Any(PrincipalBinding.IsBound));
    private ImmutableDictionary<(string Sid, string Arn), string> bound = bound.ToImmutableDictionary(static one => (one.Sid ?? "", one.Arn), static one => one.UniqueId);
    private volatile AsOf? current;

    /// <summary>A policy that is saved now: whom it names is who has the name at the moment.</summary>
    public static KeptPolicy SavedNow(Policy policy, Func<PrincipalIndex> accounts, PolicyParseOptions? options = null) =>
        new(policy, BoundNow(policy, accounts()), accounts, options);

    /// <summary>
    /// A policy that was saved before: as far as it was not remembered whom it names, as in a template and in states of older versions, the names count as of
    /// now.
    /// </summary>
    public static KeptPolicy Restored(Policy policy, IReadOnlyList<BoundPrincipal> remembered, Func<PrincipalIndex> accounts) =>
        new(policy, [.. remembered, .. BoundNow(policy, accounts()).Where(now => !remembered.Any(kept => kept.Sid == now.Sid && kept.Arn == now.Arn))], accounts);

    /// <summary>The policy as it was saved.</summary>
    public Policy Saved => policy;

    /// <summary>
    /// As it is in force: whoever is gone is named by the id that nobody has any more. Whom a template names and who is made later is remembered from then on.
    /// It costs something only after a change of the accounts.
    /// </summary>
    public Policy InForce
    {
        get
        {
            if (!namesSomebody)
            {
                return policy;
            }

            var index = accounts();
            var known = current;
            if (known is null || !ReferenceEquals(known.Index, index))
            {
                foreach (var now in BoundNow(policy, index))
                {
                    ImmutableInterlocked.TryAdd(ref bound, (now.Sid ?? "", now.Arn), now.UniqueId);
                }

                current = known = new AsOf(
                    index,
                    PrincipalBinding.InForce(policy, (sid, arn) => bound.GetValueOrDefault((sid ?? "", arn)), arn => PrincipalIndex.IdOf(index.Accounts, arn), options));
            }

            return known.Policy;
        }
    }

    /// <summary>The unique id of each user and role that a policy names and that is there.</summary>
    public static ImmutableArray<BoundPrincipal> BoundNow(Policy policy, PrincipalIndex index) =>
    [
        .. policy.Statements
            .SelectMany(static statement => statement.PrincipalTexts.Select(text => (statement.Sid, Text: text)))
            .Distinct()
            .Select(named => (named.Sid, named.Text, Id: PrincipalIndex.IdOf(index.Accounts, named.Text)))
            .Where(static named => named.Id is not null)
            .Select(static named => new BoundPrincipal(named.Sid, named.Text, named.Id!)),
    ];

    /// <summary>Whether every user and role of an account that is here exists. AWS refuses to save a policy that names another.</summary>
    public static bool KnowsAll(Policy policy, PrincipalIndex accounts) => PrincipalBinding.Named(policy).All(text =>
        Arn.TryParse(text, out var arn) && (!accounts.Accounts.ContainsKey(arn.Account) || PrincipalIndex.IdOf(accounts.Accounts, text) is not null));

    private sealed record AsOf(PrincipalIndex Index, Policy Policy);
}

/// <summary>Whom the ARN of a user or role meant when a statement was saved, which may have no <c>Sid</c>.</summary>
internal readonly record struct BoundPrincipal(string? Sid, string Arn, string UniqueId);
