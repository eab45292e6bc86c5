using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Iam.Tests.Reference;

public class Agreement_with_the_reference
{
    [Fact]
    public void On_generated_policies_and_requests()
    {
        int allowed = 0, denied = 0;
        GeneratedCase.Any.Sample(
            json =>
            {
                var expected = ReferenceEvaluator.Decide(JsonNode.Parse(json)!.AsObject());
                Assert.Equal(expected, Decide(json));
                _ = expected switch { "allow" => Interlocked.Increment(ref allowed), "explicitDeny" => Interlocked.Increment(ref denied), _ => 0 };
            },
            iter: 100_000);

        // A vocabulary that decides everything alike would prove nothing.
        Assert.True(allowed > 10_000 && denied > 10_000, $"{allowed} allowed, {denied} denied");
    }

    [Fact]
    public void Another_deny_never_allows() => Gen.Select(GeneratedCase.Any, GeneratedCase.OneOf("identityPolicies", "permissionBoundaries", "sessionPolicies", "resourcePolicy"), GeneratedCase.Statement("identity", "Deny").Where(static s => !GeneratedCase.IsCurrent(s)), GeneratedCase.Statement("resource", "Deny").Where(static s => !GeneratedCase.IsCurrent(s))).Sample(
        static (json, member, own, resource) =>
        {
            var changed = JsonNode.Parse(json)!.AsObject();
            foreach (var policy in changed[member] switch { JsonArray several => [.. several], JsonObject one => [one], _ => Array.Empty<JsonNode?>() })
            {
                policy!["Statement"]!.AsArray().Add(JsonNode.Parse(member == "resourcePolicy" ? resource : own));
            }

            Assert.False(Decide(changed.ToJsonString()) == "allow" && Decide(json) != "allow");
        },
        iter: 10_000);

    [Fact]
    public void Another_service_control_policy_level_never_allows() => Gen.Select(GeneratedCase.Any, GeneratedCase.Policy("scp")).Sample(
        static (json, policy) =>
        {
            var changed = JsonNode.Parse(json)!.AsObject();
            changed["serviceControlPolicies"]!.AsArray().Add(new JsonArray(JsonNode.Parse(policy)));
            Assert.False(Decide(changed.ToJsonString()) == "allow" && Decide(json) != "allow");
        },
        iter: 10_000);

    [Fact]
    public void The_order_of_statements_and_policies_never_matters() => GeneratedCase.Any.Sample(
        static json =>
        {
            var changed = JsonNode.Parse(json)!.AsObject();
            foreach (var member in (string[])["identityPolicies", "permissionBoundaries", "sessionPolicies"])
            {
                changed[member] = new JsonArray([.. changed[member]!.AsArray().Reverse().Select(static p => Reversed(p!))]);
            }

            changed["resourcePolicy"] = changed["resourcePolicy"] is { } policy ? Reversed(policy) : null;
            Assert.Equal(Decide(json), Decide(changed.ToJsonString()));
        },
        iter: 10_000);

    /// <summary>The statements that make a policy too long to look at each one are about nothing in the vocabulary.</summary>
    [Fact]
    public void An_index_changes_nothing() => Gen.Select(GeneratedCase.Any, Gen.Int[17, 40]).Sample(
        static (json, count) =>
        {
            var changed = JsonNode.Parse(json)!.AsObject();
            foreach (var policy in changed["identityPolicies"]!.AsArray().Concat([changed["resourcePolicy"]]).Concat(changed["sessionPolicies"]!.AsArray()).Where(static p => p is not null))
            {
                var principal = policy == changed["resourcePolicy"] ? "\"Principal\":\"*\"," : "";
                for (var i = 0; i < count; i++)
                {
                    policy!["Statement"]!.AsArray().Add(JsonNode.Parse($$"""{"Effect":"{{(i % 2 == 0 ? "Allow" : "Deny")}}",{{principal}}"Action":"sqs:{{(i % 3 == 0 ? "*" : "Send")}}","Resource":"arn:aws:sqs:::q{{i % 7}}{{(i % 5 == 0 ? "*" : "")}}"}"""));
                }
            }

            Assert.Equal(Decide(json), Decide(changed.ToJsonString()));
        },
        iter: 10_000);

    private static JsonNode Reversed(JsonNode policy)
    {
        var copy = policy.DeepClone();
        copy["Statement"] = new JsonArray([.. copy["Statement"]!.AsArray().Reverse().Select(static s => s!.DeepClone())]);
        return copy;
    }

    private static string Decide(string json)
    {
        Simulator.Run(Encoding.UTF8.GetBytes(json), out var results);
        Assert.Empty(results[0].Errors);
        return results[0].Decision.Verdict switch { Verdict.Allow => "allow", Verdict.ExplicitDeny => "explicitDeny", _ => "implicitDeny" };
    }
}
