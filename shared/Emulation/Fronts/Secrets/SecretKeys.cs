using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Secrets;

/// <summary>The condition keys of Secrets Manager that a call's members give. A member that the call does not have gives no key.</summary>
internal static class SecretKeys
{
    private static readonly (string Key, string Member)[] Plain =
    [
        ("Name", "Name"), ("Description", "Description"), ("KmsKeyId", "KmsKeyId"), ("Type", "Type"), ("VersionId", "VersionId"), ("VersionStage", "VersionStage"),
        ("RotationLambdaARN", "RotationLambdaARN"), ("ExternalSecretRotationRoleArn", "ExternalSecretRotationRoleArn"), ("RecoveryWindowInDays", "RecoveryWindowInDays"),
        ("ForceDeleteWithoutRecovery", "ForceDeleteWithoutRecovery"), ("ForceOverwriteReplicaSecret", "ForceOverwriteReplicaSecret"), ("BlockPublicPolicy", "BlockPublicPolicy"),
        ("RotateImmediately", "RotateImmediately"),
    ];

    public static IEnumerable<ConditionKey> OfCall(FrontCall call)
    {
        foreach (var (key, member) in Plain)
        {
            if (call.Value(member) is { } value)
            {
                yield return new ConditionKey($"secretsmanager:{key}", value);
            }
        }

        if (call.Text("KmsKeyId") is { } kmsKey && kmsKey.StartsWith("arn:", StringComparison.Ordinal))
        {
            yield return new ConditionKey("secretsmanager:KmsKeyArn", kmsKey);
        }

        if (call.Operation == "RotateSecret")
        {
            yield return new ConditionKey("secretsmanager:ModifyRotationRules", call.Structure("RotationRules") is null ? "false" : "true");
        }

        if (call.Structures("AddReplicaRegions") is { Count: > 0 } replicas)
        {
            yield return new ConditionKey("secretsmanager:AddReplicaRegions", [.. replicas.Select(static replica => replica.Needed("Region"))]);
        }
    }

    /// <summary>The tags that a call gives.</summary>
    /// <exception cref="RefusedException">They cannot be read.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> TagsOf(FrontCall call) => call.Tags("Tags");
}
