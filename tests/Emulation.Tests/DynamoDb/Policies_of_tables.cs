using Emulation.DynamoDb.Tables;
using Emulation.State;
using Emulation.Tests.IdentityManagement;
using Emulation.Upstreams;

namespace Emulation.Tests.DynamoDb;

/// <summary>What is kept of the policies of tables, and of those that were kept in <c>dynamodb.db</c> before.</summary>
public sealed class Policies_of_tables : IDisposable
{
    private const string Arn = "arn:aws:dynamodb:us-east-1:111122223333:table/scores";
    private const string Json = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"dynamodb:DeleteTable","Resource":"*"}]}""";
    private const string Grant = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:role/Batch"]},"Action":"dynamodb:GetItem","Resource":"*"}]}""";

    private const string Former = """
        CREATE TABLE IF NOT EXISTS deployed (name TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS policies (name TEXT PRIMARY KEY, policy TEXT, revision TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS principals (name TEXT NOT NULL, sid TEXT NOT NULL, arn TEXT NOT NULL, unique_id TEXT NOT NULL, PRIMARY KEY (name, sid, arn)) STRICT
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;

    private readonly TestIam desk = new();

    public void Dispose()
    {
        desk.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>API Reference, PutResourcePolicy: the same document has the same revision.</summary>
    [Fact]
    public void Stay_with_their_revision()
    {
        string? revision;
        using (var before = Policies())
        {
            before.Put(Arn, ResourcePolicies.Parse(Arn, Json).Policy!);
            revision = before.RevisionOf(Arn);
            before.Put(Arn, ResourcePolicies.Parse(Arn, Grant).Policy!);
            Assert.NotEqual(revision, before.RevisionOf(Arn));
            before.Put(Arn, ResourcePolicies.Parse(Arn, Json).Policy!);
        }

        using var after = Policies();
        Assert.Equal((Json, revision), (after.Of(Arn)!.Json, after.RevisionOf(Arn)));
        Assert.Null(after.RevisionOf($"{Arn}2"));
    }

    /// <summary>With whom they named, what the template said, and that one was deleted.</summary>
    [Fact]
    public void Move_to_those_of_all_resources()
    {
        using (var database = new StateDatabase(Path.Combine(folder, "dynamodb.db"), Former))
        {
            database.Execute("INSERT INTO policies VALUES ('scores', $1, 'r1'), ('gone', NULL, 'r2'), ('said', $1, 'r3')", Grant);
            database.Execute("INSERT INTO principals VALUES ('scores', '', 'arn:aws:iam::111122223333:role/Batch', 'AROAFORMERFORMERFORME')");
            database.Execute("INSERT INTO deployed VALUES ('', 'begun'), ('gone', 'digest of what the template says no more')");
        }

        var template = KeyValuePair.Create($"{Arn}-gone", ResourcePolicies.Parse(Arn, Json).Policy!);
        for (var start = 0; start < 2; start++)
        {
            FormerTablePolicies.Move(folder, static name => name == "scores" ? Arn : $"{Arn}-{name}");
            using var after = new ResourcePolicies(folder, [template], [Arn, template.Key], () => desk.Accounts.Current);
            Assert.Contains("AROAFORMERFORMERFORME", after.Of(Arn)!.Json, StringComparison.Ordinal);

            // The template says another thing than was deployed: then that counts.
            Assert.Equal(Json, after.Of(template.Key)?.Json);
            Assert.NotNull(after.Of($"{Arn}-said"));
            Assert.False(File.Exists(Path.Combine(folder, "dynamodb.db")));
        }
    }

    /// <summary>A denial that cannot be read must not be lost in silence.</summary>
    [Fact]
    public void That_are_damaged_stop_the_start()
    {
        using (var database = new StateDatabase(Path.Combine(folder, "dynamodb.db"), Former))
        {
            database.Execute("INSERT INTO policies VALUES ($1, $2, $3)", "scores", Json[..^2], "r1");
        }

        FormerTablePolicies.Move(folder, static _ => Arn);
        var stop = Assert.Throws<StateFolderException>(Policies);
        Assert.StartsWith($"The policy of {Arn} in resource-policies.db is damaged", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Let_nobody_in_who_was_made_anew_under_a_name()
    {
        desk.Call("CreateRole", ("RoleName", "Batch"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        using (var before = Policies())
        {
            before.Put(Arn, ResourcePolicies.Parse(Arn, Grant).Policy!);
            Assert.Contains("role/Batch", before.Of(Arn)!.Json, StringComparison.Ordinal);
        }

        desk.Call("DeleteRole", ("RoleName", "Batch"));
        desk.Call("CreateRole", ("RoleName", "Batch"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));

        using var after = Policies();
        Assert.DoesNotContain("role/Batch", after.Of(Arn)!.Json, StringComparison.Ordinal);
        Assert.Contains("AROA", after.Of(Arn)!.Json, StringComparison.Ordinal);
    }

    private ResourcePolicies Policies() => new(folder, [], [], () => desk.Accounts.Current);
}
