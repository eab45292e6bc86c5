using System.Globalization;
using Emulation.Decisions;
using Iam;

namespace Emulation.LeastPrivilege;

/// <summary>What is to be known of suggestions, in sentences: what was used of today's grants and what never was, and what cannot be known.</summary>
internal static class SuggestionNotes
{
    /// <summary>No more lines of one kind for a role.</summary>
    private const int MostLines = 20;

    /// <summary>No more names in a line: a managed policy may have hundreds.</summary>
    private const int MostNames = 8;

    /// <summary>The name of a suggested policy.</summary>
    public static string PolicyNameOf(RoleSuggestion role) => $"{role.Role.LogicalId}Calls";

    /// <summary>From what it is made.</summary>
    public static IEnumerable<string> OfRecords(LeastPrivilegeReport report)
    {
        var runs = report.Records.Runs;
        var since = runs.IsEmpty ? "" : Text($" since {runs.Min(static run => run.At):yyyy-MM-dd HH:mm} UTC");
        yield return $"The smallest policies for {Count(report.Records.Calls.Length, "call")} of {Count(runs.Length, "run")}{since}.";
        yield return "They allow what was seen and no more. Not seen: what no run called, what services of AWS do by themselves, and what goes to AWS past LocalAws.";
        if (runs.Any(static run => run.HasForgotten))
        {
            yield return Text($"There were calls before that are forgotten: a LocalAws keeps its last {DecisionLog.Capacity} decisions. 'localaws up --record FOLDER' keeps all.");
        }
    }

    /// <summary>Whose policy follows.</summary>
    public static IEnumerable<string> Title(RoleSuggestion role) =>
        [$"{role.Name} ({Place(role.Role.Line.ToString())}): {(role.WasSeen ? Count(role.Calls, "call") : "no call was seen, so that nothing is suggested for it")}."];

    /// <summary>Of one statement: where it comes from, and what its stars let besides.</summary>
    public static IEnumerable<string> Of(SuggestedStatement statement)
    {
        yield return $"{(statement.Of.Denies ? "As it is" : "Part of")}: {Named(statement.Policy, statement.Of)}.";
        if (!statement.AlsoAllows.IsEmpty)
        {
            yield return $"A star goes over slashes, so that this allows too: {string.Join(", ", statement.AlsoAllows)}.";
        }
    }

    /// <summary>Of a role.</summary>
    public static IEnumerable<string> Of(RoleSuggestion role, SuggestionWords words)
    {
        if (role.WasSeen && !role.Role.Policies.IsEmpty)
        {
            yield return $"In the place of: {string.Join(", ", role.Role.Policies.Select(static policy => policy.Origin.Name))}.";
        }

        foreach (var grant in role.WasSeen ? role.Grants.SelectMany(use => Of(use, resource => words.Resource(resource, role.Stack).Text)) : [])
        {
            yield return grant;
        }

        foreach (var line in Some(role.Unneeded.Select(static one => $"Needs no policy of the role: {one.Call}. {Sentence(one.Why)}"))
            .Concat(Some(role.NotAllowed.Select(static call => $"Seen, and not allowed by the template as it is: {call}.")))
            .Concat(Some(role.Untold.Select(static one => $"Seen, and not suggested: {one.Call}. {Sentence(one.Why)}")))
            .Concat(role.Unknown.Select(static why => $"Not known: {why}")))
        {
            yield return line;
        }
    }

    /// <summary>Of resource policies that name somebody who is nobody.</summary>
    public static IEnumerable<string> OfNobody(LeastPrivilegeReport report) => report.Nobody.Select(static one =>
        $"Nobody is {one.Caller}, whom {Named(one.Policy, one.Statement)} names.{(one.Closest is { } close ? $" Is {close} meant?" : "")}");

    /// <summary>Of one grant of today; nothing where all of it was used.</summary>
    private static IEnumerable<string> Of(GrantUse use, Func<string, string> written)
    {
        var name = Named(use.Policy, use.Statement);
        var never = use.Never.Where(action => !use.Unseen.Any(one => one.Action == action)).ToList();
        if (use.Used.IsEmpty && use.Unseen.IsEmpty)
        {
            yield return $"Never used: {name}.";
        }
        else
        {
            if (use.IsNeedless)
            {
                yield return $"Not needed: {name}. What was seen of it is allowed without it.";
            }

            if (never.Count > 0)
            {
                yield return $"Never used: {Names(never)} of {name}.";
            }

            if (use.IsWide && !use.IsNeedless)
            {
                yield return $"Used of {name}: {Names(use.Used)}; nothing else.";
            }

            if (!use.Used.IsEmpty && !use.NeverOn.IsEmpty)
            {
                yield return $"Never used: {Names(use.NeverOn.Select(written))} of {name}.";
            }

            foreach (var why in use.Unseen.GroupBy(static one => one.Why, static one => one.Action))
            {
                yield return $"Not known: whether {Names(why)} of {name} is used. {Sentence(why.Key)}";
            }
        }
    }

    private static string Named(Policy policy, Statement statement) =>
        $"statement {statement.DisplayName} of {policy.Origin.Name}{(policy.Origin.PlaceOf(statement.Index) is { } place ? $" ({Place(place)})" : "")}";

    private static string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count <= MostNames ? string.Join(", ", all) : Text($"{string.Join(", ", all.Take(MostNames))} and {all.Count - MostNames} more");
    }

    private static string Place(string place) => Path.GetFileName(place);

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}.";

    private static string Count(int count, string what) => Text($"{count} {what}{(count == 1 ? "" : "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Some(IEnumerable<string> lines)
    {
        var all = lines.ToList();
        return all.Count <= MostLines ? all : all.Take(MostLines).Append(Text($"... and {all.Count - MostLines} more of that kind: --format json has all."));
    }
}
