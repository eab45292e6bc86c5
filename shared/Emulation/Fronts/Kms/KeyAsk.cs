using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Kms;

/// <summary>The questions about keys: each is decided by the rule of keys, with the key's policy and its grants.</summary>
internal static class KeyAsk
{
    private const string ThisResource = "this resource";

    /// <summary>What another account may never do to a key, whatever its policy says.</summary>
    private static readonly string[] OfOtherAccounts =
    [
        "CreateGrant", "Decrypt", "DeriveSharedSecret", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext",
        "GenerateDataKeyWithoutPlaintext", "GenerateMac", "GetKeyRotationStatus", "GetPublicKey", "ListGrants", "ReEncryptFrom", "ReEncryptTo", "RetireGrant",
        "RevokeGrant", "Sign", "Verify", "VerifyMac",
    ];

    /// <summary>Of no key.</summary>
    public static Ask OfNone(FrontCall call, string operation) =>
        new Ask($"kms:{operation}", "*") { Owner = call.Home }.With(operation == "GenerateRandom" ? [] : [CallerAccount(call)]);

    /// <summary>Of an alias, which has no policy: the caller's own decide.</summary>
    public static Ask OfAlias(FrontCall call, string operation, string arn) => new Ask($"kms:{operation}", arn).With(CallerAccount(call));

    /// <summary>Of a key.</summary>
    /// <param name="call">The call.</param>
    /// <param name="key">The key.</param>
    /// <param name="action">The action without its prefix.</param>
    /// <param name="context">The encryption context of it.</param>
    /// <param name="grant">The grant that is retired; null for other calls.</param>
    public static async ValueTask<Ask> OfAsync(FrontCall call, CalledKey key, string action, EncryptionContext context, string? grant = null)
    {
        var isOfOther = key.Owner != call.Home;
        var policy = isOfOther && !OfOtherAccounts.Contains(action) ? null : KeyPolicies.Of(call, key);
        var rule = KeyRules.KeyAccess;
        if (policy is not null && grant is not null)
        {
            policy = Denials(policy);
        }

        if (policy is not null && KeyGrants.Of(call, key.Arn, context, grant) is { } grants)
        {
            var (given, others) = isOfOther ? KeyGrants.ByAccount(grants, call.Home) : (null, grants);
            policy = policy.With(others);
            rule = given is null ? rule : KeyRules.KeyAccessWith(given);
        }

        var asked = new Ask($"kms:{action}", key.IsOfNobody ? key.Arn.Replace("{key}", "unknown", StringComparison.Ordinal) : key.Arn)
        {
            Rule = rule,
            ResourcePolicy = policy,
            Owner = key.Owner,
            OneOf = key.IsOfNobody ? ResourceShape.Parse(key.Arn) : null,
            Refusal = isOfOther || key.IsOfNobody ? Unresolvable(call, action, ThisResource) : null,
            ShownPlace = isOfOther && !key.IsOfNobody ? ThisResource : null,
        };
        if (key.Metadata is null && (key.IsOfNobody || KeyKeys.OfServer.Any(name => call.Names(asked, name))))
        {
            // What the server does not tell of the key could be anything.
            asked = asked with { OneOf = asked.OneOf ?? ResourceShape.Literal(key.Arn), UnknownKeys = KeyKeys.OfServer };
        }

        return asked.With([CallerAccount(call), .. context.Keys, .. KeyKeys.OfKey(key), .. await AliasesAsync(call, key, asked).ConfigureAwait(false)]);
    }

    /// <summary>AWS's words where it does not say whether there is such a key.</summary>
    public static ServiceRefusal Unresolvable(FrontCall call, string action, string what) => new(
        400, "AccessDeniedException",
        $"User: {call.Caller.Principal.Arn} is not authorized to perform: kms:{action} on {what} because the resource does not exist in this Region, "
            + "no resource-based policies allow access, or a resource-based policy explicitly denies access");

    /// <summary>What a key's policy allows does not retire grants: that permission "is not effective in a key policy". AWS KMS Developer Guide, "Permissions reference".</summary>
    private static Policy Denials(Policy policy) =>
        policy.Statements.Where(static statement => !statement.Denies).Aggregate(policy, static (left, statement) => left.WithoutStatement(statement.Index));

    private static ConditionKey CallerAccount(FrontCall call) => new("kms:CallerAccount", call.Home.ToString());

    /// <summary><c>kms:ResourceAliases</c>, for which the server is asked only where a policy names it.</summary>
    private static async ValueTask<IEnumerable<ConditionKey>> AliasesAsync(FrontCall call, CalledKey key, Ask asked)
    {
        if (key.IsOfNobody || !call.Names(asked, "kms:ResourceAliases"))
        {
            return [];
        }

        var answer = await call.Behind.In(key.Owner).AskAsync("ListAliases", new JsonObject { ["KeyId"] = key.Arn.Split('/')[^1] }).ConfigureAwait(false);
        var names = (answer?["Aliases"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(one => ((string?)one["TargetKeyId"])?.Split('/')[^1] == key.Arn.Split('/')[^1]).Select(static one => (string?)one["AliasName"]).OfType<string>().ToList();
        return names.Count == 0 ? [] : [new ConditionKey("kms:ResourceAliases", [.. names])];
    }
}
