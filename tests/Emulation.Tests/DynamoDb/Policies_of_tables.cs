using Emulation.DynamoDb.Tables;
using Emulation.State;
using Emulation.Tests.IdentityManagement;

namespace Emulation.Tests.DynamoDb;

/// <summary>What <c>dynamodb.db</c> keeps.</summary>
public sealed class Policies_of_tables : IDisposable
{
    private const string Schema = "CREATE TABLE IF NOT EXISTS policies (name TEXT PRIMARY KEY, policy TEXT, revision TEXT NOT NULL) STRICT";
    private const string Json = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"dynamodb:DeleteTable","Resource":"*"}]}""";
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;

    private readonly TestIam desk = new();

    public void Dispose()
    {
        desk.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Stay_with_their_revision()
    {
        using (var before = new TablePolicies(folder, [], () => desk.Accounts.Current))
        {
            before.Put("scores", TablePolicies.Parse("scores", Json).Policy!, "r1");
        }

        using var after = new TablePolicies(folder, [], () => desk.Accounts.Current);
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

        var stop = Assert.Throws<StateFolderException>(() => new TablePolicies(folder, [], () => desk.Accounts.Current));
        Assert.StartsWith("The resource policy of the table scores in dynamodb.db is damaged", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Let_nobody_in_who_was_made_anew_under_a_name()
    {
        desk.Call("CreateRole", ("RoleName", "Batch"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        const string Grant = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:role/Batch"]},"Action":"dynamodb:GetItem","Resource":"*"}]}""";
        using (var before = new TablePolicies(folder, [], () => desk.Accounts.Current))
        {
            before.Put("scores", TablePolicies.Parse("scores", Grant).Policy!, "r1");
            Assert.Contains("role/Batch", before.Of("scores")!.Policy.Json, StringComparison.Ordinal);
        }

        desk.Call("DeleteRole", ("RoleName", "Batch"));
        desk.Call("CreateRole", ("RoleName", "Batch"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));

        using var after = new TablePolicies(folder, [], () => desk.Accounts.Current);
        Assert.DoesNotContain("role/Batch", after.Of("scores")!.Policy.Json, StringComparison.Ordinal);
        Assert.Contains("AROA", after.Of("scores")!.Policy.Json, StringComparison.Ordinal);
    }
}
