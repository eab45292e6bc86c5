using System.Security.Cryptography;
using System.Text;

namespace Emulation.State;

/// <summary>
/// What templates said, when they were deployed last, of what clients may change too, such as a queue's policy: by its digest. On AWS a deployment that changes it sets it anew,
/// whatever a client made of it since; one that does not leaves it. CloudFormation User Guide, "Update behaviors of stack resources".
/// </summary>
/// <param name="database">The database that keeps what clients made of it; its schema has <see cref="Schema"/>.</param>
internal sealed class DeployedTexts(StateDatabase database)
{
    public const string Schema = "CREATE TABLE IF NOT EXISTS deployed (name TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT;";

    /// <summary>What such a database begins with.</summary>
    public const string Beginning = "INSERT OR IGNORE INTO deployed VALUES ('', '')";

    /// <summary>The row that says that there was a deployment: states of older versions do not know what they deployed.</summary>
    private const string Begun = "";

    /// <summary>Of what templates say another thing than at the last deployment, or nothing any more.</summary>
    /// <param name="said">What templates say; null of what is there and of which they say nothing. What they do not name stays as it is.</param>
    public IReadOnlySet<string> Changed(IReadOnlyDictionary<string, string?> said)
    {
        var before = Kept();
        return before.ContainsKey(Begun)
            ? said.Where(one => before.GetValueOrDefault(one.Key) != DigestOf(one.Value)).Select(static one => one.Key).ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>();
    }

    /// <summary>Keeps what was deployed.</summary>
    public void Keep(IReadOnlyDictionary<string, string?> said)
    {
        var before = Kept();
        if (database.IsThere && !before.ContainsKey(Begun))
        {
            database.Execute(Beginning);
        }

        foreach (var (name, text) in said)
        {
            var digest = DigestOf(text);
            if (digest is not null && before.GetValueOrDefault(name) != digest)
            {
                database.Execute("INSERT OR REPLACE INTO deployed VALUES ($1, $2)", name, digest);
            }
            else if (digest is null && before.ContainsKey(name))
            {
                database.Execute("DELETE FROM deployed WHERE name = $1", name);
            }
        }
    }

    private Dictionary<string, string> Kept() =>
        database.Query("SELECT name, digest FROM deployed", static row => (Name: row.GetString(0), Digest: row.GetString(1)))
            .ToDictionary(static row => row.Name, static row => row.Digest, StringComparer.Ordinal);

    private static string? DigestOf(string? text) => text is null ? null : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
