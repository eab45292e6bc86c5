namespace Sam.Services;

/// <summary>
/// What the policy of a topic can be about: actions of Amazon SNS, each in full. With a wildcard, or of another service, SNS refuses the policy (captured: sns/policy_actions.json
/// of radkawar/stackd).
/// </summary>
public static class TopicActions
{
    /// <summary>SNS's words for any other.</summary>
    public const string OutOfScope = "Policy statement action out of service scope!";

    /// <summary>Whether a topic's policy can be about an action, as a statement writes it.</summary>
    /// <param name="action">Such as <c>SNS:Publish</c>.</param>
    public static bool IsInScope(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return action.StartsWith("sns:", StringComparison.OrdinalIgnoreCase) && action.AsSpan().IndexOfAny('*', '?') < 0;
    }
}
