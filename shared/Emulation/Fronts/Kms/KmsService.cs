using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Emulation.Upstreams.Forms;

namespace Emulation.Fronts.Kms;

/// <summary>
/// AWS KMS. Service Authorization Reference, "Actions, resources, and condition keys for AWS Key Management Service"; AWS KMS API Reference, "Required permissions" and
/// "Cross-account use" of each operation.
/// </summary>
internal sealed class KmsService : FrontedService
{
    /// <summary>Of no key: identity policies alone decide.</summary>
    private static readonly string[] OfNoKey =
    [
        "ConnectCustomKeyStore", "CreateCustomKeyStore", "DeleteCustomKeyStore", "DescribeCustomKeyStores", "DisconnectCustomKeyStore", "GenerateRandom", "ListAliases",
        "ListKeys", "ListRetirableGrants", "UpdateCustomKeyStore",
    ];

    private static readonly string[] OfOneKey =
    [
        "CancelKeyDeletion", "CreateGrant", "DeleteImportedKeyMaterial", "DeriveSharedSecret", "DescribeKey", "DisableKey", "DisableKeyRotation", "EnableKey",
        "EnableKeyRotation", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext",
        "GenerateMac", "GetKeyLastUsage", "GetKeyPolicy", "GetKeyRotationStatus", "GetParametersForImport", "GetPublicKey", "ImportKeyMaterial", "ListGrants",
        "ListKeyPolicies", "ListKeyRotations", "ListResourceTags", "PutKeyPolicy", "ReplicateKey", "RevokeGrant", "RotateKeyOnDemand", "ScheduleKeyDeletion", "Sign",
        "TagResource", "UntagResource", "UpdateKeyDescription", "UpdatePrimaryRegion", "Verify", "VerifyMac",
    ];

    private static readonly string[] DryRuns =
    [
        "CreateGrant", "Decrypt", "DeriveSharedSecret", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext",
        "GenerateDataKeyWithoutPlaintext", "GenerateMac", "ReEncrypt", "RetireGrant", "RevokeGrant", "Sign", "Verify", "VerifyMac",
    ];

    public override string SigningName => "kms";

    public override IReadOnlyList<IFrontForm> Forms { get; } = [new JsonForm("kms", "TrentService", "1.1", new FrontDialect())];

    public override IReadOnlyCollection<string> Operations { get; } =
        [.. OfNoKey, .. OfOneKey, "CreateAlias", "CreateKey", "Decrypt", "DeleteAlias", "ReEncrypt", "RetireGrant", "UpdateAlias"];

    public override TagQuestion? TagsOf(string arn) => arn.Split(':') is ["arn", "aws", "kms", _, _, var name] && name.StartsWith("key/", StringComparison.Ordinal)
        ? new TagQuestion("ListResourceTags", new JsonObject { ["KeyId"] = name[4..] })
        : null;

    /// <summary>A dry run is answered here: a server that does not know it would do it. AWS KMS Developer Guide, "Testing your permissions".</summary>
    public override async ValueTask<FrontPlan> PlanAsync(FrontCall call)
    {
        var plan = await PlannedAsync(call).ConfigureAwait(false);
        return DryRuns.Contains(call.Operation) && call.Switch("DryRun") == true ? plan with { Instead = static () => ValueTask.FromResult(DryRun) } : plan;
    }

    private static ServiceRefusal DryRun { get; } = new(412, "DryRunOperationException", "The request would have succeeded, but the DryRun option is set.");

    private static async ValueTask<FrontPlan> PlannedAsync(FrontCall call) => call.Operation switch
    {
        "CreateKey" => KeyCreation.Plan(call),
        "CreateAlias" or "UpdateAlias" or "DeleteAlias" => await AliasPlans.PlanAsync(call).ConfigureAwait(false),
        "Decrypt" or "ReEncrypt" => await CiphertextPlans.PlanAsync(call).ConfigureAwait(false),
        "RetireGrant" => await GrantPlans.RetiredAsync(call).ConfigureAwait(false),
        var operation when OfNoKey.Contains(operation) => KeyAsk.OfNone(call, operation),
        var operation => await OfKeyAsync(call, operation).ConfigureAwait(false),
    };

    private static async ValueTask<FrontPlan> OfKeyAsync(FrontCall call, string operation)
    {
        var key = await CalledKey.FindAsync(call, call.Needed("KeyId")).ConfigureAwait(false);
        var context = operation == "CreateGrant" ? KeyGrants.ContextOf(call) : EncryptionContext.Of(call, "EncryptionContext");
        var asked = await KeyAsk.OfAsync(call, key, operation, context).ConfigureAwait(false);
        var plan = new FrontPlan([asked.With(KeyKeys.OfCall(call, operation))]) { Sent = key.Pinned(call.Members, "KeyId"), Account = key.Owner };
        return operation switch
        {
            "CreateGrant" => GrantPlans.Created(call, key, plan),
            "RevokeGrant" => GrantPlans.Revoked(call, key, plan),
            "PutKeyPolicy" => PolicyPut(call, key, plan),
            "ReplicateKey" => KeyCreation.Replicated(call, key, plan),
            "UpdatePrimaryRegion" => KeyCreation.Moved(call, key, plan, asked),
            _ when operation == "Encrypt" || operation.StartsWith("GenerateDataKey", StringComparison.Ordinal) => CiphertextPlans.Remembered(call, key, plan),
            _ => plan,
        };
    }

    private static FrontPlan PolicyPut(FrontCall call, CalledKey key, FrontPlan plan)
    {
        if (call.Text("PolicyName") is not (null or "default"))
        {
            throw new RefusedException(new ServiceRefusal(400, "NotFoundException", "No such policy exists: a key has one, and its name is default."));
        }

        call.Needed("Policy");
        var policy = KeyPolicies.Given(call, key.Arn, key.Owner)!;
        return plan with { Done = () => call.Policies.Put(key.Arn, policy) };
    }
}
