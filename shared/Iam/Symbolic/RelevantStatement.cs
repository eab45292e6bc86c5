using System.Collections.Immutable;
using Iam.Conditions;
using Iam.Decisions;
using Iam.Matching;

namespace Iam.Symbolic;

/// <summary>A statement that can be about some of the requests asked about, with what that depends on.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="OpenConditions">The conditions on keys whose values are not known.</param>
/// <param name="Resources">The resource patterns that fit some of the ARNs only, filled in.</param>
/// <param name="OpenSession">Whether it depends on the session's name.</param>
/// <param name="IsExact">False when it depends on something that cannot be analysed: a variable whose value is not known, or an enormous pattern.</param>
internal sealed record RelevantStatement(Statement Statement, ImmutableArray<Condition> OpenConditions, ImmutableArray<string> Resources, bool OpenSession, bool IsExact)
{
    public bool IsOpen => OpenConditions.Length > 0 || Resources.Length > 0 || OpenSession || !IsExact;

    /// <summary>Null when the statement is about none of the requests.</summary>
    public static RelevantStatement? Of(Statement statement, AccessQuestion question, bool bounded)
    {
        var request = question.Typical;
        var session = SessionOf(statement, question);
        if (session == Trilean.Never && StatementMatch.NamingOf(statement, request.Principal, bounded) == Naming.None)
        {
            return null;
        }

        if (StatementMatch.AnyNames(statement.Actions, request.Action, request.Context) == statement.NotAction)
        {
            return null;
        }

        var exact = true;
        var openResources = ImmutableArray<string>.Empty;
        if (!statement.Resources.IsDefault && !FitsResource(statement, question, ref exact, ref openResources))
        {
            return null;
        }

        var open = ImmutableArray<Condition>.Empty;
        foreach (var condition in statement.Conditions)
        {
            switch (question.Context.Of(condition.Key))
            {
                case Presence.Always or Presence.Unknown:
                    open = open.Add(condition);
                    break;
                case var _ when ComparesWithUnknown(condition, question.Context):
                    exact = false;
                    break;
                case var _ when !condition.IsMet(question.Context.Known):
                    return null;
            }
        }

        return new RelevantStatement(statement, open, openResources, session == Trilean.Sometimes, exact);
    }

    /// <summary>Whether a condition on a known key compares it with something that is not known.</summary>
    private static bool ComparesWithUnknown(Condition condition, PartialContext context) =>
        condition.Operands.Any(o => o is TextOperand text && Filling.Of(text.Pattern, context, out _) == FillOutcome.Unknown);

    /// <summary>False when no ARN of the shape fits.</summary>
    private static bool FitsResource(Statement statement, AccessQuestion question, ref bool exact, ref ImmutableArray<string> open)
    {
        var any = Trilean.Never;
        foreach (var pattern in statement.Resources)
        {
            switch (Fits(pattern, question, out var filled))
            {
                case Trilean.Always:
                    any = Trilean.Always;
                    break;
                case Trilean.Sometimes:
                    any = any == Trilean.Always ? any : Trilean.Sometimes;
                    exact &= filled is { Length: <= Filling.LongestPattern };
                    open = filled is null ? open : open.Add(filled);
                    break;
            }
        }

        if (any == Trilean.Always)
        {
            open = [];
            exact = true;
            return !statement.NotResource;
        }

        return any == Trilean.Sometimes || statement.NotResource;
    }

    private static Trilean Fits(PolicyPattern pattern, AccessQuestion question, out string? filled)
    {
        filled = null;
        var shape = question.Resource;
        var common = Math.Min(pattern.LiteralPrefix.Length, shape.LiteralPrefix.Length);
        if (!pattern.LiteralPrefix.AsSpan(0, common).SequenceEqual(shape.LiteralPrefix.AsSpan(0, common)))
        {
            return Trilean.Never;
        }

        switch (Filling.Of(pattern, question.Context, out filled))
        {
            case FillOutcome.Unknown:
                return Trilean.Sometimes;
            case FillOutcome.Never:
                return Trilean.Never;
        }

        if (shape.Match?.CanMatch(filled, common) == false)
        {
            return Trilean.Never;
        }

        return Glob.IsMatch(filled, shape.Generic, ignoreCase: false) ? Trilean.Always : shape.IsLiteral ? Trilean.Never : Trilean.Sometimes;
    }

    /// <summary>Whether the statement names sessions of the role by their names.</summary>
    private static Trilean SessionOf(Statement statement, AccessQuestion question)
    {
        if (question.SessionPrefix is not { } prefix || statement.Principals.IsDefault)
        {
            return Trilean.Never;
        }

        return statement.Principals.Any(p => p.Key.StartsWith(prefix, StringComparison.Ordinal)) ? Trilean.Sometimes : Trilean.Never;
    }
}

/// <summary>Of a set of requests: all of them, some, none.</summary>
internal enum Trilean
{
    Never,
    Sometimes,
    Always,
}
