namespace Emulation.Tests.DynamoDb;

/// <summary>Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB", and what the account, the table and the organisation add.</summary>
public class What_is_decided_of_a_call
{
    private const string Arn = "arn:aws:dynamodb:us-east-1:111122223333:table/scores";
    private const string Get = """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}}""";

    private const string Table = """

          Scores:
            Type: AWS::DynamoDB::Table
            Properties:
              TableName: scores
              BillingMode: PAY_PER_REQUEST
              KeySchema: [{ AttributeName: UserId, KeyType: HASH }, { AttributeName: GameTitle, KeyType: RANGE }]
              AttributeDefinitions: [{ AttributeName: UserId, AttributeType: S }, { AttributeName: GameTitle, AttributeType: S }]
              ResourcePolicy:
                PolicyDocument:
                  Version: "2012-10-17"
                  Statement: [{ Effect: Allow, Principal: "*", Action: "dynamodb:*", Resource: "arn:aws:dynamodb:*:*:table/scores*" }]
        """;

    private const string Partner = """
        Resources:
          Theirs: { Type: AWS::IAM::User, Properties: { UserName: theirs, Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Effect: Allow, Action: "dynamodb:*", Resource: "*" }] } }] } }
          Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Theirs } }
        """;

    [Theory]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}},"ReturnConsumedCapacity":"TOTAL"}""", "LeadingKeys=alice FirstPartitionKeyValues=alice Attributes=GameTitle,UserId Select=ALL_ATTRIBUTES ReturnConsumedCapacity=TOTAL")]
    [InlineData("Query", """{"TableName":"scores","IndexName":"byGame","KeyConditionExpression":"GameTitle = :g","ExpressionAttributeValues":{":g":{"S":"go"}}}""", "LeadingKeys=go FirstPartitionKeyValues=go Attributes=GameTitle Select=ALL_PROJECTED_ATTRIBUTES ReturnConsumedCapacity=NONE")]
    [InlineData("Query", """{"TableName":"scores","IndexName":"byScore","KeyConditionExpression":"UserId = :u AND TopScore > :s","ExpressionAttributeValues":{":u":{"S":"alice"},":s":{"N":"1"}}}""", "LeadingKeys=alice FirstPartitionKeyValues=alice Attributes=TopScore,UserId Select=ALL_PROJECTED_ATTRIBUTES ReturnConsumedCapacity=NONE")]
    [InlineData("Query", """{"TableName":"scores","IndexName":"byBoth","KeyConditionExpression":"TopScore = :s AND GameTitle = :g","ExpressionAttributeValues":{":g":{"S":"go"},":s":{"N":"1.0"}}}""", "LeadingKeys=go FirstPartitionKeyValues=go SecondPartitionKeyValues=1 Attributes=GameTitle,TopScore Select=ALL_PROJECTED_ATTRIBUTES ReturnConsumedCapacity=NONE")]
    [InlineData("Scan", """{"TableName":"scores","Select":"COUNT"}""", "Attributes= Select=COUNT ReturnConsumedCapacity=NONE")]
    [InlineData("BatchGetItem", """{"RequestItems":{"scores":{"Keys":[{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}},{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}]}}}""", "LeadingKeys=alice,bob FirstPartitionKeyValues=alice,bob Attributes=GameTitle,UserId Select=ALL_ATTRIBUTES ReturnConsumedCapacity=NONE")]
    [InlineData("TransactWriteItems", """{"TransactItems":[{"Delete":{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}}}]}""", "LeadingKeys=alice FirstPartitionKeyValues=alice Attributes=GameTitle,UserId ReturnValues=NONE EnclosingOperation=TransactWriteItems ReturnConsumedCapacity=NONE")]
    [InlineData("ExecuteStatement", """{"Statement":"SELECT * FROM scores.byBoth WHERE GameTitle = 'go' AND TopScore = 1"}""", "LeadingKeys=go FirstPartitionKeyValues=go SecondPartitionKeyValues=1 FullTableScan=false Attributes=GameTitle,TopScore Select=ALL_PROJECTED_ATTRIBUTES")]
    [InlineData("ExecuteStatement", """{"Statement":"SELECT * FROM scores.byBoth WHERE GameTitle = 'go'"}""", "LeadingKeys=go FirstPartitionKeyValues=go FullTableScan=true Attributes=GameTitle Select=ALL_PROJECTED_ATTRIBUTES")]
    [InlineData("ExecuteStatement", """{"Statement":"SELECT * FROM scores"}""", "FullTableScan=true Attributes= Select=ALL_ATTRIBUTES")]
    [InlineData("ExecuteStatement", """{"Statement":"DELETE FROM scores WHERE UserId = 'alice' AND GameTitle = 'go'"}""", "LeadingKeys=alice FirstPartitionKeyValues=alice Attributes=GameTitle,UserId ReturnValues=NONE")]
    [InlineData("DescribeTable", """{"TableName":"scores"}""", "")]
    public async Task Rests_on_DynamoDBs_condition_keys(string operation, string body, string keys)
    {
        await using var front = await DecidingFront.StartAsync(Somebody);
        var decision = await front.DecideAsync("admin", operation, body);
        Assert.Null(decision.Refusal);
        var context = decision.Subject.Request.Context;
        Assert.Equal(
            keys.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            context.Keys.Where(static key => key.StartsWith("dynamodb:", StringComparison.OrdinalIgnoreCase))
                .Select(key => $"{key["dynamodb:".Length..]}={(context.TryGet(key, out var values) ? string.Join(',', values.Order(StringComparer.Ordinal)) : "")}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Query", """{"TableName":"scores","IndexName":"byGame","KeyConditionExpression":"GameTitle = :g","ExpressionAttributeValues":{":g":{"S":"go"}}}""", "/index/byGame")]
    [InlineData("Scan", """{"TableName":"scores","IndexName":"byGame"}""", "/index/byGame")]
    [InlineData("ExecuteStatement", """{"Statement":"SELECT * FROM scores.byGame"}""", "/index/byGame")]
    [InlineData("DescribeBackup", """{"BackupArn":"arn:aws:dynamodb:us-east-1:111122223333:table/scores/backup/b1"}""", "/backup/b1")]
    [InlineData("GetItem", Get, "")]
    public async Task Rests_on_the_part_of_the_table_that_it_names(string operation, string body, string below)
    {
        await using var front = await DecidingFront.StartAsync(Somebody);
        Assert.Equal(Arn + below, (await front.DecideAsync("admin", operation, body)).Subject.Request.Resource);
    }

    [Theory]
    [InlineData("TagResource", $$"""{"ResourceArn":"{{Arn}}","Tags":[{"Key":"Cost","Value":"7"}]}""", "Cost", "7")]
    [InlineData("CreateTable", """{"TableName":"fresh","Tags":[{"Key":"Cost","Value":"7"}]}""", "Cost", "7")]
    [InlineData("UntagResource", $$"""{"ResourceArn":"{{Arn}}","TagKeys":["Cost"]}""", "Cost", null)]
    public async Task Rests_on_the_tags_of_the_request(string operation, string body, string key, string? value)
    {
        await using var front = await DecidingFront.StartAsync(Somebody);
        var context = (await front.DecideAsync("admin", operation, body)).Subject.Request.Context;
        Assert.Equal([key], context.TryGet("aws:TagKeys", out var keys) ? keys : []);
        Assert.Equal(value, context.TryGet($"aws:RequestTag/{key}", out var values) ? values[0] : null);
    }

    [Fact]
    public async Task Rests_on_every_tag_of_the_table()
    {
        await using var front = await DecidingFront.StartAsync(Somebody);
        var context = (await front.DecideAsync("admin", "GetItem", Get)).Subject.Request.Context;
        Assert.True(context.TryGet("aws:ResourceTag/team", out var team) && context.TryGet("aws:ResourceTag/stage", out var stage) && (team[0], stage[0]) == ("games", "test"));
    }

    [Theory]
    [InlineData("alice", "alice", null)]
    [InlineData("alice", "bob", "AccessDeniedException")]
    [InlineData("bob", "alice", "AccessDeniedException")]
    public async Task Is_a_refusal_of_the_whole_for_any_part(string first, string second, string? refusal)
    {
        await using var front = await DecidingFront.StartAsync(User("Allow", "dynamodb:*", """{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": alice } }"""));
        Assert.Equal(refusal, await front.RefusalAsync("one", "TransactWriteItems", """{"TransactItems":[{"Delete":{"TableName":"scores","Key":{"UserId":{"S":"FIRST"},"GameTitle":{"S":"go"}}}},{"Delete":{"TableName":"scores","Key":{"UserId":{"S":"SECOND"},"GameTitle":{"S":"go"}}}}]}"""
            .Replace("FIRST", first, StringComparison.Ordinal).Replace("SECOND", second, StringComparison.Ordinal)));
        Assert.Equal(refusal, await front.RefusalAsync("one", "BatchExecuteStatement", """{"Statements":[{"Statement":"SELECT * FROM scores WHERE UserId = 'FIRST'"},{"Statement":"SELECT * FROM scores WHERE UserId = 'SECOND'"}]}"""
            .Replace("FIRST", first, StringComparison.Ordinal).Replace("SECOND", second, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("GetItem", Get, "GetItem", "AccessDeniedException")]
    [InlineData("GetItem", Get, "PutItem", null)]
    [InlineData("ListTables", "{}", "ListTables", "AccessDeniedException")]
    [InlineData("ListTables", "{}", "GetItem", null)]
    public async Task Is_a_refusal_where_a_resource_control_policy_denies(string operation, string body, string denied, string? refusal)
    {
        const string Policies = """{"id":"o-shop","accounts":{"111122223333":{"resourceControlPolicies":[[{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"dynamodb:DENIED","Resource":"*"}]}]]}}}""";
        await using var front = await DecidingFront.StartAsync(Somebody, Policies.Replace("DENIED", denied, StringComparison.Ordinal));
        Assert.Equal(refusal, await front.RefusalAsync("admin", operation, body));
    }

    [Theory]
    [InlineData("GetItem", Get)]
    [InlineData("ListTables", "{}")]
    public async Task Is_a_refusal_where_the_organisation_denies(string operation, string body)
    {
        const string Policies = """{"id":"o-shop","accounts":{"111122223333":{"serviceControlPolicies":[[{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"dynamodb:DENIED","Resource":"*"}]}]]}}}""";
        await using var bound = await DecidingFront.StartAsync(Somebody, Policies.Replace("DENIED", operation, StringComparison.Ordinal));
        await using var free = await DecidingFront.StartAsync(Somebody, Policies.Replace("DENIED", "PutItem", StringComparison.Ordinal));
        Assert.Equal("AccessDeniedException", await bound.RefusalAsync("admin", operation, body));
        Assert.Null(await free.RefusalAsync("admin", operation, body));
    }

    [Fact]
    public async Task Rests_on_the_callers_organisation()
    {
        const string Policies = """{"id":"ID","accounts":{"111122223333":{"path":"o-shop/r-1/"}}}""";
        var template = User("Allow", "dynamodb:*", """{ StringEquals: { "aws:PrincipalOrgID": o-shop } }""");
        await using var inside = await DecidingFront.StartAsync(template, Policies.Replace("ID", "o-shop", StringComparison.Ordinal));
        await using var outside = await DecidingFront.StartAsync(template, Policies.Replace("ID", "o-other", StringComparison.Ordinal));
        Assert.Null(await inside.RefusalAsync("one", "GetItem", Get));
        Assert.Equal("AccessDeniedException", await outside.RefusalAsync("one", "GetItem", Get));
    }

    /// <summary>The table's policy lets everybody in, for what a resource policy can let other accounts do, and only in its own account.</summary>
    [Theory]
    [InlineData("theirs", "DescribeTable", $$"""{"TableName":"{{Arn}}"}""", null)]
    [InlineData("theirs", "UpdateTimeToLive", $$"""{"TableName":"{{Arn}}","TimeToLiveSpecification":{} }""", "AccessDeniedException")]
    [InlineData("theirs", "CreateBackup", $$"""{"TableName":"{{Arn}}","BackupName":"b"}""", "AccessDeniedException")]
    [InlineData("theirs", "CreateTable", """{"TableName":"fresh"}""", "ValidationException")]
    [InlineData("theirs", "ExecuteStatement", """{"Statement":"SELECT * FROM scores"}""", "ResourceNotFoundException")]
    [InlineData("theirs", "ListTables", "{}", "ValidationException")]
    [InlineData("nobody", "GetItem", Get, null)]
    [InlineData("admin", "DescribeTable", """{"TableName":"arn:aws:dynamodb:us-east-1:999999999999:table/scores"}""", "AccessDeniedException")]
    [InlineData("admin", "DescribeTable", """{"TableName":"arn:aws:dynamodb:eu-west-1:111122223333:table/scores"}""", "ResourceNotFoundException")]
    [InlineData("admin", "DescribeTable", """{"TableName":"arn:aws-cn:dynamodb:us-east-1:111122223333:table/scores"}""", "ResourceNotFoundException")]
    [InlineData("admin", "DescribeTable", """{"TableName":"arn:aws:dynamodb:ddblocal:000000000000:table/scores"}""", null)]
    public async Task Follows_the_tables_policy_as_far_as_it_reaches(string user, string operation, string body, string? refusal)
    {
        await using var front = await DecidingFront.StartAsync("""
            Resources:
              Nobody: { Type: AWS::IAM::User, Properties: { UserName: nobody } }
              Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Nobody } }
            """ + Table, partner: Partner);
        Assert.Equal(refusal, await front.RefusalAsync(user, operation, body));
    }

    [Fact]
    public async Task Is_made_before_a_mistake_is_told_and_told_it_is()
    {
        const string Wrong = """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"Wrong":{"S":"go"}}}""";
        await using var front = await DecidingFront.StartAsync(User("Deny", "dynamodb:*", null));
        Assert.Equal("AccessDeniedException", await front.RefusalAsync("one", "GetItem", Wrong));
        Assert.Equal("ValidationException", await front.RefusalAsync("admin", "GetItem", Wrong));
        Assert.Equal("AccessDeniedException", await front.RefusalAsync("one", "GetItem", Get.Replace("scores", "missing", StringComparison.Ordinal)));
        Assert.Equal("ResourceNotFoundException", await front.RefusalAsync("admin", "GetItem", Get.Replace("scores", "missing", StringComparison.Ordinal)));
    }

    private static string Somebody => User("Allow", "dynamodb:*", null);

    private static string User(string effect, string action, string? condition) => $$"""
        Resources:
          One: { Type: AWS::IAM::User, Properties: { UserName: one, Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Effect: {{effect}}, Action: "{{action}}", Resource: "*"{{(condition is null ? "" : $", Condition: {condition}")}} }] } }] } }
          Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref One } }
        """;
}
