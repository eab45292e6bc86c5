using System.Text.Json;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Protocol;

namespace Emulation.DynamoDb.Expressions;

/// <summary>
/// What a call's expressions may refer to, <c>#name</c> and <c>:value</c>, and which top-level attributes they have named so far. Developer Guide, "Expression attribute names
/// in DynamoDB" and "Using expression attribute values in DynamoDB".
/// </summary>
internal sealed class ExpressionScope
{
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);

    public ExpressionScope(RequestObject call)
    {
        foreach (var name in call.Map("ExpressionAttributeNames"))
        {
            if (name.Name is not ['#', _, ..])
            {
                throw DynamoDbException.Validation($"ExpressionAttributeNames contains invalid key: Syntax error; key: \"{name.Name}\"");
            }

            names.Add(
                name.Name,
                name.Value.ValueKind == JsonValueKind.String ? name.Value.GetString()! : throw RequestObject.WrongType("ExpressionAttributeNames", "a map of texts"));
        }

        foreach (var value in call.Map("ExpressionAttributeValues"))
        {
            values.Add(
                value.Name is [':', _, ..]
                    ? value.Name
                    : throw DynamoDbException.Validation($"ExpressionAttributeValues contains invalid key: Syntax error; key: \"{value.Name}\""),
                value.Value);
        }
    }

    /// <summary>The top-level attributes that were named.</summary>
    public HashSet<string> Attributes { get; } = new(StringComparer.Ordinal);

    /// <summary>The attribute behind a name or a <c>#name</c>, from now on one of <see cref="Attributes"/>.</summary>
    public string Attribute(string name, bool isTopLevel)
    {
        var attribute = name[0] != '#' ? name
            : names.GetValueOrDefault(name)
                ?? throw DynamoDbException.Validation($"Invalid expression: An expression attribute name used in the document path is not defined; attribute name: {name}");
        if (isTopLevel)
        {
            Attributes.Add(attribute);
        }

        return attribute;
    }

    public KeyValue Value(string name) => values.TryGetValue(name, out var value)
        ? KeyValue.Read(value)
        : throw DynamoDbException.Validation($"Invalid expression: An expression attribute value used in expression is not defined; attribute value: {name}");
}
