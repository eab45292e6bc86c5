namespace Integration.DynamoDb;

/// <summary>Each rule with the twin that it refuses, against servers written by others. A call that passes really reaches the server.</summary>
[Trait("Stack", "own")]
public abstract class What_a_role_may_do(RealServer server)
{
    private const string Alice = """{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}""";
    private const string Bob = """{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}""";

    private const string ByUser = "\"KeyConditionExpression\":\"#u = :u\",\"ExpressionAttributeNames\":{\"#u\":\"UserId\"}";

    public static TheoryData<string, string, string, bool> OlderCalls => new()
    {
        // Leading keys: one's own, and another's.
        { "Player", "GetItem", """{"TableName":"scores","Key":ALICE}""", true },
        { "Player", "GetItem", """{"TableName":"scores","Key":BOB}""", false },
        { "Player", "Query", """{"TableName":"scores",BYUSER,"ExpressionAttributeValues":{":u":{"S":"alice"}}}""", true },
        { "Player", "Query", """{"TableName":"scores",BYUSER,"ExpressionAttributeValues":{":u":{"S":"bob"}}}""", false },
        { "Player", "PutItem", """{"TableName":"scores","Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"poker"}}}""", true },
        { "Player", "PutItem", """{"TableName":"scores","Item":{"UserId":{"S":"bob"},"GameTitle":{"S":"poker"}}}""", false },
        { "Player", "UpdateItem", """{"TableName":"scores","Key":ALICE,"UpdateExpression":"SET Wins = :w","ExpressionAttributeValues":{":w":{"N":"1"}}}""", true },
        { "Player", "UpdateItem", """{"TableName":"scores","Key":BOB,"UpdateExpression":"SET Wins = :w","ExpressionAttributeValues":{":w":{"N":"1"}}}""", false },
        { "Player", "DeleteItem", """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"nim"}}}""", true },
        { "Player", "DeleteItem", """{"TableName":"scores","Key":{"UserId":{"S":"bob"},"GameTitle":{"S":"nim"}}}""", false },

        // A batch passes whole or not at all.
        { "Player", "BatchGetItem", """{"RequestItems":{"scores":{"Keys":[ALICE,{"UserId":{"S":"alice"},"GameTitle":{"S":"chess"}}]}}}""", true },
        { "Player", "BatchGetItem", """{"RequestItems":{"scores":{"Keys":[ALICE,BOB]}}}""", false },
        { "Player", "BatchWriteItem", """{"RequestItems":{"scores":[{"PutRequest":{"Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"nim"}}}}]}}""", true },
        { "Player", "BatchWriteItem", """{"RequestItems":{"scores":[{"PutRequest":{"Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"nim"}}}},{"DeleteRequest":{"Key":BOB}}]}}""", false },
        { "Player", "BatchWriteItem", """{"RequestItems":{"scores":[{"PutRequest":{"Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"nim"}}}}],"other":[{"DeleteRequest":{"Key":{"pk":{"S":"alice"}}}}]}}""", false },

        // Actions and tables that no policy names.
        { "Player", "Scan", """{"TableName":"scores"}""", false },
        { "Player", "GetItem", """{"TableName":"other","Key":{"pk":{"S":"alice"}}}""", false },
        { "Nobody", "GetItem", """{"TableName":"scores","Key":ALICE}""", false },

        // Attributes: those of the list, asked for one by one.
        { "Reader", "GetItem", """{"TableName":"scores","Key":BOB,"ProjectionExpression":"TopScore"}""", true },
        { "Reader", "GetItem", """{"TableName":"scores","Key":BOB,"ProjectionExpression":"TopScore, Secret"}""", false },
        { "Reader", "GetItem", """{"TableName":"scores","Key":BOB,"ProjectionExpression":"#s","ExpressionAttributeNames":{"#s":"Secret"}}""", false },
        { "Reader", "GetItem", """{"TableName":"scores","Key":BOB}""", false },
        { "Reader", "GetItem", """{"TableName":"scores","Key":BOB,"AttributesToGet":["TopScore"]}""", true },
        { "Reader", "GetItem", """{"TableName":"scores","Key":BOB,"AttributesToGet":["Secret"]}""", false },
        { "Reader", "Query", """{"TableName":"scores",BYUSER,"ExpressionAttributeValues":{":u":{"S":"bob"}},"Select":"SPECIFIC_ATTRIBUTES","ProjectionExpression":"TopScore"}""", true },
        { "Reader", "Query", """{"TableName":"scores",BYUSER,"ExpressionAttributeValues":{":u":{"S":"bob"}},"Select":"ALL_ATTRIBUTES"}""", false },
        { "Reader", "Query", """{"TableName":"scores",BYUSER,"ExpressionAttributeValues":{":u":{"S":"bob"}}}""", false },
        { "Reader", "Query", """{"TableName":"scores",BYUSER,"ExpressionAttributeValues":{":u":{"S":"bob"},":s":{"S":"x"}},"FilterExpression":"Secret > :s","ProjectionExpression":"TopScore"}""", false },
        { "Reader", "Scan", """{"TableName":"scores","ProjectionExpression":"TopScore"}""", true },
        { "Reader", "Scan", """{"TableName":"scores","ProjectionExpression":"TopScore","ScanFilter":{"Secret":{"ComparisonOperator":"NOT_NULL"}}}""", false },
        { "Reader", "UpdateItem", """{"TableName":"scores","Key":BOB,"UpdateExpression":"SET TopScore = :s","ExpressionAttributeValues":{":s":{"N":"8"}},"ReturnValues":"UPDATED_NEW"}""", true },
        { "Reader", "UpdateItem", """{"TableName":"scores","Key":BOB,"UpdateExpression":"SET TopScore = :s","ExpressionAttributeValues":{":s":{"N":"8"}},"ReturnValues":"ALL_NEW"}""", false },
        { "Reader", "UpdateItem", """{"TableName":"scores","Key":BOB,"UpdateExpression":"SET TopScore = :s","ConditionExpression":"Secret = :t","ExpressionAttributeValues":{":s":{"N":"8"},":t":{"S":"x"}}}""", false },

        // An index is a resource of its own, and its leading key is the index's.
        { "Leaderboard", "Query", """{"TableName":"scores","IndexName":"byGame","KeyConditionExpression":"GameTitle = :g","ExpressionAttributeValues":{":g":{"S":"chess"}}}""", true },
        { "Leaderboard", "Query", """{"TableName":"scores","IndexName":"byGame","KeyConditionExpression":"GameTitle = :g","ExpressionAttributeValues":{":g":{"S":"go"}}}""", false },
        { "Leaderboard", "Query", """{"TableName":"scores","IndexName":"byGame","Select":"COUNT","KeyConditionExpression":"GameTitle = :g","ExpressionAttributeValues":{":g":{"S":"chess"}}}""", false },
        { "Leaderboard", "Query", """{"TableName":"scores",BYUSER,"ExpressionAttributeValues":{":u":{"S":"chess"}}}""", false },
        { "Player", "Query", """{"TableName":"scores","IndexName":"byGame","KeyConditionExpression":"GameTitle = :g","ExpressionAttributeValues":{":g":{"S":"alice"}}}""", false },

        // Tags, and what concerns no table.
        { "GamesTeam", "DescribeTable", """{"TableName":"scores"}""", true },
        { "GamesTeam", "DescribeTable", """{"TableName":"other"}""", false },
        { "Player", "ListTables", "{}", false },

        // Whole calls only inside of transactions.
        { "Bookkeeper", "GetItem", """{"TableName":"scores","Key":ALICE}""", false },
        { "Bookkeeper", "PutItem", """{"TableName":"other","Item":{"pk":{"S":"x"}}}""", false },
    };

