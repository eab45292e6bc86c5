using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Protocols.Json;

namespace Emulation.Tests.Calls;

/// <summary>DynamoDB, whose members exclude each other: a call with all of them is none, so calls on items are written out.</summary>
internal sealed class SampledTableService(ServiceDoor<JsonDocument, JsonAnswer> door) : SampledService<JsonDocument, JsonAnswer>(door, static call => call.AsJsonAsync("1.0"))
{
    private const string Key = """{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}""";

    private const string Statements = """
        [{"Statement":"SELECT * FROM scores.byGame WHERE GameTitle = 'go'"},{"Statement":"SELECT TopScore FROM scores WHERE UserId = 'alice'"},
         {"Statement":"INSERT INTO scores VALUE {'UserId':'alice','GameTitle':'go'}"},
         {"Statement":"UPDATE scores SET TopScore = 1 WHERE UserId = 'alice' AND GameTitle = 'go'"},
         {"Statement":"DELETE FROM scores WHERE UserId = 'alice' AND GameTitle = 'go'"}]
        """;

    private static readonly FrozenDictionary<string, string> Samples = new Dictionary<string, string>
    {
        ["GetItem"] = $$"""{"TableName":"scores","Key":{{Key}},"ProjectionExpression":"#s","ExpressionAttributeNames":{"#s":"TopScore"},"ReturnConsumedCapacity":"TOTAL"}""",
        ["PutItem"] = $$"""{"TableName":"scores","Item":{{Key}},"ReturnValues":"ALL_OLD","ReturnConsumedCapacity":"TOTAL"}""",
        ["UpdateItem"] = $$"""{"TableName":"scores","Key":{{Key}},"UpdateExpression":"SET TopScore = :s","ExpressionAttributeValues":{":s":{"N":"1"} },"ReturnValues":"ALL_NEW"}""",
        ["DeleteItem"] = $$"""{"TableName":"scores","Key":{{Key}},"ConditionExpression":"attribute_exists(TopScore)","ReturnValuesOnConditionCheckFailure":"ALL_OLD"}""",
        ["Query"] = """{"TableName":"scores","IndexName":"byScore","KeyConditionExpression":"UserId = :u","ExpressionAttributeValues":{":u":{"S":"alice"}},"Select":"COUNT"}""",
        ["Scan"] = """{"TableName":"scores","IndexName":"byGame","Select":"COUNT"}""",
        ["BatchGetItem"] = $$"""{"RequestItems":{"scores":{"Keys":[{{Key}}]} },"ReturnConsumedCapacity":"TOTAL"}""",
        ["BatchWriteItem"] = $$"""{"RequestItems":{"scores":[{"DeleteRequest":{"Key":{{Key}} } }]},"ReturnConsumedCapacity":"TOTAL"}""",
        ["TransactGetItems"] = $$"""{"TransactItems":[{"Get":{"TableName":"scores","Key":{{Key}} } }],"ReturnConsumedCapacity":"TOTAL"}""",
        ["TransactWriteItems"] = $$"""
            {"TransactItems":[{"Put":{"TableName":"scores","Item":{{Key}} } },{"Delete":{"TableName":"scores","Key":{{Key}} } },
              {"Update":{"TableName":"scores","Key":{{Key}},"UpdateExpression":"REMOVE TopScore"} },
              {"ConditionCheck":{"TableName":"scores","Key":{{Key}},"ConditionExpression":"attribute_exists(TopScore)"} }],"ReturnConsumedCapacity":"TOTAL"}
            """,
        ["ExecuteStatement"] = """{"Statement":"SELECT * FROM scores WHERE UserId = ?","Parameters":[{"S":"alice"}]}""",
        ["BatchExecuteStatement"] = $$"""{"Statements":{{Statements}}}""",
        ["ExecuteTransaction"] = $$"""{"TransactStatements":{{Statements}}}""",
        ["CreateTable"] = """{"TableName":"fresh","Tags":[{"Key":"team","Value":"blue"}]}""",
        ["RestoreTableToPointInTime"] = """{"TargetTableName":"fresh","SourceTableName":"scores"}""",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public override SampleCall Full(string operation, SampleValues values) => Samples.TryGetValue(operation, out var json)
        ? new(operation, JsonNode.Parse(json)!.AsObject().ToImmutableSortedDictionary(static member => member.Key, static member => member.Value!, StringComparer.Ordinal))
        : base.Full(operation, values);

    /// <summary>Nothing is forwarded that was not read, and nothing that is no plain JSON.</summary>
    public override bool IsOfUnknownMember(ServiceRefusal refusal) =>
        refusal.Message.StartsWith("LocalAws does not know the member ", StringComparison.Ordinal) || refusal.Message.StartsWith("The content type is ", StringComparison.Ordinal);
}
