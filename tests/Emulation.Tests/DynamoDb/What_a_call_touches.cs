using Emulation.DynamoDb.Calls;

namespace Emulation.Tests.DynamoDb;

/// <summary>Developer Guide, "Using IAM policy conditions for fine-grained access control", and the Service Authorization Reference for DynamoDB.</summary>
public class What_a_call_touches
{
    private const string Key = """{"UserId":{"S":"alice"},"GameTitle":{"S":"chess"}}""";

    [Theory]
    [InlineData("GetItem", """{"TableName":"scores","Key":KEY}""", "UserId GameTitle", "ALL_ATTRIBUTES")]
    [InlineData("GetItem", """{"TableName":"scores","Key":KEY,"ProjectionExpression":"Wins, #l.deep[3].x","ExpressionAttributeNames":{"#l":"Losses"}}""", "UserId GameTitle Wins Losses", "SPECIFIC_ATTRIBUTES")]
    [InlineData("GetItem", """{"TableName":"scores","Key":KEY,"AttributesToGet":["Wins"]}""", "UserId GameTitle Wins", "SPECIFIC_ATTRIBUTES")]
    [InlineData("GetItem", """{"TableName":"scores","Key":KEY,"AttributesToGet":[]}""", "UserId GameTitle", "ALL_ATTRIBUTES")]
    [InlineData("BatchGetItem", """{"RequestItems":{"scores":{"Keys":[KEY],"ProjectionExpression":"Wins"}}}""", "UserId GameTitle Wins", "SPECIFIC_ATTRIBUTES")]
    [InlineData("BatchGetItem", """{"RequestItems":{"scores":{"Keys":[KEY]}}}""", "UserId GameTitle", "ALL_ATTRIBUTES")]
    [InlineData("Query", """{"TableName":"scores","KeyConditionExpression":"UserId = :u","ExpressionAttributeValues":{":u":{"S":"alice"},":w":{"N":"1"}},"FilterExpression":"Wins > :w"}""", "UserId Wins", "ALL_ATTRIBUTES")]
    [InlineData("Query", """{"TableName":"scores","IndexName":"byGame","KeyConditions":{"GameTitle":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"chess"}]}},"QueryFilter":{"Wins":{"ComparisonOperator":"NOT_NULL"}}}""", "GameTitle Wins", "ALL_PROJECTED_ATTRIBUTES")]
    [InlineData("Query", """{"TableName":"scores","IndexName":"byGame","Select":"COUNT","KeyConditionExpression":"GameTitle=:g","ExpressionAttributeValues":{":g":{"S":"chess"}}}""", "GameTitle", "COUNT")]
    [InlineData("Scan", """{"TableName":"scores"}""", "", "ALL_ATTRIBUTES")]
    [InlineData("Scan", """{"TableName":"scores","IndexName":"byGame"}""", "", "ALL_PROJECTED_ATTRIBUTES")]
    [InlineData("Scan", """{"TableName":"scores","ScanFilter":{"Wins":{"ComparisonOperator":"NULL"}},"ProjectionExpression":"Losses"}""", "Wins Losses", "SPECIFIC_ATTRIBUTES")]
    public void Names_what_a_read_asks_for(string operation, string body, string attributes, string select)
    {
        var access = Assert.Single(Reading.Of(operation, body.Replace("KEY", Key, StringComparison.Ordinal)));
        Assert.Equal(Words(attributes), access.Attributes.Order());
        Assert.Equal(select, Reading.Value(access, "Select"));
        Assert.Equal("NONE", Reading.Value(access, "ReturnConsumedCapacity"));
        Assert.Equal($"dynamodb:{operation}", access.Action);
    }