    public static TheoryData<string, string, string, bool> NewerCalls => new()
    {
        { "Bookkeeper", "TransactGetItems", """{"TransactItems":[{"Get":{"TableName":"scores","Key":ALICE}}]}""", true },
        { "Player", "TransactGetItems", """{"TransactItems":[{"Get":{"TableName":"scores","Key":ALICE}},{"Get":{"TableName":"scores","Key":BOB}}]}""", false },
        { "Bookkeeper", "TransactWriteItems", """{"TransactItems":[{"Put":{"TableName":"other","Item":{"pk":{"S":"t"}}}},{"Put":{"TableName":"scores","Item":{"UserId":{"S":"t"},"GameTitle":{"S":"t"}}}}]}""", true },
        { "Bookkeeper", "TransactWriteItems", """{"TransactItems":[{"Put":{"TableName":"other","Item":{"pk":{"S":"t"}}}},{"Delete":{"TableName":"scores","Key":{"UserId":{"S":"t"},"GameTitle":{"S":"t"}}}}]}""", false },
        { "Player", "TransactWriteItems", """{"TransactItems":[{"Put":{"TableName":"scores","Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"u"}}}},{"ConditionCheck":{"TableName":"scores","Key":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}},"ConditionExpression":"attribute_exists(UserId)"}}]}""", false },
        { "Player", "TransactWriteItems", """{"TransactItems":[{"Put":{"TableName":"scores","Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"u"}}}},{"ConditionCheck":{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}},"ConditionExpression":"attribute_exists(UserId)"}}]}""", true },
        { "Player", "ExecuteStatement", """{"Statement":"SELECT * FROM \"scores\" WHERE \"UserId\" = 'alice'"}""", true },
        { "Player", "ExecuteStatement", """{"Statement":"SELECT * FROM \"scores\" WHERE \"UserId\" = 'bob'"}""", false },
        { "Player", "ExecuteStatement", """{"Statement":"SELECT * FROM \"scores\" WHERE \"UserId\" = ?","Parameters":[{"S":"bob"}]}""", false },
        { "Player", "ExecuteStatement", """{"Statement":"SELECT * FROM \"scores\""}""", false },
        { "Player", "ExecuteStatement", """{"Statement":"SELECT * FROM \"scores\" WHERE \"UserId\" = 'alice' OR \"TopScore\" = 7"}""", false },
        { "Player", "ExecuteStatement", """{"Statement":"INSERT INTO \"scores\" VALUE {'UserId': 'alice', 'GameTitle': 'sql'}"}""", true },
        { "Player", "ExecuteStatement", """{"Statement":"INSERT INTO \"scores\" VALUE {'UserId': 'bob', 'GameTitle': 'sql'}"}""", false },
        { "Player", "ExecuteStatement", """{"Statement":"UPDATE \"scores\" SET \"Wins\" = '2' WHERE \"UserId\" = 'alice' AND \"GameTitle\" = 'go'"}""", true },
        { "Player", "ExecuteStatement", """{"Statement":"UPDATE \"scores\" SET \"Wins\" = '2' WHERE \"UserId\" = 'bob' AND \"GameTitle\" = 'go'"}""", false },
        { "Player", "BatchExecuteStatement", """{"Statements":[{"Statement":"SELECT * FROM \"scores\" WHERE \"UserId\" = 'alice' AND \"GameTitle\" = 'go'"}]}""", true },
        { "Player", "BatchExecuteStatement", """{"Statements":[{"Statement":"SELECT * FROM \"scores\" WHERE \"UserId\" = 'alice' AND \"GameTitle\" = 'go'"},{"Statement":"SELECT * FROM \"scores\" WHERE \"UserId\" = 'bob' AND \"GameTitle\" = 'go'"}]}""", false },
        { "Player", "ExecuteTransaction", """{"TransactStatements":[{"Statement":"SELECT * FROM \"scores\" WHERE \"UserId\" = 'alice' AND \"GameTitle\" = 'go'"}]}""", true },
        { "Player", "ExecuteTransaction", """{"TransactStatements":[{"Statement":"SELECT * FROM \"scores\" WHERE \"UserId\" = 'bob' AND \"GameTitle\" = 'go'"}]}""", false },
    };

