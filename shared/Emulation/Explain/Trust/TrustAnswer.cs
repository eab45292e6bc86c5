using System.Collections.Immutable;
using Iam;
using Sam;

namespace Emulation.Explain.Trust;

/// <summary>What becomes of somebody who asks for a role with a token: the verdict, what decided it, who else gets in, and what to change.</summary>
internal sealed record TrustAnswer(TrustQuestion Question, AskedToken Token, TrustVerdict Verdict)
{
    private const string SessionName = "sts:RoleSessionName";

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
        if (verdict.Refusals.All(static refusal => refusal.Type == "AccessDenied"))
        {
            AskWhatIsUnsaid(statements, verdict, [.. token.Unsaid.Select(claim => $"{verdict.Provider.Name}:{claim}"), .. isSessionNamed ? [] : (string[])[SessionName]]);
        }

        return new TrustAnswer(question, token, verdict)
        {
            Statements = statements,
            Warnings = WarningsOf(question, token, now),
            Changes = verdict.IsAllowed ? [] : [.. TrustChange.Of(question, token, verdict, statements)],
        };
    }

    /// <summary>Asks for what decides and was not said: then nobody can tell, and what was not said is not taken for missing.</summary>
    private static void AskWhatIsUnsaid(ImmutableArray<TrustedStatement> statements, TrustVerdict verdict, IReadOnlyCollection<string> unsaid)
    {
        // Whether such a statement applies is a matter of nothing but what was not said.
        var (open, sure) = (statements.Where(one => one.DependsOn(unsaid)).ToList(), statements.Where(one => one.Part.Applies && !one.DependsOn(unsaid)).ToList());
        var isAllowed = sure.Exists(Allows);
        if (sure.Exists(static one => one.Part.Statement.Denies)
            || (isAllowed ? open.TrueForAll(static one => !one.Part.Statement.Denies) : !open.Exists(Allows)))
        {
            return;
        }

        var (name, key, wanted) = open[0].Claims.Select(static claim => (claim.Check.Operator, claim.Check.Key, claim.Check.Wanted))
            .First(one => unsaid.Contains(one.Key, StringComparer.OrdinalIgnoreCase));
        throw new UsageException(
            $"{open[0].Part.Policy.Origin.Name} asks for {key} ({name} {string.Join(", ", wanted)}), of which the question says nothing: add "
                + $"{(key.Equals(SessionName, StringComparison.OrdinalIgnoreCase) ? "--session-name NAME" : $"{key[(verdict.Provider.Name.Length + 1)..]}=...")}.");
    }

    private static bool Allows(TrustedStatement statement) => statement.Part is { Part: DecidingPolicy.Trust, Statement.Denies: false };

    /// <summary>Of those who get in too the widest: it says all that the narrower would.</summary>
    private static ImmutableArray<string> WarningsOf(TrustQuestion question, AskedToken token, DateTimeOffset now) =>
        token.Others.FirstOrDefault(other => question.Decide(other.Claims, now).IsAllowed) is { } widest
            ? [$"{widest.Who} may become {question.Name} too, such as one whose sub is {widest.Claims.Text("sub")}."]
            : [];
}
