namespace Emulation.Tests.DynamoDb;

/// <summary>
/// What DynamoDB asks of KMS in its caller's name for a table that a customer's key encrypts. Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest usage notes".
/// </summary>
public class Keys_of_tables
{
    private const string Key = """{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}""";

    private const string Template = """
        Resources:
          Own: { Type: AWS::KMS::Key, Properties: { Description: own } }
          Locked: { Type: AWS::KMS::Key, Properties: { KeyPolicy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root" }, Action: "kms:PutKeyPolicy", Resource: "*" }] } } }
          LockedAlias: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/locked, TargetKeyId: !Ref Locked } }
          May: { Type: AWS::IAM::User, Properties: { UserName: may, Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] } }] } }
          NoKeys: { Type: AWS::IAM::User, Properties: { UserName: nokeys, Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Effect: Allow, Action: "dynamodb:*", Resource: "*" }] } }] } }
          ByTable:
            Type: AWS::IAM::User
            Properties:
              UserName: bytable
              Policies:
                - PolicyName: P
                  PolicyDocument:
                    Statement:
                      - { Effect: Allow, Action: "dynamodb:*", Resource: "*" }
                      - Effect: Allow
                        Action: "kms:Decrypt"
                        Resource: "*"
                        Condition:
                          StringEquals:
                            kms:ViaService: dynamodb.us-east-1.amazonaws.com
                            kms:EncryptionContext:aws:dynamodb:tableName: TABLE
                            kms:EncryptionContext:aws:dynamodb:subscriberId: "111122223333"
          MayKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref May } }
          NoKeysKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref NoKeys } }
          ByTableKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref ByTable } }
          Scores:
            Type: AWS::DynamoDB::Table
            Properties:
              TableName: scores
              BillingMode: PAY_PER_REQUEST
              KeySchema: [{ AttributeName: UserId, KeyType: HASH }, { AttributeName: GameTitle, KeyType: RANGE }]
              AttributeDefinitions: [{ AttributeName: UserId, AttributeType: S }, { AttributeName: GameTitle, AttributeType: S }]
              SSESpecification: ENCRYPTION
        """;

    private const string ByOwn = "{ SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref Own }";

    [Theory]
    [InlineData("GetItem", """{"TableName":"scores","Key":KEY}""", true)]
    [InlineData("PutItem", """{"TableName":"scores","Item":KEY}""", true)]
    [InlineData("Query", """{"TableName":"scores","KeyConditionExpression":"UserId = :u","ExpressionAttributeValues":{":u":{"S":"alice"}}}""", true)]
    [InlineData("Scan", """{"TableName":"scores","IndexName":"byGame"}""", true)]
    [InlineData("BatchGetItem", """{"RequestItems":{"scores":{"Keys":[KEY]}}}""", true)]
    [InlineData("TransactWriteItems", """{"TransactItems":[{"Delete":{"TableName":"scores","Key":KEY}}]}""", true)]
    [InlineData("ExecuteStatement", """{"Statement":"SELECT * FROM scores"}""", true)]
    [InlineData("DescribeTable", """{"TableName":"scores"}""", false)]
    [InlineData("ListTables", "{}", false)]
    public async Task Are_needed_to_read_and_write_items(string operation, string body, bool isNeeded)
    {
        await using var front = await StartAsync(ByOwn);
        body = body.Replace("KEY", Key, StringComparison.Ordinal);
        Assert.Null((await front.DecideAsync("may", operation, body)).Refusal);
        Assert.Null((await front.DecideAsync("bytable", operation, body)).Refusal);

        var refusal = (await front.DecideAsync("nokeys", operation, body)).Refusal;
        Assert.Equal(isNeeded, refusal is not null);
        if (isNeeded)
        {
            Assert.EndsWith("AccessDeniedException", refusal!.Type, StringComparison.Ordinal);
            Assert.Matches("^User: arn:aws:iam::111122223333:user/nokeys is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/[0-9a-f-]+ because no identity-based policy allows the kms:Decrypt action", refusal.Message);
        }
    }

    /// <summary>By table and account, and not by a key whose policy keeps it.</summary>
    [Theory]
    [InlineData(ByOwn, "scores", "bytable", true)]
    [InlineData(ByOwn, "others", "bytable", false)]
    [InlineData("{ SSEEnabled: true, KMSMasterKeyId: alias/locked }", "scores", "may", false)]
    [InlineData("{ SSEEnabled: true }", "scores", "nokeys", true)]
    [InlineData("{ SSEEnabled: false }", "scores", "nokeys", true)]
    public async Task Are_told_by_the_table(string encryption, string table, string user, bool isAllowed)
    {
        await using var front = await StartAsync(encryption, table);
        Assert.Equal(isAllowed ? null : "AccessDeniedException", await front.RefusalAsync(user, "GetItem", $$"""{"TableName":"scores","Key":{{Key}}}"""));
    }

    /// <summary>Who gives a table its key needs all that DynamoDB needs of it.</summary>
    [Theory]
    [InlineData("UpdateTable", """{"TableName":"scores","SSESpecification":{"Enabled":true,"SSEType":"KMS","KMSMasterKeyId":"ID"}}""")]
    [InlineData("CreateTable", """{"TableName":"new","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],"BillingMode":"PAY_PER_REQUEST","SSESpecification":{"Enabled":true,"SSEType":"KMS","KMSMasterKeyId":"ID"}}""")]
    public async Task Are_given_by_who_may_use_them(string operation, string body)
    {
        await using var front = await StartAsync("{ SSEEnabled: false }");
        Assert.Equal("AccessDeniedException", await front.RefusalAsync("may", operation, body.Replace("ID", "alias/locked", StringComparison.Ordinal)));
        Assert.Contains("kms:DescribeKey", (await front.DecideAsync("nokeys", operation, body.Replace("ID", "alias/locked", StringComparison.Ordinal))).Refusal!.Message, StringComparison.Ordinal);

        var missing = (await front.DecideAsync("may", operation, body.Replace("ID", "alias/none", StringComparison.Ordinal))).Refusal!;
        Assert.EndsWith("ValidationException", missing.Type, StringComparison.Ordinal);
        Assert.Equal("Key 'alias/none' does not exist", missing.Message);

        // The one that AWS manages is for everybody.
        Assert.Null((await front.DecideAsync("nokeys", operation, body.Replace(",\"KMSMasterKeyId\":\"ID\"", "", StringComparison.Ordinal))).Refusal);
    }

    private static Task<DecidingFront> StartAsync(string encryption, string table = "scores") =>
        DecidingFront.StartAsync(Template.Replace("ENCRYPTION", encryption, StringComparison.Ordinal).Replace("TABLE", table, StringComparison.Ordinal));
}