    [Theory]
    [MemberData(nameof(OlderCalls))]
    public Task Is_what_its_policies_say(string role, string operation, string body, bool mayPass) => JudgeAsync(role, operation, body, mayPass);

    /// <summary>The administrator sees what the roles have really done, and not done.</summary>
    [Fact]
    public async Task Leaves_no_trace_where_it_may_not()
    {
        Assert.SkipWhen(server.Absent is not null, server.Absent ?? "");
        await server.Front.CallAsync("Player", "PutItem", """{"TableName":"scores","Item":{"UserId":{"S":"bob"},"GameTitle":{"S":"trace"}}}""");
        await server.Front.CallAsync("Player", "PutItem", """{"TableName":"scores","Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"trace"}}}""");
        var bobs = await server.Front.CallAsync((string?)null, "GetItem", """{"TableName":"scores","Key":{"UserId":{"S":"bob"},"GameTitle":{"S":"trace"}}}""");
        var alices = await server.Front.CallAsync((string?)null, "GetItem", """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"trace"}}}""");
        Assert.False(bobs.Body.TryGetProperty("Item", out _));
        Assert.True(alices.Body.TryGetProperty("Item", out _));
    }

    [Fact]
    public async Task Has_the_tables_of_the_template_with_their_indexes()
    {
        Assert.SkipWhen(server.Absent is not null, server.Absent ?? "");
        var table = (await server.Front.CallAsync((string?)null, "DescribeTable", """{"TableName":"scores"}""")).Body.GetProperty("Table");
        Assert.Equal("UserId", table.GetProperty("KeySchema")[0].GetProperty("AttributeName").GetString());
        Assert.Equal("byGame", table.GetProperty("GlobalSecondaryIndexes")[0].GetProperty("IndexName").GetString());
    }

