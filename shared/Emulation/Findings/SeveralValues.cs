namespace Emulation.Findings;

/// <summary>What is said of an operator without a qualifier on a key that holds several values.</summary>
internal static class SeveralValues
{
    public static string Reason(string name, string key) => $"{key} holds several values, and {name} without a qualifier never matches such a key on AWS";

    public static string Remedy(string name) =>
        $"Write ForAnyValue:{name} (one of the values will do) or ForAllValues:{name} (all of them must, or there is none).";
}
