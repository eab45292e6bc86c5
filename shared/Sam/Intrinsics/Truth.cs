using Sam.Errors;

namespace Sam.Intrinsics;

/// <summary>What a condition evaluates to: true, false, or neither when something in it is not known.</summary>
/// <param name="Value">Null when it cannot be told.</param>
/// <param name="Why">Why it cannot be told; null when an error says it.</param>
internal readonly record struct Truth(bool? Value, Unknown? Why = null)
{
    public Truth Not() => this with { Value = !Value };

    /// <summary>False as soon as one is false, whatever the others are.</summary>
    public static Truth All(IReadOnlyList<Truth> each) => Decided(each, false);

    /// <summary>True as soon as one is true, whatever the others are.</summary>
    public static Truth Any(IReadOnlyList<Truth> each) => Decided(each, true);

    private static Truth Decided(IReadOnlyList<Truth> each, bool by) =>
        each.Any(one => one.Value == by) ? new Truth(by)
        : each.All(static one => one.Value is not null) ? new Truth(!by)
        : new Truth(null, each.Select(static one => one.Why).FirstOrDefault(static why => why is not null));
}