    [Fact]
    public async Task Is_decided_before_whether_a_table_is_there()
    {
        Assert.SkipWhen(server.Absent is not null, server.Absent ?? "");
        const string Call = """{"TableName":"missing","Key":{"pk":{"S":"x"}}}""";
        Assert.Equal("AccessDeniedException", (await server.Front.CallAsync("Player", "GetItem", Call)).Type);
        Assert.Equal("ResourceNotFoundException", (await server.Front.CallAsync((string?)null, "GetItem", Call)).Type);
    }

    protected async Task JudgeAsync(string role, string operation, string body, bool mayPass)
    {
        Assert.SkipWhen(server.Absent is not null, server.Absent ?? "");
        var answer = await server.Front.CallAsync(role, operation, body.Replace("ALICE", Alice, StringComparison.Ordinal).Replace("BOB", Bob, StringComparison.Ordinal).Replace("BYUSER", ByUser, StringComparison.Ordinal));
        if (mayPass)
        {
            Assert.True(answer.Status == 200, $"{answer.Status} {answer.Type} {answer.Message}");
        }
        else
        {
            Assert.Equal((400, "AccessDeniedException"), (answer.Status, answer.Type));
            Assert.Contains(" is not authorized to perform: dynamodb:", answer.Message, StringComparison.Ordinal);
        }
    }
}

public sealed class What_a_role_may_do_with_dynalite(Dynalite server) : What_a_role_may_do(server), IClassFixture<Dynalite>;

public sealed class What_a_role_may_do_with_moto(Moto server) : What_a_role_may_do(server), IClassFixture<Moto>
{
    [Theory]
    [MemberData(nameof(NewerCalls))]
    public Task Is_what_its_policies_say_of_transactions_and_PartiQL(string role, string operation, string body, bool mayPass) => JudgeAsync(role, operation, body, mayPass);
}
