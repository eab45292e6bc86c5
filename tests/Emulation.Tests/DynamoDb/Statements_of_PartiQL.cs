namespace Emulation.Tests.DynamoDb;

/// <summary>Developer Guide, "IAM security policies with PartiQL for DynamoDB" and "PartiQL select statements for DynamoDB".</summary>
public class Statements_of_PartiQL
{
    [Theory]
    [InlineData("""SELECT * FROM \"scores\" WHERE UserId = 'alice'""", "alice", "UserId", "ALL_ATTRIBUTES")]
    [InlineData("""select Wins, \"Losses\".deep[0] from scores where 'alice' = \"UserId\" and Wins > 3""", "alice", "Losses UserId Wins", "SPECIFIC_ATTRIBUTES")]
    [InlineData("""SELECT * FROM scores.byGame WHERE GameTitle = 'chess' ORDER BY TopScore DESC""", "chess", "GameTitle TopScore", "ALL_PROJECTED_ATTRIBUTES")]
    [InlineData("""SELECT * FROM \"scores\".\"byGame\" WHERE GameTitle IN ['chess', 'go''s']""", "chess go's", "GameTitle", "ALL_PROJECTED_ATTRIBUTES")]
    [InlineData("""SELECT * FROM scores WHERE UserId = 'alice' OR UserId = 'bob'""", "alice bob", "UserId", "ALL_ATTRIBUTES")]
    [InlineData("""SELECT * FROM scores WHERE (UserId = 'alice' OR UserId = 'bob') AND begins_with(GameTitle, 'c')""", "alice bob", "GameTitle UserId", "ALL_ATTRIBUTES")]
    [InlineData("""SELECT * FROM scores WHERE UserId = 'alice' AND UserId = 'bob'""", "alice bob", "UserId", "ALL_ATTRIBUTES")]
    [InlineData("""SELECT * FROM scores""", null, "", "ALL_ATTRIBUTES")]
    [InlineData("""SELECT * FROM scores WHERE UserId > 'alice'""", null, "UserId", "ALL_ATTRIBUTES")]
    [InlineData("""SELECT * FROM scores WHERE UserId = 'alice' OR Wins = 3""", null, "UserId Wins", "ALL_ATTRIBUTES")]
    [InlineData("""SELECT * FROM scores WHERE NOT UserId = 'alice'""", null, "UserId", "ALL_ATTRIBUTES")]
    [InlineData("""SELECT * FROM scores WHERE UserId.x = 'alice'""", null, "UserId", "ALL_ATTRIBUTES")]
    [InlineData("""SELECT * FROM scores WHERE UserId = GameTitle""", null, "GameTitle UserId", "ALL_ATTRIBUTES")]
    [InlineData("""SELECT * FROM scores WHERE Wins IS NOT MISSING AND size(Losses) < -1.5""", null, "Losses Wins", "ALL_ATTRIBUTES")]
    public void Select_the_keys_that_their_condition_names(string statement, string? keys, string attributes, string select)
    {
        var access = Assert.Single(Reading.Of("ExecuteStatement", $$"""{"Statement":"{{statement}}"}"""));
        Assert.Equal("dynamodb:PartiQLSelect", access.Action);
        Assert.Equal(keys?.Split(' '), Reading.LeadingKeys(access));
        Assert.Equal(attributes.Split(' ', StringSplitOptions.RemoveEmptyEntries), access.Attributes.Order(StringComparer.Ordinal));
        Assert.Equal(select, Reading.Value(access, "Select"));
    }

    [Theory]
    [InlineData("""INSERT INTO scores VALUE {'UserId': 'alice', 'GameTitle': 'go', 'More': {'x': [1, <<'a'>>, true]}}""", "Insert", null)]
    [InlineData("""UPDATE scores SET Wins = Wins + 1 SET \"Last\" = list_append(\"Last\", [1]) REMOVE Old WHERE UserId = 'alice' AND GameTitle = 'go'""", "Update", "NONE")]
    [InlineData("""UPDATE scores SET Wins = -1 WHERE UserId = 'alice' AND GameTitle = 'go' RETURNING ALL OLD *""", "Update", "ALL_OLD")]
    [InlineData("""UPDATE scores SET Wins = 1 WHERE UserId = 'alice' AND GameTitle = 'go' RETURNING MODIFIED NEW *""", "Update", "UPDATED_NEW")]
    [InlineData("""DELETE FROM \"scores\" WHERE UserId = 'alice' AND GameTitle = 'go'""", "Delete", "NONE")]
    public void Write_the_item_that_they_name(string statement, string kind, string? returnValues)
    {
        var access = Assert.Single(Reading.Of("ExecuteStatement", $$"""{"Statement":"{{statement}}"}"""));
        Assert.Equal($"dynamodb:PartiQL{kind}", access.Action);
        Assert.Equal(["alice"], Reading.LeadingKeys(access)!);
        Assert.Equal(returnValues, Reading.Value(access, "ReturnValues"));
    }

