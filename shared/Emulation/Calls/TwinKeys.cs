using System.Collections.Immutable;

namespace Emulation.Calls;

/// <summary>
/// Condition keys that a question has twice, with different values: their names ignore case, so that the tags <c>admin=true</c> and <c>ADMIN=no</c> are one key. Which of
/// the values AWS compares no page says: nothing is known of such a key, so that what a policy says of it allows nothing and denies. IAM User Guide, "Controlling access to
/// AWS resources using tags".
/// </summary>
internal static class TwinKeys
{
    /// <summary>Their names; empty of nearly every question.</summary>
    public static ImmutableArray<string> In(ImmutableArray<ConditionKey> keys)
    {
        List<string>? twins = null;
        for (var i = 1; i < keys.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (keys[i].Name.Equals(keys[j].Name, StringComparison.OrdinalIgnoreCase) && !keys[i].Values.ToHashSet(StringComparer.Ordinal).SetEquals(keys[j].Values))
                {
                    (twins ??= []).Add(keys[i].Name);
                }
            }
        }

        return twins is null ? [] : [.. twins];
    }
}
