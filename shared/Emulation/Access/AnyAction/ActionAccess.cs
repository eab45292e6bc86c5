using Emulation.Decisions;
using Iam;

namespace Emulation.Access.AnyAction;

/// <summary>Whether one principal may do something to a resource, and which statement says so.</summary>
/// <param name="Principal">Who.</param>
/// <param name="Action">What, such as <c>s3:GetObject</c>.</param>
/// <param name="Resource">To which resource.</param>
/// <param name="Verdict">In all cases, in some, in none.</param>
/// <param name="Decision">The statement that decides.</param>
/// <param name="Condition">On what it depends; null where it depends on nothing.</param>
internal sealed record ActionAccess(MatrixPrincipal Principal, string Action, AskedResource Resource, SymbolicVerdict Verdict, Decision Decision, string? Condition)
{
    /// <summary>The verdict, in the word that people and programs read.</summary>
    public AccessWord Word => Resource.Closed is not null || Decision.Closed is not null ? AccessWord.Closed : Verdict switch
    {
        SymbolicVerdict.Allow => AccessWord.Allow,
        SymbolicVerdict.Conditional => AccessWord.Conditional,
        _ => AccessWord.Deny,
    };

    /// <summary>The why, in a sentence.</summary>
    public string Reason => Resource.Closed is { } closed ? closed.ToString()
        : Condition?.Replace('\n', ' ') is not { } condition ? Sentence
        : Decision.Verdict == Iam.Verdict.Allow ? $"{Sentence[..^1]}, {condition}." : $"{char.ToUpperInvariant(condition[0])}{condition[1..]}.";

    private string Sentence => Resource.IsDeclared || Decision.Policy is not null || Resource.Text == AskedResource.Any
        ? DecisionText.For(Principal.Name, Action, Resource.Text, Decision)
        : $"{DecisionText.For(Principal.Name, Action, Resource.Text, Decision)[..^1]}; no template declares it, so that its own policy is not known.";
}
