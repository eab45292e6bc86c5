using Emulation.DynamoDb.Tables;
using Emulation.State;

namespace Emulation.Tests.DynamoDb;

/// <summary>What <c>dynamodb.db</c> keeps.</summary>
public sealed class Policies_of_tables : IDisposable
{
    private const string Schema = "CREATE TABLE IF NOT EXISTS policies (name TEXT PRIMARY KEY, policy TEXT, revision TEXT NOT NULL) STRICT";
    private const string Json = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"dynamodb:DeleteTable","Resource":"*"}]}""";
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Stay_with_their_revision()
    {
        using (var before = new TablePolicies(folder, []))
        {
            before.Put("scores", TablePolicies.Parse("scores", Json).Policy!, "r1");
        }

        using var after = new TablePolicies(folder, []);
        Assert.Equal((Json, "r1"), (after.Of("scores")!.Policy.Json, after.Of("scores")!.Revision));
        Assert.Null(after.Of("other"));
    }

    /// <summary>A denial that cannot be read must not be lost in silence.</summary>
    [Fact]
    public void That_are_damaged_stop_the_start()
    {
        using (var database = new StateDatabase(Path.Combine(folder, "dynamodb.db"), Schema))
        {
            database.Execute("INSERT INTO policies VALUES ($1, $2, $3)", "scores", Json[..^2], "r1");
        }

        var stop = Assert.Throws<StateFolderException>(() => new TablePolicies(folder, []));
        Assert.StartsWith("The resource policy of the table scores in dynamodb.db is damaged", stop.Message, StringComparison.Ordinal);
    }
}
