using System.Collections.Immutable;
using Sam;

namespace Emulation.Findings;

/// <summary>A finding with the suppression that accepts it, when there is one.</summary>
internal sealed record Judged(Finding Finding, Suppression? Suppression);

/// <summary>Runs all rules.</summary>
internal static class Linter
{
    /// <summary>All findings in the order of their lines, the accepted ones among them.</summary>
    public static ImmutableArray<Judged> Run(LoadedStacks stacks)
    {
        var subject = new LintSubject(stacks);
        IEnumerable<Finding> found = [.. OpenDoors.Find(subject), .. DeadLetters.Find(subject), .. BrokenChains.Find(subject), .. TransformTraps.Find(subject), .. MissingPermissions.Find(subject), .. PooledRoles.Find(subject)];
        var judged = found.Distinct().Select(f => new Judged(f, stacks.Main.Suppressions.FirstOrDefault(s => Accepts(s, f)))).ToList();
        var unused = stacks.Main.Suppressions.Where(s => !judged.Exists(j => j.Suppression == s)).Select(s => new Judged(
            new Finding(Rules.UnusedSuppression, s.LogicalId ?? "Metadata", s.Line, Rules.All.Any(r => r.Code == s.Rule) ? $"{s.Rule} is suppressed here, and there is no such finding." : $"There is no rule {s.Rule}.", "Remove the entry."), null));
        return [.. judged.Concat(unused).OrderBy(j => j.Finding.At.Line).ThenBy(j => j.Finding.Rule.Code, StringComparer.Ordinal)];
    }

    private static bool Accepts(Suppression suppression, Finding finding) => suppression.Rule == finding.Rule.Code && (suppression.LogicalId is null || suppression.LogicalId == finding.Resource);
}
