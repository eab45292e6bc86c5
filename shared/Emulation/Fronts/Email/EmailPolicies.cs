using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Email;

/// <summary>
/// What calls do to the policies of identities, of which each has several, by name: together they are the identity's policy. Amazon SES Developer Guide, "Using sending
/// authorization".
/// </summary>
internal static class EmailPolicies
{
    /// <summary>What is done once the server has taken it; null where the call changes no policy.</summary>
    public static Action? Of(FrontCall call) => call.Operation switch
    {
        "PutIdentityPolicy" => Put(call, SendingIdentity.Arn(call, call.Needed("Identity"))),
        "DeleteIdentityPolicy" => Delete(call, SendingIdentity.Arn(call, call.Needed("Identity"))),
        "DeleteIdentity" => DeleteAll(call, SendingIdentity.Arn(call, call.Needed("Identity"))),
        "DeleteVerifiedEmailAddress" => DeleteAll(call, SendingIdentity.Arn(call, call.Needed("EmailAddress"))),
        "CreateEmailIdentityPolicy" or "UpdateEmailIdentityPolicy" => Put(call, SendingIdentity.Arn(call, call.Needed("EmailIdentity"))),
        "DeleteEmailIdentityPolicy" => Delete(call, SendingIdentity.Arn(call, call.Needed("EmailIdentity"))),
        "DeleteEmailIdentity" => DeleteAll(call, SendingIdentity.Arn(call, call.Needed("EmailIdentity"))),
        _ => null,
    };

    private static Action Put(FrontCall call, string identity)
    {
        var named = Named(call, identity);
        var result = ResourcePolicies.Parse(identity, call.Needed("Policy"));
        return result.Policy is not { } policy
            ? throw new RefusedException(new ServiceRefusal(
                400, "InvalidPolicy", $"Policy is not valid: {string.Join(" ", result.Errors.Select(static e => $"{e.JsonPath}: {e.Message} {e.Remedy}"))}"))
            : () =>
            {
                call.Policies.Put(named, policy);
                Join(call, identity);
            };
    }

    private static Action Delete(FrontCall call, string identity)
    {
        var named = Named(call, identity);
        return () =>
        {
            call.Policies.Delete(named);
            Join(call, identity);
        };
    }

    private static Action DeleteAll(FrontCall call, string identity) => () =>
    {
        foreach (var (named, _) in call.Policies.Below(Below(identity)))
        {
            call.Policies.Delete(named);
        }

        call.Policies.Delete(identity);
    };

    /// <summary>The identity's policy is what its policies say together.</summary>
    private static void Join(FrontCall call, string identity)
    {
        var statements = new JsonArray();
        foreach (var (_, policy) in call.Policies.Below(Below(identity)))
        {
            foreach (var statement in StatementsOf(policy))
            {
                statements.Add(statement);
            }
        }

        if (statements.Count > 0 && ResourcePolicies.Parse(identity, new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = statements }.ToJsonString()).Policy is { } joined)
        {
            call.Policies.Put(identity, joined);
        }
        else
        {
            call.Policies.Delete(identity);
        }
    }

    /// <summary>Without their ids, which two policies may both have.</summary>
    private static IEnumerable<JsonNode> StatementsOf(Policy policy)
    {
        var statements = (JsonNode.Parse(policy.Json) as JsonObject)?["Statement"];
        foreach (var statement in statements is JsonArray list ? list.ToList() : [statements])
        {
            if (statement?.DeepClone() is JsonObject one)
            {
                one.Remove("Sid");
                yield return one;
            }
        }
    }

    private static string Below(string identity) => $"{identity} ";

    private static string Named(FrontCall call, string identity) => Below(identity) + call.Needed("PolicyName");
}