    [Theory]
    [InlineData("INSERT INTO scores VALUE {'UserId': 'alice', 'GameTitle': 'go', 'More': 1}", "GameTitle More UserId", "ALL_OLD")]
    [InlineData("UPDATE scores SET Wins = Losses + 1 REMOVE Old.x WHERE UserId = 'alice' AND GameTitle = 'go' AND Ties > 1", "GameTitle Losses Old Ties UserId Wins", "ALL_OLD")]
    [InlineData("UPDATE scores SET Wins = 1 WHERE UserId = 'alice' AND GameTitle = 'go' RETURNING ALL NEW *", "GameTitle UserId Wins", "ALL_NEW")]
    [InlineData("UPDATE scores SET Wins = 1 WHERE UserId = 'alice' AND GameTitle = 'go' RETURNING MODIFIED OLD *", "GameTitle UserId Wins", "ALL_OLD")]
    [InlineData("DELETE FROM scores WHERE UserId = 'alice' AND GameTitle = 'go' AND attribute_exists(Wins)", "GameTitle UserId Wins", "ALL_OLD")]
    public void Name_what_they_write_and_what_a_failure_shows(string statement, string attributes, string returnValues)
    {
        var access = Assert.Single(Reading.Of("ExecuteStatement", $$"""{"Statement":"{{statement}}","ReturnValuesOnConditionCheckFailure":"ALL_OLD"}"""));
        Assert.Equal(attributes.Split(' '), access.Attributes.Order(StringComparer.Ordinal));
        Assert.Equal(returnValues, Reading.Value(access, "ReturnValues"));
        Assert.False(access.IsCrossAccount);
    }

    [Fact]
    public void Are_as_long_and_as_deep_as_DynamoDB_takes_them()
    {
        static string Long(int length) => "SELECT * FROM scores WHERE UserId = '" + new string('x', length - 38) + "'";
        Assert.Single(Reading.Of("ExecuteStatement", $$"""{"Statement":"{{Long(8192)}}"}"""));
        Reading.Refusal("ExecuteStatement", $$"""{"Statement":"{{Long(8193)}}"}""");
        static string Deep(int depth) => "SELECT * FROM scores WHERE " + new string('(', depth) + "UserId = 'alice'" + new string(')', depth);
        Assert.Single(Reading.Of("ExecuteStatement", $$"""{"Statement":"{{Deep(60)}}"}"""));
        Reading.Refusal("ExecuteStatement", $$"""{"Statement":"{{Deep(70)}}"}""");
        Reading.Refusal("ExecuteStatement", $$"""{"Statement":"INSERT INTO scores VALUE {'UserId': 'alice', 'GameTitle': 'go', 'x': {{new string('[', 70)}}{{new string(']', 70)}} }"}""");
    }

    [Theory]
    [InlineData("UserId = 'alice' + 'x'")]
    [InlineData("UserId IN ('alice', Wins)")]
    [InlineData("UserId <> 'alice'")]
    public void Leave_the_key_open_where_it_may_be_any(string condition) =>
        Assert.Null(Reading.LeadingKeys(Assert.Single(Reading.Of("ExecuteStatement", $$"""{"Statement":"SELECT * FROM scores WHERE {{condition}}"}"""))));

    [Fact]
    public void Take_their_parameters_in_order()
    {
        var access = Assert.Single(Reading.Of("ExecuteStatement", """{"Statement":"SELECT * FROM scores WHERE Wins > ? AND UserId IN (?, ?)","Parameters":[{"N":"1"},{"S":"alice"},{"S":"bob"}]}"""));
        Assert.Equal(["alice", "bob"], Reading.LeadingKeys(access)!);
    }

