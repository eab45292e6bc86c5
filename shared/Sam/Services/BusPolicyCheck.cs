using Sam.Documents;
using Sam.Errors;

namespace Sam.Services;

/// <summary>
/// Finds what EventBridge refuses of the policy of a bus: an action of its own beside <c>events:PutEvents</c>, and a statement about another bus (captured:
/// eventbridge/permissions.json of radkawar/stackd).
/// </summary>
internal static class BusPolicyCheck
{
    public static void Run(WrittenPolicy policy, ErrorList errors)
    {
        var values = policy.Source.Values;
        if (values["Statement"] is null && values["Action"] is ScalarNode { Text: not "events:PutEvents" } action)
        {
            errors.Add(
                action.Line, policy.Source.LogicalId, "Action", $"Provided value in parameter 'action' is not supported: '{action.Text}'.",
                "Write events:PutEvents, or say the rest in Statement.");
        }

        foreach (var resource in policy.TextsOf("Resource").Where(resource => IsOther(resource.Text, policy.Target)))
        {
            errors.Add(
                resource.Line, policy.Source.LogicalId, policy.Property, $"The relative-id \"{resource.Text.Split(':', 6)[^1]}\" is invalid for ARN \"{resource.Text}\".",
                $"A policy of a bus is about that bus: write {policy.Target}.");
        }
    }

    private static bool IsOther(string resource, string? bus) => bus is not null && resource != bus && resource.AsSpan().IndexOfAny("*?$") < 0
        && resource.Split(':', 6) is [_, _, _, _, _, var name] && name.StartsWith("event-bus/", StringComparison.Ordinal);
}
