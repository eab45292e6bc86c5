using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Protocol;
using Emulation.DynamoDb.Tables;
using Emulation.Principals;
using Emulation.Upstreams;
using Iam;
using Sam;

namespace Emulation.DynamoDb;

/// <summary>What a call asks of policies, and what is known of all that it touches.</summary>
/// <param name="Asks">A question for each access.</param>
/// <param name="Accesses">The accesses, with what is known of each table.</param>
/// <param name="Mistake">What is wrong with the call; null when nothing is. Whoever may not use a table does not learn from it how the table is made.</param>
internal sealed record AskedTables(IReadOnlyList<Ask> Asks, IReadOnlyList<KnownAccess> Accesses, ServiceRefusal? Mistake);

/// <summary>An access, the table's ARN, and the table as the server has it; null when it is not there.</summary>
internal readonly record struct KnownAccess(TableAccess Access, TableSchema? Schema, string Arn = "");

/// <summary>Turns what a call touches into what it asks, access by access.</summary>
internal sealed class TableAsks(Stack stack, ResourceOwners owners, TableDirectory tables, ResourcePolicies policies)
{
    private static readonly string[] PartitionKeys =
        ["dynamodb:FirstPartitionKeyValues", "dynamodb:SecondPartitionKeyValues", "dynamodb:ThirdPartitionKeyValues", "dynamodb:FourthPartitionKeyValues"];

    /// <exception cref="DynamoDbException">The request says nothing that can be decided, or the server is out of reach.</exception>
    public async ValueTask<AskedTables> OfAsync(DynamoDbOperation operation, RequestObject request, Caller caller, CancellationToken cancellation)
    {
        var accesses = operation.Accesses(request);
        if (operation.AccountAction is { } action)
        {
            return OfAccount(action, caller);
        }

        var asks = new Ask[accesses.Count];
        var known = new KnownAccess[accesses.Count];
        DynamoDbException? mistake = null;
        for (var i = 0; i < known.Length; i++)
        {
            known[i] = new KnownAccess(accesses[i], await FindAsync(accesses[i], cancellation).ConfigureAwait(false));
            var owner = OwnerOf(known[i], caller);
            known[i] = known[i] with { Arn = $"arn:aws:dynamodb:{RegionOf(known[i])}:{owner}:table/{accesses[i].Table.Name}" };
            asks[i] = AskOf(known[i], owner, caller, out var wrongKey);
            mistake ??= wrongKey ?? WhyNotHere(known[i], caller);
        }

        return new AskedTables(asks, known, mistake?.Refusal);
    }

    /// <summary>An index that is not known may be new: then the server is asked again.</summary>
    private async ValueTask<TableSchema?> FindAsync(TableAccess access, CancellationToken cancellation)
    {
        var schema = await tables.FindAsync(access.Table.Name, cancellation).ConfigureAwait(false);
        if (schema is null || access.Index is not { } index || schema.Indexes.ContainsKey(index))
        {
            return schema;
        }

        tables.Forget(access.Table.Name);
        return await tables.FindAsync(access.Table.Name, cancellation).ConfigureAwait(false);
    }

    private AskedTables OfAccount(string action, Caller caller)
    {
        var account = caller.Principal.Account ?? stack.AccountId;
        var mistake = account == stack.AccountId ? null : DynamoDbException.Validation($"LocalAws keeps tables of account {stack.AccountId} only; {account} has none.");
        return new AskedTables([new Ask(action, "*") { Owner = account }], [], mistake?.Refusal);
    }

    private Ask AskOf(KnownAccess known, AccountId owner, Caller caller, out DynamoDbException? wrongKey)
    {
        var access = known.Access;
        var isOwn = caller.Principal.Account is not { } account || account == owner;
        return new Ask(access.Action, access.Below.Length == 0 ? known.Arn : known.Arn + access.Below)
        {
            Called = $"{access.Table.Name}{access.Below}",
            Owner = owner,
            ResourcePolicy = owner == owners.OfTable(access.Table.Name) && (access.IsCrossAccount || isOwn) ? policies.Of(known.Arn) : null,
            Keys = KeysOf(known, out wrongKey),
        };
    }

