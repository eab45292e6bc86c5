using System.Collections.Immutable;
using Iam.Conditions;
using Iam.Matching;

namespace Iam.Decisions;

/// <summary>The element of a statement that did not fit a request.</summary>
internal enum Mismatch
{
    None,
    Principal,
    Action,
    Resource,
    Condition,
}

/// <summary>Whether one statement is about one request. Runs per request: allocates nothing but for filled-in variables.</summary>
internal static class StatementMatch
{
    /// <summary>Matches all elements in the order that costs least.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="request">The request.</param>
    /// <param name="bounded">Whether the caller has a permissions boundary.</param>
    /// <param name="naming">How the statement names the caller; <see cref="Naming.Itself"/> in a policy without principals.</param>
    /// <param name="condition">The condition that was not met.</param>
    public static Mismatch Match(Statement statement, AccessRequest request, bool bounded, out Naming naming, out Condition? condition)
    {
        condition = null;
        naming = NamingOf(statement, request.Principal, bounded);
        if (naming == Naming.None)
        {
            return Mismatch.Principal;
        }

        if (AnyNames(statement.Actions, request.Action, request.Context) == statement.NotAction)
        {
            return Mismatch.Action;
        }

        if (!statement.Resources.IsDefault && AnyMatches(statement.Resources, request.Resource, request.Context) == statement.NotResource)
        {
            return Mismatch.Resource;
        }

        foreach (var candidate in statement.Conditions)
        {
            if (!candidate.IsMet(request.Context))
            {
                condition = candidate;
                return Mismatch.Condition;
            }
        }

        return Mismatch.None;
    }

    public static Naming NamingOf(Statement statement, Principal principal, bool bounded)
    {
        if (statement.Principals.IsDefault)
        {
            return Naming.Itself;
        }

        if (statement.NotPrincipal)
        {
            return (statement.Denies ? Spares(statement, principal, bounded) : Best(statement, principal) != Naming.None) ? Naming.None : Naming.Itself;
        }

        return Best(statement, principal);
    }

    private static Naming Best(Statement statement, Principal principal)
    {
        var best = Naming.None;
        // Only Federated lets in whom a provider vouches for (captured: internal/services/sts/testdata/saml_trust_aws.json of radkawar/stackd); a deny of everyone denies them too.
        var isFederated = principal is WebIdentity && !statement.Denies;
        foreach (var pattern in statement.Principals)
        {
            var naming = isFederated && pattern == PrincipalPattern.Everyone ? Naming.None : pattern.Match(principal);
            best = naming > best ? naming : best;
        }

        return best;
    }

    /// <summary>
    /// Deny with NotPrincipal spares those who are listed in full, account, role and session, and nobody who has a permissions boundary. IAM User
    /// Guide, "IAM JSON policy elements: NotPrincipal".
    /// </summary>
    private static bool Spares(Statement statement, Principal principal, bool bounded)
    {
        var account = principal.Account is null;
        var role = principal is not AssumedRole;
        var itself = principal is AccountRoot;
        foreach (var pattern in statement.Principals)
        {
            var everyone = pattern == PrincipalPattern.Everyone;
            var naming = pattern.Match(principal);
            account |= everyone || naming == Naming.Account;
            role |= everyone || naming == Naming.Role;
            itself |= naming == Naming.Itself;
        }

        return account && role && itself && !bounded;
    }

    private static bool AnyMatches(ImmutableArray<PolicyPattern> patterns, string text, ConditionContext context)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.IsMatch(text, context))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one of the actions is the one that is asked.</summary>
    public static bool AnyNames(ImmutableArray<PolicyPattern> actions, string action, ConditionContext context)
    {
        foreach (var pattern in actions)
        {
            if (pattern.IsMatchAgain(action, context))
            {
                return true;
            }
        }

        return false;
    }
}
