using ServiceDefaults;

namespace Orders.Identifiers;

/// <summary>The kinds of ids of this service.</summary>
internal static class Ids
{
    public static IdFormat Order { get; } = new("ord_");
}
