using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Emulation.Calls;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Protocol;
using Emulation.Upstreams;
using Iam;
using Sam;

namespace Emulation.DynamoDb.Tables;

/// <summary>
/// What DynamoDB asks of KMS in its caller's name for tables that a customer's key encrypts: to decrypt, of who reads or writes items, and all that it needs later, of who gives
/// a table its key. Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest usage notes", "Key policy for a customer managed key" and "DynamoDB encryption context".
/// </summary>
/// <param name="keys">Knows keys; null where nobody does.</param>
/// <param name="declared">The templates' tables.</param>
internal sealed class TableKeys(IServiceKeys? keys, ImmutableArray<Table> declared)
{
    /// <summary>"At a minimum, DynamoDB requires the following permissions on a customer managed key."</summary>
    private static readonly ImmutableArray<string> OfWhoGives =
        ["DescribeKey", "CreateGrant", "Encrypt", "Decrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo"];

    private static readonly FrozenSet<string> OfItems = FrozenSet.Create(
        "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PartiQLDelete",
        "dynamodb:PartiQLInsert", "dynamodb:PartiQLSelect", "dynamodb:PartiQLUpdate", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:UpdateItem");

    private readonly FrozenDictionary<string, string> ofTemplates = declared.Where(static table => table.KmsKeyId is not null)
        .DistinctBy(static table => table.TableName).ToFrozenDictionary(static table => table.TableName, static table => table.KmsKeyId!, StringComparer.Ordinal);

    /// <summary>Whether a call asks anything; most do not, and cost nothing here.</summary>
    public bool MayBeAsked(DynamoDbOperation operation, JsonElement call, IReadOnlyList<KnownAccess> accesses)
    {
        if (keys is null)
        {
            return false;
        }

        for (var i = 0; i < accesses.Count; i++)
        {
            if (KeyOf(accesses[i]) is not null && OfItems.Contains(accesses[i].Access.Action))
            {
                return true;
            }
        }

        return Given(operation, call) is not null;
    }

    /// <summary>The questions, of each table once.</summary>
    /// <exception cref="RefusedException">A key that is given is not there.</exception>
    public async ValueTask<IReadOnlyList<Ask>> AsksAsync(DynamoDbOperation operation, ServiceCall<JsonDocument> call, IReadOnlyList<KnownAccess> accesses)
    {
        var asks = new List<Ask>();
        if (Given(operation, call.Parameters.RootElement) is { } given && accesses is [.., var last])
        {
            asks.AddRange((await AskAsync(call, last, given, OfWhoGives).ConfigureAwait(false)).Asks);
        }

        foreach (var known in accesses.Where(static known => OfItems.Contains(known.Access.Action)).DistinctBy(static known => known.Arn))
        {
            if (KeyOf(known) is { } key && await StoredAsync(call, known, key).ConfigureAwait(false) is { IsOfAws: false } used)
            {
                asks.AddRange(used.Asks);
            }
        }

        return [.. asks.Select(static ask => ask with { Refused = DynamoDbWire.Instance.Denied })];
    }

    /// <summary>A key that the server names and nobody here knows has no policy here: a server that draws one for every table that is to be encrypted at all.</summary>
    private async ValueTask<UsedKey?> StoredAsync(ServiceCall call, KnownAccess known, string key)
    {
        try
        {
            return await AskAsync(call, known, key, ["Decrypt"]).ConfigureAwait(false);
        }
        catch (RefusedException e) when (e.Refusal.Type == "KMS.NotFoundException" && !ofTemplates.ContainsKey(known.Access.Table.Name))
        {
            return null;
        }
    }

    private ValueTask<UsedKey> AskAsync(ServiceCall call, KnownAccess known, string key, ImmutableArray<string> actions)
    {
        var parts = known.Arn.Split(':');
        var owner = AccountId.Parse(parts[4]);
        var use = new EncryptionUse(
            DynamoDbService.Name, key, owner, actions, [new("aws:dynamodb:tableName", known.Access.Table.Name), new("aws:dynamodb:subscriberId", owner.ToString())]);
        return keys!.AskAsync(
            use, call.Signer, parts[3], ask => call.Environment.For(call.Signer.Principal.Account, ask.Owner ?? owner, ask.Action), call.Cancellation);
    }

    /// <summary>The template's, else what the server says.</summary>
    private string? KeyOf(KnownAccess known) => ofTemplates.GetValueOrDefault(known.Access.Table.Name) ?? known.Schema?.KeyArn;

    /// <summary>The key that a call gives a table; null for none, and for the one that AWS manages.</summary>
    private static string? Given(DynamoDbOperation operation, JsonElement call) =>
        operation.Answerer == Answerer.UpstreamChangingTable
        && call.TryGetProperty(operation.Name.StartsWith("Restore", StringComparison.Ordinal) ? "SSESpecificationOverride" : "SSESpecification", out var encryption)
        && encryption.ValueKind == JsonValueKind.Object && encryption.TryGetProperty("KMSMasterKeyId", out var key)
            ? key.ValueKind == JsonValueKind.String ? key.GetString() is { Length: > 0 } id && id != "alias/aws/dynamodb" ? id : null
                : throw RequestObject.WrongType("KMSMasterKeyId", "a text")
            : null;
}
