using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Kms;

/// <summary>Keys that are made, in this region or for another: the policy that they are given is kept under the ARN that they get.</summary>
internal static class KeyCreation
{
    public static FrontPlan Plan(FrontCall call)
    {
        var policy = KeyPolicies.Given(call, $"arn:aws:kms:{call.Region}:{call.Home}:key/new", call.Home);
        List<Ask> asks = [KeyAsk.OfNone(call, "CreateKey").With(KeyKeys.OfCall(call, "CreateKey"))];
        if (KeyKeys.TagsOf(call) is { Count: > 0 } tags)
        {
            asks.Add(KeyAsk.OfNone(call, "TagResource").With(ConditionKey.OfRequest(tags)));
        }

        return new FrontPlan(asks)
        {
            Answered = policy is null ? null : answer => call.Policies.Put(
                ServerArn.In(call.Home, (string?)answer["KeyMetadata"]?["Arn"])
                    ?? throw new RefusedException(new ServiceRefusal(
                        502, "KMSInternalException", "The server behind LocalAws does not say which key it has made: its policy is not kept.")),
                policy),
        };
    }

    /// <summary>A key for another region is made there, with the same id.</summary>
    public static FrontPlan Replicated(FrontCall call, CalledKey key, FrontPlan plan)
    {
        var region = call.Needed("ReplicaRegion");
        var replica = InRegion(key.Arn, region);
        var policy = KeyPolicies.Given(call, replica, key.Owner);
        var there = new ConditionKey("aws:RequestedRegion", region);
        List<Ask> asks = [.. plan.Asks, KeyAsk.OfNone(call, "CreateKey").With(there)];
        if (KeyKeys.TagsOf(call) is { Count: > 0 } tags)
        {
            asks.Add(KeyAsk.OfNone(call, "TagResource").With([there, .. ConditionKey.OfRequest(tags)]));
        }

        return plan with { Asks = asks, Done = policy is null ? null : () => call.Policies.Put(replica, policy) };
    }

    /// <summary>The primary key of another region is the replica there: both are asked about.</summary>
    public static FrontPlan Moved(FrontCall call, CalledKey key, FrontPlan plan, Ask asked)
    {
        var region = call.Needed("PrimaryRegion");
        var replica = key with { Arn = InRegion(key.Arn, region) };
        var there = asked.With(new ConditionKey("aws:RequestedRegion", region)) with
        {
            Resource = replica.Arn,
            ResourcePolicy = asked.ResourcePolicy is null ? null : KeyPolicies.Of(call, replica),
        };
        return plan with { Asks = [.. plan.Asks, there], IsOfOtherRegionsToo = true };
    }

    private static string InRegion(string arn, string region) => region.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-')
        ? $"arn:aws:kms:{region}:{arn.Split(':', 5)[4]}"
        : throw FrontCall.Invalid("The region must be the name of one.");
}
