using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Iam;
using Sam;

namespace Emulation.Fronts.Kms;

/// <summary>What KMS would say of the keys that templates declare, and of those that AWS manages, which each account has for each service.</summary>
internal sealed class TemplateKeys(IReadOnlyCollection<Stack> stacks)
{
    private readonly FrozenDictionary<string, KmsKey> keys = stacks.SelectMany(static stack => stack.Keys).DistinctBy(static key => key.Arn.ToString())
        .ToFrozenDictionary(static key => key.Arn.ToString(), StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> targets = stacks
        .SelectMany(static stack => stack.KeyAliases.Where(static alias => alias.TargetKeyArn is not null)
            .Select(alias => (Arn: $"arn:aws:kms:{stack.Region}:{stack.AccountId}:{alias.Name}", Key: alias.TargetKeyArn!)))
        .DistinctBy(static alias => alias.Arn).ToFrozenDictionary(static alias => alias.Arn, static alias => alias.Key, StringComparer.Ordinal);

    /// <summary>The key that an alias of a template stands for; null for another.</summary>
    public string? TargetOf(string aliasArn) => targets.GetValueOrDefault(aliasArn);

    /// <summary>KMS's answer; null where it would refuse.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="members">Its members.</param>
    /// <param name="region">The region.</param>
    /// <param name="account">The account.</param>
    /// <param name="ofManaged">Of the keys that AWS manages alone.</param>
    public JsonObject? Answer(string operation, JsonObject members, string region, AccountId account, bool ofManaged = false) => operation switch
    {
        "DescribeKey" when (string?)members["KeyId"] is { } id =>
            IsManaged(id) ? Described(Managed(region, account, id), "AWS", [])
            : !ofManaged && keys.GetValueOrDefault($"arn:aws:kms:{region}:{account}:key/{id}") is { } key ? Described(key.Arn.ToString(), "CUSTOMER", key.Properties)
            : null,
        "ListResourceTags" when !ofManaged && keys.GetValueOrDefault($"arn:aws:kms:{region}:{account}:key/{(string?)members["KeyId"]}") is { } tagged => new JsonObject
        {
            ["Tags"] = new JsonArray([.. tagged.Tags.Select(static tag => (JsonNode)new JsonObject { ["TagKey"] = tag.Key, ["TagValue"] = tag.Value })]),
        },
        "ListAliases" when !ofManaged => new JsonObject
        {
            ["Aliases"] = new JsonArray(
            [
                .. targets.Where(alias => alias.Key.StartsWith($"arn:aws:kms:{region}:{account}:", StringComparison.Ordinal))
                    .Select(static alias => (JsonNode)new JsonObject { ["AliasName"] = alias.Key.Split(':', 6)[5], ["TargetKeyId"] = alias.Value.Split('/')[^1] }),
            ]),
        },
        _ => null,
    };

    /// <summary>Whether an alias is one of a key that AWS manages.</summary>
    public static bool IsManaged(string alias) => alias.StartsWith("alias/aws/", StringComparison.Ordinal);

    private static JsonObject Described(string arn, string manager, JsonObject properties) => new()
    {
        ["KeyMetadata"] = new JsonObject
        {
            ["KeyId"] = arn.Split('/')[^1],
            ["Arn"] = arn,
            ["KeyManager"] = manager,
            ["KeySpec"] = properties["KeySpec"]?.ToString() ?? "SYMMETRIC_DEFAULT",
            ["KeyUsage"] = properties["KeyUsage"]?.ToString() ?? "ENCRYPT_DECRYPT",
            ["Origin"] = properties["Origin"]?.ToString() ?? "AWS_KMS",
            ["MultiRegion"] = properties["MultiRegion"]?.ToString() ?? "false",
        },
    };

    /// <summary>AWS draws its id; here it is made of what it is for.</summary>
    private static string Managed(string region, AccountId account, string alias)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{region} {account} {alias}"));
        return $"arn:aws:kms:{region}:{account}:key/{new Guid(digest.AsSpan(0, 16))}";
    }
}
