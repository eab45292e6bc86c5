using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Kms;

/// <summary>Grants that are given, revoked and retired: kept as long as the server says that it has them.</summary>
internal static class GrantPlans
{
    private const string Token = "grant token";

    public static FrontPlan Created(FrontCall call, CalledKey key, FrontPlan plan)
    {
        var keep = KeyGrants.Created(call, key.Arn);
        return plan with
        {
            Answered = answer =>
            {
                if ((string?)answer["GrantId"] is { Length: > 0 } id)
                {
                    keep(id);
                    call.Remember(Token, (string?)answer["GrantToken"] ?? "", $"{key.Arn} {id}");
                }
            },
        };
    }

    public static FrontPlan Revoked(FrontCall call, CalledKey key, FrontPlan plan)
    {
        var grant = call.Needed("GrantId");
        return plan with { Done = () => KeyGrants.Remove(call, key.Arn, grant) };
    }

    /// <summary>AWS KMS API Reference, RetireGrant: by the token that came with the grant, or by the key's ARN and the grant's id.</summary>
    public static async ValueTask<FrontPlan> RetiredAsync(FrontCall call)
    {
        var (id, grant) = Named(call);
        var key = await CalledKey.FindAsync(call, id).ConfigureAwait(false);
        var asked = await KeyAsk.OfAsync(call, key, "RetireGrant", EncryptionContext.None, grant).ConfigureAwait(false);
        return new FrontPlan([asked])
        {
            Account = key.Owner,
            Sent = new JsonObject(new[] { ("KeyId", (JsonNode?)key.Arn), ("GrantId", grant), ("DryRun", call.Members["DryRun"]?.DeepClone()) }
                .Where(static one => one.Item2 is not null).Select(static one => KeyValuePair.Create(one.Item1, one.Item2))),
            Done = () => KeyGrants.Remove(call, key.Arn, grant),
        };
    }

    private static (string Key, string Grant) Named(FrontCall call)
    {
        if (call.Text("GrantToken") is not { } token)
        {
            // A key's id alone is refused so: captured, iam/resource_controls.json of radkawar/stackd.
            return call.Needed("KeyId") is var key && key.StartsWith("arn:", StringComparison.Ordinal)
                ? (key, call.Needed("GrantId"))
                : throw new RefusedException(new ServiceRefusal(400, "NotFoundException", $"Invalid arn {Wire.ClientText.Shown(key)}"));
        }

        return call.Members.ContainsKey("KeyId") || call.Members.ContainsKey("GrantId")
            ? throw FrontCall.Invalid("Send GrantToken, or KeyId and GrantId, and not both.")
            : call.Recall(Token, token)?.Split(' ') is [var known, var grant] ? (known, grant)
            : throw new RefusedException(new ServiceRefusal(
                400, "InvalidGrantTokenException", "LocalAws remembers a grant's token only while it is up, and does not know this one. Send KeyId and GrantId."));
    }
}