    [Theory]
    [InlineData("PutItem", """{"TableName":"scores","Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"chess"},"Wins":{"N":"1"}},"ConditionExpression":"attribute_not_exists(Losses)"}""", "UserId GameTitle Wins Losses", "NONE")]
    [InlineData("PutItem", """{"TableName":"scores","Item":KEY,"Expected":{"Wins":{"Exists":false}},"ReturnValues":"ALL_OLD"}""", "UserId GameTitle Wins", "ALL_OLD")]
    [InlineData("UpdateItem", """{"TableName":"scores","Key":KEY,"UpdateExpression":"SET Wins = if_not_exists(Ties, :n) + Losses REMOVE Old[1] ADD Total :n","ExpressionAttributeValues":{":n":{"N":"1"}},"ReturnValues":"UPDATED_NEW"}""", "UserId GameTitle Wins Ties Losses Old Total", "UPDATED_NEW")]
    [InlineData("UpdateItem", """{"TableName":"scores","Key":KEY,"AttributeUpdates":{"Wins":{"Action":"PUT","Value":{"N":"1"}}}}""", "UserId GameTitle Wins", "NONE")]
    [InlineData("DeleteItem", """{"TableName":"scores","Key":KEY,"ConditionExpression":"Wins = :w AND (contains(#t, :w) OR NOT size(Losses) > :w)","ExpressionAttributeNames":{"#t":"Ties"},"ExpressionAttributeValues":{":w":{"N":"1"}}}""", "UserId GameTitle Wins Ties Losses", "NONE")]
    [InlineData("DeleteItem", """{"TableName":"scores","Key":KEY,"ReturnValuesOnConditionCheckFailure":"ALL_OLD"}""", "UserId GameTitle", "ALL_OLD")]
    public void Names_what_a_write_reads_and_writes(string operation, string body, string attributes, string returnValues)
    {
        var access = Assert.Single(Reading.Of(operation, body.Replace("KEY", Key, StringComparison.Ordinal)));
        Assert.Equal(Words(attributes), access.Attributes.Order());
        Assert.Equal(returnValues, Reading.Value(access, "ReturnValues"));
        Assert.Equal(["alice"], Reading.LeadingKeys(access)!);
    }

    [Fact]
    public void Is_all_keys_of_a_batch_table_by_table()
    {
        var accesses = Reading.Of("BatchWriteItem", """
            {"RequestItems":{
              "scores":[{"PutRequest":{"Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"},"Wins":{"N":"1"}}}},{"DeleteRequest":{"Key":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}}}],
              "other":[{"DeleteRequest":{"Key":{"UserId":{"S":"carol"},"GameTitle":{"S":"go"}}}}]},
             "ReturnConsumedCapacity":"TOTAL"}
            """);
        Assert.Equal(["scores", "other"], accesses.Select(static access => access.Table.Name));
        Assert.Equal(["alice", "bob"], Reading.LeadingKeys(accesses[0])!);
        Assert.Equal(["carol"], Reading.LeadingKeys(accesses[1])!);
        Assert.Equal(Words("UserId GameTitle Wins"), accesses[0].Attributes.Order());
        Assert.Equal("TOTAL", Reading.Value(accesses[0], "ReturnConsumedCapacity"));
    }

    [Fact]
    public void Is_each_item_of_a_transaction_by_its_own_action()
    {
        var accesses = Reading.Of("TransactWriteItems", """
            {"TransactItems":[
              {"Put":{"TableName":"scores","Item":KEY}},
              {"Update":{"TableName":"scores","Key":KEY,"UpdateExpression":"REMOVE Wins"}},
              {"Delete":{"TableName":"scores","Key":KEY}},
              {"ConditionCheck":{"TableName":"scores","Key":KEY,"ConditionExpression":"attribute_exists(Wins)","ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}]}
            """.Replace("KEY", Key, StringComparison.Ordinal));
        Assert.Equal(["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"], accesses.Select(static access => access.Action));
        Assert.All(accesses, static access => Assert.Equal("TransactWriteItems", Reading.Value(access, "EnclosingOperation")));
        Assert.Equal(["NONE", "NONE", "NONE", "ALL_OLD"], accesses.Select(static access => Reading.Value(access, "ReturnValues")));
        var read = Assert.Single(Reading.Of("TransactGetItems", """{"TransactItems":[{"Get":{"TableName":"scores","Key":KEY}}]}""".Replace("KEY", Key, StringComparison.Ordinal)));
        Assert.Equal(("dynamodb:GetItem", "TransactGetItems"), (read.Action, Reading.Value(read, "EnclosingOperation")));
    }

    [Fact]
    public void Has_no_enclosing_operation_outside_of_transactions() =>
        Assert.Null(Reading.Value(Assert.Single(Reading.Of("GetItem", $$"""{"TableName":"scores","Key":{{Key}}}""")), "EnclosingOperation"));

