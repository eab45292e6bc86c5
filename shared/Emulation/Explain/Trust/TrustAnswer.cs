using System.Collections.Immutable;
using Iam;
using Sam;

namespace Emulation.Explain.Trust;

/// <summary>What becomes of somebody who asks for a role with a token: the verdict, what decided it, who else gets in, and what to change.</summary>
internal sealed record TrustAnswer(TrustQuestion Question, AskedToken Token, TrustVerdict Verdict)
{
    /// <summary>The statements of the role's trust policy, and of whatever else has a say, beside the token.</summary>
    public ImmutableArray<TrustedStatement> Statements { get; private init; } = [];

    /// <summary>Who gets in too and should not, a sentence each; empty where nobody does.</summary>
    public ImmutableArray<string> Warnings { get; private init; } = [];

    /// <summary>What to change so that the token opens the role.</summary>
    public ImmutableArray<string> Changes { get; private init; } = [];

    public bool IsAllowed => Verdict.IsAllowed;

    /// <summary>Where the provider is declared; null where no template has it.</summary>
    public OidcProvider? Declared =>
        Question.Stacks.All.SelectMany(static stack => stack.OidcProviders).FirstOrDefault(one => Verdict.IsKnown && one.Arn.ToString() == Verdict.Provider.Arn);

    /// <exception cref="UsageException">What decides was not said of the token.</exception>
    public static TrustAnswer Of(TrustQuestion question, AskedToken token, bool isSessionNamed, DateTimeOffset now)
    {
        var verdict = question.Decide(token.Claims, now);
        var statements = TrustedStatement.Of(verdict, token);
        if (verdict is { IsAllowed: false })
        {
            AskWhatIsUnsaid(statements, token, verdict, isSessionNamed);
        }

        return new TrustAnswer(question, token, verdict)
        {
            Statements = statements,
            Warnings = WarningsOf(question, token, now),
            Changes = verdict.IsAllowed ? [] : [.. TrustChange.Of(question, token, verdict, statements)],
        };
    }

    /// <summary>A statement that would let the token in, were it not for a claim of which nobody has said anything.</summary>
    private static void AskWhatIsUnsaid(ImmutableArray<TrustedStatement> statements, AskedToken token, TrustVerdict verdict, bool isSessionNamed)
    {
        string[] unsaid = [.. token.Unsaid.Select(claim => $"{verdict.Provider.Name}:{claim}"), .. isSessionNamed ? [] : (string[])["sts:RoleSessionName"]];
        if (statements.FirstOrDefault(static one => one.IsMeant) is not { Part.Applies: false } nearest
            || nearest.Unmet.FirstOrDefault(claim => !unsaid.Contains(claim.Check.Key, StringComparer.OrdinalIgnoreCase)) is not null
            || nearest.Unmet.FirstOrDefault() is not { } claim)
        {
            return;
        }

        var name = claim.Check.Key[(claim.Check.Key.LastIndexOf(':') + 1)..];
        throw new UsageException(
            $"The trust policy asks for {claim.Check.Key} ({claim.Check.Operator} {string.Join(", ", claim.Check.Wanted)}), of which the question says nothing: add "
                + $"{(claim.Check.Key.StartsWith("sts:", StringComparison.OrdinalIgnoreCase) ? "--session-name NAME" : $"{name}=...")}.");
    }

    /// <summary>Of those who get in too the widest: it says all that the narrower would.</summary>
    private static ImmutableArray<string> WarningsOf(TrustQuestion question, AskedToken token, DateTimeOffset now) =>
        token.Others.FirstOrDefault(other => question.Decide(other.Claims, now).IsAllowed) is { } widest
            ? [$"{widest.Who} may become {question.Name} too, such as one whose sub is {widest.Claims.Text("sub")}."]
            : [];
}
