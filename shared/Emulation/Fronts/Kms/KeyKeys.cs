using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Kms;

/// <summary>The condition keys of AWS KMS that the key and the call's members give, defaults among them. AWS KMS Developer Guide, "AWS KMS condition keys".</summary>
internal static class KeyKeys
{
    private static readonly Dictionary<string, (string Key, string Member, string? Default)[]> OfOperation = new(StringComparer.Ordinal)
    {
        ["CreateKey"] =
        [
            ("KeySpec", "KeySpec", "SYMMETRIC_DEFAULT"), ("KeyUsage", "KeyUsage", "ENCRYPT_DECRYPT"), ("KeyOrigin", "Origin", "AWS_KMS"), ("MultiRegion", "MultiRegion", "false"),
            ("BypassPolicyLockoutSafetyCheck", "BypassPolicyLockoutSafetyCheck", "false"),
        ],
        ["Decrypt"] = [("EncryptionAlgorithm", "EncryptionAlgorithm", "SYMMETRIC_DEFAULT")],
        ["DeriveSharedSecret"] = [("KeyAgreementAlgorithm", "KeyAgreementAlgorithm", null)],
        ["EnableKeyRotation"] = [("RotationPeriodInDays", "RotationPeriodInDays", "365")],
        ["Encrypt"] = [("EncryptionAlgorithm", "EncryptionAlgorithm", "SYMMETRIC_DEFAULT")],
        ["GenerateDataKey"] = [("EncryptionAlgorithm", "", "SYMMETRIC_DEFAULT")],
        ["GenerateDataKeyPair"] = [("EncryptionAlgorithm", "", "SYMMETRIC_DEFAULT"), ("DataKeyPairSpec", "KeyPairSpec", null)],
        ["GenerateDataKeyPairWithoutPlaintext"] = [("EncryptionAlgorithm", "", "SYMMETRIC_DEFAULT"), ("DataKeyPairSpec", "KeyPairSpec", null)],
        ["GenerateDataKeyWithoutPlaintext"] = [("EncryptionAlgorithm", "", "SYMMETRIC_DEFAULT")],
        ["GenerateMac"] = [("MacAlgorithm", "MacAlgorithm", null)],
        ["GetParametersForImport"] = [("WrappingAlgorithm", "WrappingAlgorithm", null), ("WrappingKeySpec", "WrappingKeySpec", null)],
        ["ImportKeyMaterial"] = [("ExpirationModel", "ExpirationModel", "KEY_MATERIAL_EXPIRES"), ("ValidTo", "ValidTo", null)],
        ["ListGrants"] = [("GrantIsForAWSResource", "", "false")],
        ["PutKeyPolicy"] = [("BypassPolicyLockoutSafetyCheck", "BypassPolicyLockoutSafetyCheck", "false")],
        ["ReEncryptFrom"] = [("EncryptionAlgorithm", "SourceEncryptionAlgorithm", "SYMMETRIC_DEFAULT")],
        ["ReEncryptTo"] = [("EncryptionAlgorithm", "DestinationEncryptionAlgorithm", "SYMMETRIC_DEFAULT")],
        ["ReplicateKey"] = [("ReplicaRegion", "ReplicaRegion", null)],
        ["RevokeGrant"] = [("GrantIsForAWSResource", "", "false")],
        ["ScheduleKeyDeletion"] = [("ScheduleKeyDeletionPendingWindowInDays", "PendingWindowInDays", "30")],
        ["Sign"] = [("MessageType", "MessageType", "RAW"), ("SigningAlgorithm", "SigningAlgorithm", null)],
        ["UpdatePrimaryRegion"] = [("PrimaryRegion", "PrimaryRegion", null)],
        ["Verify"] = [("MessageType", "MessageType", "RAW"), ("SigningAlgorithm", "SigningAlgorithm", null)],
        ["VerifyMac"] = [("MacAlgorithm", "MacAlgorithm", null)],
    };

    /// <summary>What only the server says of a key.</summary>
    public static ImmutableArray<string> OfServer { get; } = ["kms:KeySpec", "kms:KeyUsage", "kms:KeyOrigin", "kms:MultiRegion", "kms:MultiRegionKeyType", "kms:ResourceAliases"];

    /// <summary>What a call says.</summary>
    public static IEnumerable<ConditionKey> OfCall(FrontCall call, string action)
    {
        foreach (var (key, member, otherwise) in OfOperation.GetValueOrDefault(action) ?? [])
        {
            if ((member.Length == 0 ? null : call.Value(member)) is { } value || (value = otherwise) is not null)
            {
                yield return new ConditionKey($"kms:{key}", value);
            }
        }

        foreach (var key in action switch
        {
            "CreateGrant" => KeyGrants.KeysOf(call),
            "CreateKey" or "TagResource" => ConditionKey.OfRequest(TagsOf(call)),
            "UntagResource" => ConditionKey.OfRequest(call.Texts("TagKeys")),
            _ => [],
        })
        {
            yield return key;
        }
    }

    /// <summary>What the server says of the key, and by which alias the call names it.</summary>
    public static IEnumerable<ConditionKey> OfKey(CalledKey key) =>
    [
        .. ConditionKey.IfAny("kms:RequestAlias", key.Alias),
        .. ConditionKey.IfAny("kms:KeySpec", key.TextOf("KeySpec") ?? key.TextOf("CustomerMasterKeySpec")),
        .. ConditionKey.IfAny("kms:KeyUsage", key.TextOf("KeyUsage")),
        .. ConditionKey.IfAny("kms:KeyOrigin", key.TextOf("Origin")),
        .. ConditionKey.IfAny("kms:MultiRegion", key.Metadata?["MultiRegion"]?.ToString().ToLowerInvariant()),
        .. ConditionKey.IfAny("kms:MultiRegionKeyType", (string?)(key.Metadata?["MultiRegionConfiguration"] as System.Text.Json.Nodes.JsonObject)?["MultiRegionKeyType"]),
    ];

    /// <summary>The tags that a call gives a key.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> TagsOf(FrontCall call) => call.Tags("Tags", "TagKey", "TagValue");
}
