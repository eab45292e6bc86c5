using System.Collections.Immutable;
using Iam;
using Sam.Policies;

namespace Sam.Resources;

/// <summary>Builds the DynamoDB tables of a template: what their items' keys are, and who else may use them.</summary>
internal sealed class Tables(ImmutableArray<Resource> resources, PolicyCompiler compiler, string file)
{
    public ImmutableArray<Table> Build() => [.. resources.Select(resource => resource.TypeName switch
    {
        "AWS::DynamoDB::Table" => Plain(resource),
        "AWS::Serverless::SimpleTable" => Simple(resource),
        _ => null,
    }).OfType<Table>()];

    private Table Plain(Resource resource)
    {
        var values = resource.Values;
        var types = Types(values);
        var capacity = values.Text("BillingMode") == "PAY_PER_REQUEST" ? null : Capacity(values);
        var table = Declared(resource, capacity) with
        {
            Key = Key(values, types),
            AttributeTypes = types,
            Indexes = [.. Indexes(values, "GlobalSecondaryIndexes", true, types), .. Indexes(values, "LocalSecondaryIndexes", false, types)],
            StreamViewType = values["StreamSpecification"] is null ? null : values.Inner("StreamSpecification").Text("StreamViewType"),
            TimeToLiveAttribute = TimeToLive(values),
            KmsKeyId = KeyOf(values),
            Tags = values.Tags("Tags"),
        };
        CheckTypes(values, table);
        return table with { ResourcePolicy = ResourcePolicy(resource) };
    }

    /// <summary>SAM's table has one key attribute, <c>id</c> of type String unless it says otherwise. AWS SAM Developer Guide, "AWS::Serverless::SimpleTable".</summary>
    private Table Simple(Resource resource)
    {
        var key = resource.Values.Inner("PrimaryKey");
        var name = key.Text("Name") ?? "id";
        var type = key.Text("Type") switch
        {
            null or "String" => "S",
            "Number" => "N",
            "Binary" => "B",
            var other => Unknown(key, other),
        };
        return Declared(resource, resource.Values["ProvisionedThroughput"] is null ? null : Capacity(resource.Values)) with
        {
            Key = [new TableKey(name, true)],
            AttributeTypes = ImmutableSortedDictionary<string, string>.Empty.Add(name, type),
            KmsKeyId = KeyOf(resource.Values),
            Tags = resource.Values.TextMap("Tags"),
        };

        static string Unknown(Values key, string type)
        {
            key.Report("Type", $"'{type}' is no type of a primary key.", "Write String, Number or Binary.");
            return "S";
        }
    }

    private static string? KeyOf(Values table) => table["SSESpecification"] is null ? null : table.Inner("SSESpecification").Told("KMSMasterKeyId");

    private Table Declared(Resource resource, TableCapacity? capacity) => new(
        resource.LogicalId,
        resource.Physical.Name,
        Arn.Parse(resource.Physical.Arn("dynamodb", $"table/{resource.Physical.Name}")),
        new SourceLine(file, resource.Declaration.Line))
    {
        Capacity = capacity,
    };

    private static ImmutableSortedDictionary<string, string> Types(Values table)
    {
        var types = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var attribute in table.Each("AttributeDefinitions"))
        {
            if (attribute.Text("AttributeName") is not { } name || attribute.Text("AttributeType") is not { } type)
            {
                continue;
            }

            if (type is not ("S" or "N" or "B"))
            {
                attribute.Report("AttributeType", $"'{type}' is no type of a key attribute.", "Write S, N or B.");
            }
            else if (!types.TryAdd(name, type))
            {
                attribute.Report("AttributeName", $"The attribute '{name}' is defined twice.", "Remove one of the two.");
            }
        }

        return types.ToImmutable();
    }

    /// <summary>A key's attributes, partition attributes first.</summary>
    private static ImmutableArray<TableKey> Key(Values owner, ImmutableSortedDictionary<string, string> types)
    {
        var keys = ImmutableArray.CreateBuilder<TableKey>();
        foreach (var element in owner.Each("KeySchema"))
        {
            if (element.Text("AttributeName") is not { } name || element.Text("KeyType") is not { } kind)
            {
                continue;
            }

            if (kind is not ("HASH" or "RANGE"))
            {
                element.Report("KeyType", $"'{kind}' is no part of a key.", "Write HASH for the partition key, RANGE for the sort key.");
            }
            else if (!types.ContainsKey(name))
            {
                element.Report("AttributeName", $"The key attribute '{name}' is not in AttributeDefinitions.", "Define it there, with its type.");
            }

            keys.Add(new TableKey(name, kind == "HASH"));
        }

        return [.. keys.OrderBy(static key => key.IsPartition ? 0 : 1)];
    }

    private static IEnumerable<TableIndex> Indexes(Values table, string property, bool isGlobal, ImmutableSortedDictionary<string, string> types)
    {
        foreach (var index in table.Each(property))
        {
            var projection = index.Inner("Projection");
            if (index.Text("IndexName") is { } name)
            {
                yield return new TableIndex(
                    name, isGlobal, Key(index, types), projection.Text("ProjectionType") ?? "ALL", [.. projection.Texts("NonKeyAttributes").Select(static text => text.Text)],
                    isGlobal && index["ProvisionedThroughput"] is not null ? Capacity(index) : null);
            }
        }
    }

    // CloudFormation's tables are provisioned unless they say otherwise; without numbers the least there is will do here.
    private static TableCapacity Capacity(Values owner)
    {
        var units = owner.Inner("ProvisionedThroughput");
        return new TableCapacity(units.Integer("ReadCapacityUnits", 1, int.MaxValue) ?? 1, units.Integer("WriteCapacityUnits", 1, int.MaxValue) ?? 1);
    }

    private static string? TimeToLive(Values table)
    {
        if (table["TimeToLiveSpecification"] is null)
        {
            return null;
        }

        var specification = table.Inner("TimeToLiveSpecification");
        return specification.Flag("Enabled") == true ? specification.Text("AttributeName") : null;
    }

    private static void CheckTypes(Values values, Table table)
    {
        var used = table.Key.Concat(table.Indexes.SelectMany(static index => index.Key)).Select(static key => key.Attribute).ToHashSet(StringComparer.Ordinal);
        foreach (var name in table.AttributeTypes.Keys.Where(name => table.Key.Length > 0 && !used.Contains(name)))
        {
            values.Report("AttributeDefinitions", $"'{name}' is defined but is in no key, which DynamoDB refuses.", "Define only the attributes of keys.");
        }
    }

    // What nobody here knows of a table's policy may deny anything.
    private Policy? ResourcePolicy(Resource table)
    {
        // Reading it closes what cannot be told of it; of its statements the compiler says what that means.
        var policy = PolicyOf(table);
        return table.Values.ClosureOf("ResourcePolicy") is { } closure && !closure.Property.StartsWith("ResourcePolicy.PolicyDocument", StringComparison.Ordinal)
            ? UnknownPolicy.Of(closure, PolicyKind.Resource, $"{table.LogicalId}.ResourcePolicy")
            : policy;
    }

    private Policy? PolicyOf(Resource table) => table.Values["ResourcePolicy"] is null || table.Values.Inner("ResourcePolicy")["PolicyDocument"] is not { } document
        ? null
        : compiler.Compile(document, PolicyKind.Resource, $"{table.LogicalId}.ResourcePolicy", table.LogicalId, "ResourcePolicy.PolicyDocument");
}