    [Theory]
    [InlineData("UserId = :u", null)]
    [InlineData("(UserId = :u) AND begins_with(GameTitle, :g)", null)]
    [InlineData("GameTitle BETWEEN :g AND :g and #u = :u", null)]
    [InlineData("GameTitle = :u", "byGame")]
    public void Takes_a_querys_leading_key_from_its_key_condition(string expression, string? index)
    {
        var access = Assert.Single(Reading.Of("Query", """
            {"TableName":"scores",INDEX"KeyConditionExpression":"EXPRESSION",
             "ExpressionAttributeNames":{"#u":"UserId"},"ExpressionAttributeValues":{":u":{"S":"alice"},":g":{"S":"c"}}}
            """.Replace("INDEX", index is null ? "" : $"\"IndexName\":\"{index}\",", StringComparison.Ordinal).Replace("EXPRESSION", expression, StringComparison.Ordinal)));
        Assert.Equal(["alice"], Reading.LeadingKeys(access)!);
        Assert.Equal(index is null ? "" : "/index/byGame", access.Below);
    }

    [Theory]
    [InlineData("UserId = :u OR UserId = :g")]
    [InlineData("UserId = :u AND UserId = :g")]
    [InlineData("NOT UserId = :u")]
    [InlineData("UserId > :u")]
    [InlineData("begins_with(UserId, :u)")]
    [InlineData("UserId IN (:u, :g)")]
    [InlineData("UserId.x = :u")]
    [InlineData("GameTitle = :g")]
    [InlineData(":u = UserId")]
    [InlineData("UserId = GameTitle")]
    [InlineData("UserId = :missing")]
    [InlineData("#missing = :u")]
    [InlineData("UserId = :u :g")]
    [InlineData("UserId = :n")]
    [InlineData("UserId = :empty")]
    public void Refuses_a_key_condition_that_leaves_the_key_open(string expression) => Reading.Refusal("Query", """
        {"TableName":"scores","KeyConditionExpression":"EXPRESSION","ExpressionAttributeValues":{":u":{"S":"alice"},":g":{"S":"c"},":n":{"N":"1"},":empty":{"S":""}}}
        """.Replace("EXPRESSION", expression, StringComparison.Ordinal));

    [Theory]
    [InlineData("arn:aws:dynamodb:us-east-1:111122223333:table/scores", "scores")]
    [InlineData("scores", "scores")]
    public void Knows_a_table_by_its_name_and_by_its_ARN(string given, string name) =>
        Assert.Equal(name, Assert.Single(Reading.Of("DescribeTable", $$"""{"TableName":"{{given}}"}""")).Table.Name);

    [Theory]
    [InlineData("a")]
    [InlineData("scores/index/byGame")]
    [InlineData("../scores")]
    [InlineData("arn:aws:dynamodb:us-east-1:111122223333:table/scores/index/byGame")]
    [InlineData("arn:aws:s3:::table/scores")]
    public void Refuses_a_name_that_is_none(string given) => Reading.Refusal("DescribeTable", $$"""{"TableName":"{{given}}"}""");

    [Fact]
    public void Is_the_backup_that_an_ARN_names()
    {
        var access = Assert.Single(Reading.Of("DeleteBackup", """{"BackupArn":"arn:aws:dynamodb:us-east-1:111122223333:table/scores/backup/0123"}"""));
        Assert.Equal(("dynamodb:DeleteBackup", "scores", "/backup/0123"), (access.Action, access.Table.Name, access.Below));
    }

    [Fact]
    public void Is_tagging_too_when_a_table_is_made_with_tags()
    {
        var accesses = Reading.Of("CreateTable", """{"TableName":"fresh","Tags":[{"Key":"team","Value":"games"}]}""");
        Assert.Equal(["dynamodb:CreateTable", "dynamodb:TagResource"], accesses.Select(static access => access.Action));
        Assert.Equal("games", accesses[0].RequestTags!["team"]);
        Assert.Single(Reading.Of("CreateTable", """{"TableName":"fresh"}"""));
    }

