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
    /// <param name="naming">How the statement names the caller; <see cref="Naming.Itself"/> in a policy without principals.</param>
    /// <param name="condition">The condition that was not met.</param>
    public static Mismatch Match(Statement statement, AccessRequest request, out Naming naming, out Condition? condition)
    {
        condition = null;
        naming = NamingOf(statement, request.Principal);
        if (naming == Naming.None)
        {
            return Mismatch.Principal;
        }

        if (AnyMatches(statement.Actions, request.Action, request.Context) == statement.NotAction)
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

    private static Naming NamingOf(Statement statement, Principal principal)
    {
        if (statement.Principals.IsDefault)
        {
            return Naming.Itself;
        }

        var best = Naming.None;
        foreach (var pattern in statement.Principals)
        {
            var naming = pattern.Match(principal);
            best = naming > best ? naming : best;
        }

        // NotPrincipal is about everyone whom it does not name.
        return statement.NotPrincipal ? best == Naming.None ? Naming.Itself : Naming.None : best;
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
}
