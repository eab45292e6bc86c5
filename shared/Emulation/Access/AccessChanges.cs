namespace Emulation.Access;

/// <summary>What changed from one reading of the templates to the next.</summary>
/// <param name="Text">In words, a line.</param>
/// <param name="IsGain">Whether somebody may more than before.</param>
internal sealed record AccessChange(string Text, bool IsGain);

/// <summary>Who gained or lost what from one reading of the templates to the next: <c>AuditorRole gained POST /charges of BillingApi, by ... (template.yaml:514)</c>.</summary>
internal static class AccessChanges
{
    /// <summary>The changes, one a line for all whom it concerns, in the order of the matrix; empty when everybody may call what they could.</summary>
    public static IReadOnlyList<string> Between(AccessMatrix before, AccessMatrix after) => [.. Of(before, after).Select(static change => change.Text)];

    /// <summary>The same, with whether somebody gained.</summary>
    public static IReadOnlyList<AccessChange> Of(AccessMatrix before, AccessMatrix after)
    {
        var (old, now) = (CellsOf(before), CellsOf(after));
        return
        [
            .. now.Select(one => (Now: one, Was: old.GetValueOrDefault(one.Key)))
                .Select(static one => (one.Now.Key.Principal, Told: Told(one.Was, one.Now.Value), IsGain: MayBeMore(Rank(one.Was), Rank(one.Now.Value))))
                .Concat(old.Where(one => !now.ContainsKey(one.Key) && Rank(one.Value) > 0)
                    .Select(static one => (one.Key.Principal, Told: (string?)$"lost {Of(one.Value)}, which is gone", IsGain: false)))
                .Where(static one => one.Told is not null)
                .GroupBy(static one => (one.Told, one.IsGain), static one => one.Principal)
                .Select(static same => new AccessChange($"{Names([.. same.Distinct()])} {same.Key.Told}", same.Key.IsGain)),
            .. OfDeliveries(before, after),
        ];
    }

    /// <summary>What services may do by themselves now, and may not any more.</summary>
    private static IEnumerable<AccessChange> OfDeliveries(AccessMatrix before, AccessMatrix after)
    {
        var (old, now) = (MayOf(before), MayOf(after));
        return
        [
            .. now.Where(one => one.Value.Word == AccessWord.Allow && old.GetValueOrDefault(one.Key) is not { Word: AccessWord.Allow })
                .Select(static one => new AccessChange($"{one.Key.Source} may {one.Key.Does} now. {one.Value.Reason}", IsGain: true)),
            .. old.Where(one => one.Value.Word == AccessWord.Allow && now.GetValueOrDefault(one.Key) is not { Word: AccessWord.Allow })
                .Select(one => new AccessChange(
                    $"{one.Key.Source} may not {one.Key.Does} any more. {(now.GetValueOrDefault(one.Key) is { } told ? told.Reason : "Nothing wires it.")}", IsGain: false)),
        ];
    }

    private static Dictionary<(string Source, string Does), MatrixDelivery> MayOf(AccessMatrix matrix) =>
        matrix.Deliveries.DistinctBy(static one => (one.Source, one.Does)).ToDictionary(static one => (one.Source, one.Does));

    private static Dictionary<(string Principal, string Api, string Route), MatrixCell> CellsOf(AccessMatrix matrix) =>
        matrix.Cells.DistinctBy(KeyOf).ToDictionary(KeyOf);

    private static (string Principal, string Api, string Route) KeyOf(MatrixCell cell) => (cell.Principal.Name, cell.Route.ApiName, cell.Route.Name);

    private static string? Told(MatrixCell? before, MatrixCell now)
    {
        var (was, isNow) = (Rank(before), Rank(now));
        return was == isNow
            ? (isNow == 1 && !ConditionOrder.AreSame(before!.Condition, now.Condition) ? $"may call {Of(now)} in other cases than before{Condition(now)}{By(now)}" : null)
            : now.Word == AccessWord.Closed ? $"lost {Of(now)}, which is closed: {now.Route.Route.Closed?.Message ?? now.Decision.Closed}"
            : isNow == 0 ? $"lost {Of(now)}{By(now)}"
            : was == 0 ? $"gained {Of(now)}{Condition(now)}{By(now)}"
            : isNow > was ? $"may always call {Of(now)} now{By(now)}"
            : $"may call {Of(now)} in some cases only{Condition(now)}{By(now)}";
    }

    /// <summary>Whether somebody gets further than before, or may: in other cases than before is in some that were not.</summary>
    public static bool MayBeMore(int was, int isNow) => isNow > was || (was == 1 && isNow == 1);

    /// <summary>How far a caller gets: not at all, in some cases, always.</summary>
    private static int Rank(MatrixCell? cell) => cell?.Word switch
    {
        AccessWord.Allow => 2,
        AccessWord.Conditional => 1,
        _ => 0,
    };

    private static string Of(MatrixCell cell) => $"{cell.Route.Name} of {cell.Route.ApiName}";

    private static string Condition(MatrixCell cell) => cell.Condition is { } condition ? $", {condition.Replace('\n', ' ')}" : "";

    /// <summary>The statement that decides, and where it is.</summary>
    private static string By(MatrixCell cell)
    {
        if (cell.Decision is not { Statement: { } statement, Policy: { } policy })
        {
            return "";
        }

        var place = policy.Origin.PlaceOf(statement.Index);
        return $", by statement {statement.DisplayName} of {policy.Origin.Name}{(place is null ? "" : $" ({place})")}";
    }

    public static string Names(string[] names) => names is [.. { Length: > 0 } first, var last] ? $"{string.Join(", ", first)} and {last}" : string.Concat(names);
}
