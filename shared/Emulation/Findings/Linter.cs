using System.Collections.Immutable;
using Emulation.Access;
using Emulation.Findings.Rules;
using Sam;

namespace Emulation.Findings;

/// <summary>A finding with the suppression that accepts it, when there is one.</summary>
internal sealed record Judged(Finding Finding, Suppression? Suppression);

/// <summary>Runs all rules.</summary>
internal static class Linter
{
    private static readonly UnusedSuppression Unused = new();

    /// <summary>Every rule, in the order of their codes.</summary>
    public static ImmutableArray<Rule> Rules { get; } =
    [
        new PublicRoute(), new GrantToEveryone(), new ShadowedAllow(), new NeverMatches(), new UnknownRoute(), new SameAccountTrap(), new UnassumableRole(), new HalfGrant(),
        new AnyRole(), new EverythingBut(), new DefaultQuota(), Unused, new AnyIdentityPool(), new LiteralId(), new PlainOverSeveralValues(), new BlockedPublicPolicy(),
        new IntegrationAsCaller(), new SignedPreflight(), new AddressAllowList(), new VerbFallsThrough(), new ParameterBecomesStar(), new OtherSpelling(), new NoPermission(),
        new OnePoolMayCall(), new MethodMayNotBeDeployed(), new WithoutEffect(),
        new SilentTopic(), new SilentBucket(), new SilentRule(), new UnreadableSource(), new UnreachableDestination(), new SilentAlarm(), new SilentLogGroup(),
        new FailingTask(), new SilentSchedule(), new FailingRotation(),
        new LinkByUnverifiedAddress(), new PowerThatUsersWrite(), new UnaskedSignIn(),
    ];

    /// <summary>All findings, stack by stack in the order of their lines, the accepted ones among them.</summary>
    public static ImmutableArray<Judged> Run(LoadedStacks stacks)
    {
        var matrix = AccessMatrix.Of(stacks);
        return [.. stacks.All.SelectMany(stack => Run(new LintSubject(stacks, stack, matrix)))];
    }

    private static IEnumerable<Judged> Run(LintSubject subject)
    {
        var judged = Rules.SelectMany(rule => rule.Find(subject)).Distinct()
            .Select(finding => new Judged(finding, subject.Main.Suppressions.FirstOrDefault(suppression => Accepts(suppression, finding)))).ToList();
        var unused = Unused.Find(subject, judged).Select(static finding => new Judged(finding, null));
        return judged.Concat(unused).OrderBy(static one => one.Finding.At.Line).ThenBy(static one => one.Finding.Rule.Code, StringComparer.Ordinal);
    }

    private static bool Accepts(Suppression suppression, Finding finding) =>
        suppression.Rule == finding.Rule.Code && (suppression.LogicalId is null || suppression.LogicalId == finding.Resource);
}
