using Emulation.State;
using Emulation.Upstreams;

namespace Emulation.DynamoDb.Tables;

/// <summary>The policies of tables that earlier versions kept in a file of their own, <c>dynamodb.db</c>: they move to those of all resources, with whom they named.</summary>
internal static class FormerTablePolicies
{
    private const string FileName = "dynamodb.db";

    private const string Schema = $"""
        {DeployedTexts.Schema}
        CREATE TABLE IF NOT EXISTS policies (name TEXT PRIMARY KEY, policy TEXT, revision TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS principals (name TEXT NOT NULL, sid TEXT NOT NULL, arn TEXT NOT NULL, unique_id TEXT NOT NULL, PRIMARY KEY (name, sid, arn)) STRICT;
        """;

    /// <summary>Moves them, where there are any. What is there already stays, so that an end of the process in between loses and doubles nothing.</summary>
    /// <param name="folder">The state folder.</param>
    /// <param name="arnOf">The ARN of a table by its name.</param>
    /// <exception cref="StateFolderException">A file is damaged or cannot be written.</exception>
    public static void Move(string folder, Func<string, string> arnOf)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            return;
        }

        using (var former = new StateDatabase(file, Schema))
        using (var kept = ResourcePolicies.Open(folder, beginning: ""))
        {
            kept.Atomically(() =>
            {
                var moved = 0;
                foreach (var (name, policy) in former.Query("SELECT name, policy FROM policies", static row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1))))
                {
                    moved += kept.Execute("INSERT OR IGNORE INTO policies VALUES ($1, $2)", arnOf(name), policy);
                }

                foreach (var (name, sid, arn, id) in former.Query(
                    "SELECT name, sid, arn, unique_id FROM principals", static row => (row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3))))
                {
                    kept.Execute("INSERT OR IGNORE INTO principals VALUES ($1, $2, $3, $4)", arnOf(name), sid, arn, id);
                }

                // The row without a name says that there was a deployment.
                foreach (var (name, digest) in former.Query("SELECT name, digest FROM deployed", static row => (row.GetString(0), row.GetString(1))))
                {
                    kept.Execute("INSERT OR IGNORE INTO deployed VALUES ($1, $2)", name.Length == 0 ? name : arnOf(name), digest);
                }

                return moved;
            });
        }

        foreach (var ending in (string[])["", "-wal", "-shm"])
        {
            File.Delete(file + ending);
        }
    }
}
