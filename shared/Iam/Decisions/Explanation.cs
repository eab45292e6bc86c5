using System.Collections.Immutable;
using System.Text;

namespace Iam;

/// <summary>How one statement took part in a decision.</summary>
/// <param name="Part">The kind of policy.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Statement">The statement.</param>
/// <param name="Applies">Whether it is about the request.</param>
/// <param name="Why">For a statement that is not: the element or condition that does not fit, with what was expected and what the request has.</param>
/// <param name="IsNear">Whether it would apply but for its principals or a condition: such a statement is worth a look.</param>
public sealed record StatementPart(DecidingPolicy Part, Policy Policy, Statement Statement, bool Applies, string Why, bool IsNear = false);

/// <summary>A decision with the part of every statement that was looked at.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Request">The request.</param>
/// <param name="Parts">The statements in the order of the walk.</param>
public sealed record Explanation(Decision Decision, AccessRequest Request, ImmutableArray<StatementPart> Parts)
{
    /// <summary>Several lines for a person: the verdict, then each statement.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Decision.Verdict).Append(": ").Append(Request.Principal.Arn).Append(' ').Append(Request.Action).Append(" on ").Append(Request.Resource).Append('\n');
        foreach (var part in Parts)
        {
            var place = part.Policy.Origin.PlaceOf(part.Statement.Index);
            text.Append("  ").Append(part.Applies ? part.Statement.Denies ? "denies " : "allows " : "silent ")
                .Append(part.Part).Append(" policy ").Append(part.Policy.Origin.Name).Append(", statement ").Append(part.Statement.DisplayName)
                .Append(place is null ? "" : $" ({place})").Append(part.Why.Length == 0 ? "" : $": {part.Why}").Append('\n');
        }

        return text.ToString();
    }
}
