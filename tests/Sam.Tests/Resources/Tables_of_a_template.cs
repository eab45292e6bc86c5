using Sam.Tests.Templates;

namespace Sam.Tests.Resources;

/// <summary>AWS CloudFormation User Guide, "AWS::DynamoDB::Table".</summary>
public class Tables_of_a_template
{
    private const string Scores =
        """
        Resources:
          Scores:
            Type: AWS::DynamoDB::Table
            Properties:
              TableName: scores
              KeySchema: [{AttributeName: GameTitle, KeyType: RANGE}, {AttributeName: UserId, KeyType: HASH}]
              AttributeDefinitions:
                - {AttributeName: UserId, AttributeType: S}
                - {AttributeName: GameTitle, AttributeType: B}
                - {AttributeName: TopScore, AttributeType: N}
              ProvisionedThroughput: {ReadCapacityUnits: 5, WriteCapacityUnits: 2}
              GlobalSecondaryIndexes:
                - IndexName: byGame
                  KeySchema: [{AttributeName: GameTitle, KeyType: HASH}, {AttributeName: TopScore, KeyType: RANGE}]
                  Projection: {ProjectionType: INCLUDE, NonKeyAttributes: [Wins]}
              LocalSecondaryIndexes:
                - IndexName: byScore
                  KeySchema: [{AttributeName: UserId, KeyType: HASH}, {AttributeName: TopScore, KeyType: RANGE}]
                  Projection: {ProjectionType: ALL}
              StreamSpecification: {StreamViewType: NEW_IMAGE}
              TimeToLiveSpecification: {AttributeName: Expires, Enabled: true}
              Tags: [{Key: team, Value: games}]
              ResourcePolicy:
                PolicyDocument:
                  Version: '2012-10-17'
                  Statement: [{Effect: Allow, Principal: '*', Action: 'dynamodb:GetItem', Resource: '*'}]
        """;

    [Fact]
    public void Are_read_with_keys_indexes_and_all_that_making_them_needs()
    {
        var table = Assert.Single(Given.Stack(Scores).Tables);
        Assert.Equal([new("UserId", true), new("GameTitle", false)], table.Key);
        Assert.Equal("B", table.AttributeTypes["GameTitle"]);
        Assert.Equal(["byGame", "byScore"], table.Indexes.Select(static index => index.Name));
        Assert.Equal(("INCLUDE", "Wins", true), (table.Indexes[0].Projection, Assert.Single(table.Indexes[0].NonKeyAttributes), table.Indexes[0].IsGlobal));
        Assert.Equal(new TableCapacity(5, 2), table.Capacity);
        Assert.Equal(("NEW_IMAGE", "Expires", "games"), (table.StreamViewType, table.TimeToLiveAttribute, table.Tags["team"]));
        Assert.Equal("template.yaml:26", table.ResourcePolicy!.Origin.PlaceOf(0));
    }

    [Fact]
    public void Are_billed_by_request_when_they_say_so() =>
        Assert.Null(Assert.Single(Given.Stack(Scores.Replace("ProvisionedThroughput:", "BillingMode: PAY_PER_REQUEST\n      ProvisionedThroughput:", StringComparison.Ordinal)).Tables).Capacity);

    [Fact]
    public void Have_one_key_as_a_SimpleTable()
    {
        var table = Assert.Single(Given.Stack("Transform: AWS::Serverless-2016-10-31\nResources: {T: {Type: 'AWS::Serverless::SimpleTable', Properties: {PrimaryKey: {Name: number, Type: Number}, Tags: {team: games}}}}").Tables);
        Assert.Equal(("number", "N", "games"), (Assert.Single(table.Key).Attribute, table.AttributeTypes["number"], table.Tags["team"]));
        Assert.Equal("id", Assert.Single(Assert.Single(Given.Stack("Transform: AWS::Serverless-2016-10-31\nResources: {T: {Type: 'AWS::Serverless::SimpleTable'}}").Tables).Key).Attribute);
    }

    [Theory]
    [InlineData("KeyType: RANGE}, {AttributeName: UserId", "KeyType: SORT}, {AttributeName: UserId", "'SORT' is no part of a key.")]
    [InlineData("AttributeType: B", "AttributeType: Binary", "'Binary' is no type of a key attribute.")]
    [InlineData("- {AttributeName: UserId, AttributeType: S}", "- {AttributeName: Else, AttributeType: S}", "The key attribute 'UserId' is not in AttributeDefinitions.")]
    [InlineData("- {AttributeName: TopScore, AttributeType: N}", "- {AttributeName: TopScore, AttributeType: N}\n        - {AttributeName: Else, AttributeType: N}", "'Else' is defined but is in no key")]
    [InlineData("Principal: '*', ", "", "Principal")]
    public void Are_refused_where_they_are_wrong(string right, string wrong, string message) =>
        Assert.Contains(Given.Errors(Scores.Replace(right, wrong, StringComparison.Ordinal)), error => error.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Have_no_stream_whose_policy_is_enforced() => Assert.StartsWith(
        "LocalAws serves no streams",
        Assert.Single(Given.Stack(Scores.Replace("StreamSpecification: {StreamViewType: NEW_IMAGE}", "StreamSpecification: {StreamViewType: NEW_IMAGE, ResourcePolicy: {}}", StringComparison.Ordinal)).Closures).Message,
        StringComparison.Ordinal);
}
