using System.Runtime.CompilerServices;
using Emulation.Calls;
using Iam;

namespace Emulation.S3.Asks;

/// <summary>Whether policies ask for a condition key whose value must be fetched first: what no policy asks for is not fetched.</summary>
internal static class NamedKeys
{
    private static readonly ConditionalWeakTable<Policy, object> Known = [];

    /// <summary>Whether any policy that a question is put to names a tag of the object.</summary>
    public static bool AskForTags(ServiceCall call, BucketGate bucket)
    {
        var caller = call.Signer.Policies;
        var guardrails = call.Environment.For(call.Signer.Principal.Account, bucket.Owner);
        return Ask(bucket.InForce)
            || caller.Identity.Any(Ask)
            || (!caller.Boundary.IsDefault && caller.Boundary.Any(Ask))
            || (!caller.Session.IsDefault && caller.Session.Any(Ask))
            || (!guardrails.ServiceControl.IsDefault && guardrails.ServiceControl.Any(static level => level.Any(Ask)))
            || (!guardrails.ResourceControl.IsDefault && guardrails.ResourceControl.Any(static level => level.Any(Ask)));
    }

    private static bool Ask(Policy? policy) => policy is not null && (bool)Known.GetValue(
        policy, static one => one.Statements.Any(static statement => statement.ConditionTexts.Any(static condition =>
            condition.Key.StartsWith(S3ActionKeys.ExistingTag, StringComparison.OrdinalIgnoreCase)
            || condition.Values.Any(static value => value.Contains(S3ActionKeys.ExistingTag, StringComparison.OrdinalIgnoreCase)))
            || statement.ResourceTexts.Any(static text => text.Contains(S3ActionKeys.ExistingTag, StringComparison.OrdinalIgnoreCase))));
}
