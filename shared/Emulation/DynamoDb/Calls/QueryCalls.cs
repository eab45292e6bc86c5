using System.Collections.Frozen;
using System.Collections.Immutable;
using Emulation.DynamoDb.Expressions;
using Emulation.DynamoDb.Protocol;
using Emulation.DynamoDb.Tables;

namespace Emulation.DynamoDb.Calls;

/// <summary>Query and Scan, of a table or of an index.</summary>
internal static class QueryCalls
{
    public static readonly FrozenSet<string> QueryMembers = ItemCalls.Set(
        "TableName", "IndexName", "Select", "AttributesToGet", "Limit", "ConsistentRead", "KeyConditions", "QueryFilter", "ConditionalOperator",
        "ScanIndexForward", "ExclusiveStartKey",
        "ReturnConsumedCapacity", "ProjectionExpression", "FilterExpression", "KeyConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues");

    public static readonly FrozenSet<string> ScanMembers = ItemCalls.Set(
        "TableName", "IndexName", "Select", "AttributesToGet", "Limit", "ConsistentRead", "ScanFilter", "ConditionalOperator", "ExclusiveStartKey", "TotalSegments", "Segment",
        "ReturnConsumedCapacity", "ProjectionExpression", "FilterExpression", "ExpressionAttributeNames", "ExpressionAttributeValues");

    private static readonly FrozenSet<string> ConditionMembers = ItemCalls.Set("AttributeValueList", "ComparisonOperator");

    public static TableAccess Query(RequestObject call)
    {
        var scope = new ExpressionScope(call);
        var conditions = (call.Text("KeyConditionExpression"), call.Has("KeyConditions")) switch
        {
            ({ } expression, false) => KeyBounds.ByAttribute(ConditionExpressionReader.Read(expression, "KeyConditionExpression", scope)),
            (null, true) => Older(call),
            (null, false) => throw DynamoDbException.Validation("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."),
            _ =>
                throw DynamoDbException.Validation(
                    "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {KeyConditions} "
                        + "Expression parameters: {KeyConditionExpression}"),
        };
        scope.Attributes.UnionWith(conditions.Keys);
        return Read(call, scope, "dynamodb:Query", "QueryFilter") with { Keys = new KeyUse.Query(conditions) };
    }

    /// <summary>A scan has no leading keys: Service Authorization Reference. Developer Guide: it "returns all items regardless of the leading keys".</summary>
    public static TableAccess Scan(RequestObject call) => Read(call, new ExpressionScope(call), "dynamodb:Scan", "ScanFilter");

    private static TableAccess Read(RequestObject call, ExpressionScope scope, string action, string filterMember)
    {
        var selects = ItemCalls.Projection(call, scope);
        if (call.Text("FilterExpression") is { } filter)
        {
            ConditionExpressionReader.Read(filter, "FilterExpression", scope);
        }

        foreach (var attribute in call.Map(filterMember))
        {
            RequestObject.Of(attribute.Value, $"{filterMember}.{attribute.Name}", ConditionMembers);
            scope.Attributes.Add(attribute.Name);
        }

        var index = call.Text("IndexName");
        return new TableAccess(action, TableReference.Parse(call.RequiredText("TableName")))
        {
            Index = index,
            Below = BelowOf(index),
            Attributes = [.. scope.Attributes],
            Values = [("dynamodb:Select", Selected(call, selects, index)), ("dynamodb:ReturnConsumedCapacity", Enclosing.Capacity(call))],
        };
    }

    /// <summary>How an index follows its table in an ARN.</summary>
    public static string BelowOf(string? index) => index is null ? ""
        : TableReference.IsName(index) ? $"/index/{index}"
        : throw DynamoDbException.Validation(
            $"1 validation error detected: Value '{index}' at 'indexName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");

    /// <summary><c>Select</c> always has a value: API Reference, Query, <c>Select</c>.</summary>
    private static string Selected(RequestObject call, bool selects, string? index) =>
        call.OneOf("Select", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT")
        ?? (selects ? "SPECIFIC_ATTRIBUTES" : index is null ? "ALL_ATTRIBUTES" : "ALL_PROJECTED_ATTRIBUTES");

    /// <summary>The older parameter. Developer Guide, "KeyConditions (legacy)".</summary>
    private static Dictionary<string, ConditionExpression> Older(RequestObject call)
    {
        var conditions = new Dictionary<string, ConditionExpression>(StringComparer.Ordinal);
        foreach (var attribute in call.Map("KeyConditions"))
        {
            var condition = RequestObject.Of(attribute.Value, $"KeyConditions.{attribute.Name}", ConditionMembers);
            ImmutableArray<ExpressionOperand> operands =
            [
                new ExpressionOperand.Path(attribute.Name, true),
                .. condition.List("AttributeValueList").Select(static value => new ExpressionOperand.Value(KeyValue.Read(value))),
            ];
            conditions.Add(attribute.Name, condition.RequiredText("ComparisonOperator") == "EQ" && operands.Length == 2
                ? new ConditionExpression.Comparison(operands[0], "=", operands[1])
                : new ConditionExpression.Other("range", operands));
        }

        return conditions;
    }
}
