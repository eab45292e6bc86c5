using ServiceDefaults;

namespace Billing.Identifiers;

/// <summary>The kinds of ids of this service.</summary>
internal static class Ids
{
    public static IdFormat Charge { get; } = new("ch_");

    public static IdFormat Refund { get; } = new("re_");
}