    [Fact]
    public void Is_everything_that_restoring_writes() => Assert.Equal(
        ["RestoreTableFromBackup", "RestoreTableFromBackup", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"],
        Reading.Of("RestoreTableFromBackup", """{"TargetTableName":"fresh","BackupArn":"arn:aws:dynamodb:us-east-1:111122223333:table/scores/backup/0123"}""").Select(static access => access.Action["dynamodb:".Length..]));

    [Theory]
    [InlineData("\"SourceTableName\":\"scores\"")]
    [InlineData("\"SourceTableArn\":\"arn:aws:dynamodb:us-east-1:111122223333:table/scores\"")]
    public void Is_the_source_and_everything_written_when_a_moment_is_restored(string source)
    {
        var accesses = Reading.Of("RestoreTableToPointInTime", $$"""{"TargetTableName":"fresh",{{source}}}""");
        Assert.Equal(["RestoreTableToPointInTime", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"], accesses.Select(static access => access.Action["dynamodb:".Length..]));
        Assert.Equal(["scores", .. Enumerable.Repeat("fresh", 7)], accesses.Select(static access => access.Table.Name));
    }

    [Theory]
    [InlineData("RestoreTableToPointInTime", """{"TargetTableName":"fresh","SourceTableName":"scores","SourceTableArn":"arn:aws:dynamodb:us-east-1:111122223333:table/other"}""")]
    [InlineData("RestoreTableToPointInTime", """{"TargetTableName":"fresh"}""")]
    [InlineData("CreateTable", """{"TableName":"fresh","ResourcePolicy":"{}"}""")]
    [InlineData("TagResource", """{"ResourceArn":"arn:aws:dynamodb:us-east-1:111122223333:table/scores","Tags":[{"Key":"a","Value":"1"},{"Key":"a","Value":"2"}]}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"N":"1","S":"alice"},"GameTitle":{"S":"chess"}}}""")]
    [InlineData("Query", """{"TableName":"scores","KeyConditions":{"UserId":{"ComparisonOperator":"NE","AttributeValueList":[{"S":"alice"}]}}}""")]
    [InlineData("Query", """{"TableName":"scores","Select":"EVERYTHING","KeyConditionExpression":"UserId=:u","ExpressionAttributeValues":{":u":{"S":"alice"}}}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"S":""},"GameTitle":{"S":"chess"}}}""")]
    [InlineData("BatchGetItem", """{"RequestItems":{"scores":{"Keys":[{"UserId":{"S":"alice"},"GameTitle":{"S":"chess"},"More":{"S":"x"}}]}}}""")]
    [InlineData("TransactGetItems", """{"TransactItems":[{"Get":{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"chess"}},"ReturnConsumedCapacity":"TOTAL"}}]}""")]
    public void Refuses_what_could_mean_two_things(string operation, string body) => Reading.Refusal(operation, body);

    [Fact]
    public void Refuses_an_index_that_would_be_another_resource() =>
        Assert.Throws<Emulation.DynamoDb.Protocol.DynamoDbException>(() => Reading.Of("Scan", """{"TableName":"scores","IndexName":"byGame/../other"}"""));

    [Theory]
    [InlineData("""{"B":"YQ=="}""", "YQ==")]
    [InlineData("""{"B":" YQ= = "}""", "YQ==")]
    [InlineData("""{"N":"1.0"}""", "1")]
    [InlineData("""{"S":"1.0"}""", "1.0")]
    public void Spells_each_key_in_one_way(string value, string text)
    {
        using var document = System.Text.Json.JsonDocument.Parse(value);
        Assert.Equal(text, KeyValue.Read(document.RootElement).Text);
    }

    [Fact]
    public void Is_known_of_every_operation_of_the_service_or_refused_with_a_reason() => Assert.All(
        AllOperations.Split(' '), static name => Assert.True(DynamoDbOperations.All.ContainsKey(name) || DynamoDbOperations.WhyNot(name) is not null, name));

    private const string AllOperations =
        "BatchExecuteStatement BatchGetItem BatchWriteItem CreateBackup CreateGlobalTable CreateTable DeleteBackup DeleteItem DeleteResourcePolicy DeleteTable DescribeBackup DescribeContinuousBackups "
        + "DescribeContributorInsights DescribeEndpoints DescribeExport DescribeGlobalTable DescribeGlobalTableSettings DescribeImport DescribeKinesisStreamingDestination DescribeLimits DescribeTable "
        + "DescribeTableReplicaAutoScaling DescribeTimeToLive DisableKinesisStreamingDestination EnableKinesisStreamingDestination ExecuteStatement ExecuteTransaction ExportTableToPointInTime GetItem "
        + "GetResourcePolicy ImportTable ListBackups ListContributorInsights ListExports ListGlobalTables ListImports ListTables ListTagsOfResource PutItem PutResourcePolicy Query RestoreTableFromBackup "
        + "RestoreTableToPointInTime Scan TagResource TransactGetItems TransactWriteItems UntagResource UpdateContinuousBackups UpdateContributorInsights UpdateGlobalTable UpdateGlobalTableSettings "
        + "UpdateItem UpdateKinesisStreamingDestination UpdateTable UpdateTableReplicaAutoScaling UpdateTimeToLive";

    private static IEnumerable<string> Words(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order();
}