    [Fact]
    public void Are_judged_one_by_one_in_batches_and_transactions()
    {
        var batch = Reading.Of("BatchExecuteStatement", """{"Statements":[{"Statement":"SELECT * FROM scores WHERE UserId='alice' AND GameTitle='go'"},{"Statement":"DELETE FROM scores WHERE UserId=? AND GameTitle='go'","Parameters":[{"S":"bob"}]}]}""");
        Assert.Equal(["dynamodb:PartiQLSelect", "dynamodb:PartiQLDelete"], batch.Select(static access => access.Action));
        Assert.All(batch, static access => Assert.Null(Reading.Value(access, "EnclosingOperation")));
        var transaction = Reading.Of("ExecuteTransaction", """{"TransactStatements":[{"Statement":"EXISTS(SELECT * FROM scores WHERE UserId='alice' AND GameTitle='go')"},{"Statement":"DELETE FROM scores WHERE UserId='bob' AND GameTitle='go'"}]}""");
        Assert.Equal(["dynamodb:PartiQLSelect", "dynamodb:PartiQLDelete"], transaction.Select(static access => access.Action));
        Assert.All(transaction, static access => Assert.Equal("ExecuteTransaction", Reading.Value(access, "EnclosingOperation")));
    }

    [Theory]
    [InlineData("SELECT * FROM scores WHERE UserId = 'alice' -- AND more")]
    [InlineData("SELECT * FROM scores WHERE UserId = 'alice' AND Wins = 1 --1")]
    [InlineData("SELECT * FROM scores /* other */ WHERE UserId = 'alice'")]
    [InlineData("SELECT * FROM scores; DELETE FROM scores WHERE UserId = 'bob'")]
    [InlineData("SELECT * FROM scores s WHERE s.UserId = 'alice'")]
    [InlineData("SELECT * FROM scores AS s")]
    [InlineData("SELECT scores.Wins FROM scores WHERE UserId = 'alice'")]
    [InlineData("SELECT * FROM scores WHERE scores.UserId = 'alice'")]
    [InlineData("SELECT * FROM scores, other")]
    [InlineData("SELECT * FROM (SELECT * FROM other)")]
    [InlineData("SELECT * FROM scores WHERE UserId IN (SELECT UserId FROM other)")]
    [InlineData("SELECT * FROM scores WHERE UserId = 'alice' UNION SELECT * FROM other")]
    [InlineData("SELECT COUNT(*) FROM scores")]
    [InlineData("SELECT * FROM scores WHERE UserId = 'alice")]
    [InlineData("SELECT * FROM scores WHERE UserId = 7")]
    [InlineData("SELECT * FROM scores WHERE UserId = ''")]
    [InlineData("SELECT * FROM scores WHERE UserId = ?")]
    [InlineData("SELECT * FROM scores WHERE UserId LIKE 'a%'")]
    [InlineData("SELECT * FROM \\\"arn:aws:dynamodb:us-east-1:111122223333:table/scores\\\"")]
    [InlineData("SELECT * FROM scores.gone.deeper")]
    [InlineData("UPDATE scores SET Wins = 1")]
    [InlineData("UPDATE scores SET Wins = 1 WHERE Wins = 2")]
    [InlineData("DELETE FROM scores WHERE GameTitle = 'go'")]
    [InlineData("INSERT INTO scores VALUE {'UserId': 'alice', 'UserId': 'bob', 'GameTitle': 'go'}")]
    [InlineData("INSERT INTO scores VALUE {'Wins': 1}")]
    [InlineData("INSERT INTO scores VALUE {'UserId': 7, 'GameTitle': 'go'}")]
    [InlineData("DELETE FROM scores WHERE UserId > 'alice' AND GameTitle = 'go'")]
    [InlineData("INSERT INTO scores SELECT * FROM other")]
    [InlineData("EXISTS(SELECT * FROM scores WHERE UserId='alice')")]
    [InlineData("DROP TABLE scores")]
    [InlineData("")]
    public void Are_refused_when_LocalAws_does_not_read_them_whole(string statement) => Reading.Refusal("ExecuteStatement", $$"""{"Statement":"{{statement}}"}""");

    [Fact]
    public void Are_refused_when_parameters_are_left_over() => Reading.Refusal("ExecuteStatement", """{"Statement":"SELECT * FROM scores WHERE UserId = 'alice'","Parameters":[{"S":"bob"}]}""");
}