    /// <summary>DynamoDB's condition keys. What is wrong with the request's keys comes beside them: the decision is made first.</summary>
    private static ImmutableArray<ConditionKey> KeysOf(KnownAccess known, out DynamoDbException? wrongKey)
    {
        wrongKey = null;
        var access = known.Access;
        var keys = ImmutableArray.CreateBuilder<ConditionKey>(access.Values.Length + 4);
        foreach (var (key, value) in access.Values)
        {
            keys.Add(new ConditionKey(key, value));
        }

        if (!access.Attributes.IsDefault)
        {
            keys.Add(new ConditionKey("dynamodb:Attributes", access.Attributes));
        }

        if (access.RequestTags is { } requested)
        {
            keys.Add(new ConditionKey("aws:TagKeys", [.. requested.Keys]));
            keys.AddRange(requested.Where(static tag => tag.Value is not null).Select(static tag => new ConditionKey($"aws:RequestTag/{tag.Key}", tag.Value!)));
        }

        if (known.Schema is { } schema && !access.Makes)
        {
            foreach (var (tag, value) in access.HasTags ? schema.Tags : ImmutableDictionary<string, string>.Empty)
            {
                keys.Add(new ConditionKey($"aws:ResourceTag/{tag}", value));
            }

            try
            {
                AddItems(access, schema.KeyOf(access.Index), keys);
            }
            catch (DynamoDbException e)
            {
                wrongKey = e;
            }
        }

        return keys.DrainToImmutable();
    }

    /// <summary>
    /// <c>dynamodb:LeadingKeys</c> is the partition key, of an index the index's; of a key with several partition attributes, the first. A statement that names
    /// none of its values reads the whole table, and then the key is absent, as it is of a scan.
    /// </summary>
    private static void AddItems(TableAccess access, KeySchema key, ImmutableArray<ConditionKey>.Builder keys)
    {
        if (access.Keys is null)
        {
            return;
        }

        var isWhole = false;
        for (var i = 0; i < key.Partition.Length; i++)
        {
            if (access.Keys.In(key, key.Partition[i]) is not { } values)
            {
                isWhole = true;
                continue;
            }

            ImmutableArray<string> texts = [.. values.Select(static value => value.Text).Distinct(StringComparer.Ordinal)];
            if (i < PartitionKeys.Length)
            {
                keys.Add(new ConditionKey(PartitionKeys[i], texts));
            }

            if (i == 0)
            {
                keys.Add(new ConditionKey("dynamodb:LeadingKeys", texts));
            }
        }

        if (access.Action == "dynamodb:PartiQLSelect")
        {
            keys.Add(new ConditionKey("dynamodb:FullTableScan", isWhole ? "true" : "false"));
        }
    }

    /// <summary>A name is a table of the caller's own account; an ARN says whose it is. The server's own ARN for a table, which its answers show, is the table's too.</summary>
    private AccountId OwnerOf(KnownAccess known, Caller caller) =>
        known.Access.Table.Arn is not { } arn ? caller.Principal.Account ?? stack.AccountId
        : IsServersOwn(known, arn) ? owners.OfTable(known.Access.Table.Name)
        : AccountId.TryParse(arn.Account, out var account) ? account : throw DynamoDbException.Validation($"Invalid table ARN: {arn} names no account");

    private string RegionOf(KnownAccess known) => known.Access.Table.Arn is { } arn && !IsServersOwn(known, arn) ? arn.Region : stack.Region;

    private static bool IsServersOwn(KnownAccess known, Arn arn) => known.Schema is { } schema && schema.UpstreamArn == arn.ToString();

    private DynamoDbException? WhyNotHere(KnownAccess known, Caller caller)
    {
        var isHere = OwnerOf(known, caller) == owners.OfTable(known.Access.Table.Name) && RegionOf(known) == stack.Region
            && (known.Access.Table.Arn is not { } arn || arn.Partition == "aws");
        return !isHere ? (known.Access.Makes ? DynamoDbException.Validation($"LocalAws keeps tables of account {stack.AccountId} only.") : DynamoDbException.ResourceNotFound())
            : known.Schema is null && !known.Access.Makes ? DynamoDbException.ResourceNotFound()
            : null;
    }
}
