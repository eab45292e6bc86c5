using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Emulation.Principals;
using Emulation.State;
using Iam;

namespace Emulation.Upstreams;

/// <summary>
/// The policies of resources behind LocalAws, by ARN: the template's, and those that clients put in their place, which are in <c>resource-policies.db</c> until the template's
/// changes. The server keeps its own copy, which nobody asks.
/// </summary>
internal sealed class ResourcePolicies : IDisposable
{
    // A policy that is null was deleted: the template's does not come back.
    private const string Schema = $"""
        {DeployedTexts.Schema}
        CREATE TABLE IF NOT EXISTS policies (arn TEXT PRIMARY KEY, policy TEXT) STRICT;
        CREATE TABLE IF NOT EXISTS principals (resource TEXT NOT NULL, sid TEXT NOT NULL, arn TEXT NOT NULL, unique_id TEXT NOT NULL, PRIMARY KEY (resource, sid, arn)) STRICT;
        """;

    private readonly StateDatabase database;
    private readonly Func<PrincipalIndex> accounts;
    private readonly ConcurrentDictionary<string, KeptPolicy?> current = new(StringComparer.Ordinal);
    private readonly DeployedTexts deployed;
    private readonly Dictionary<string, string?> said;
    private readonly IReadOnlySet<string> changed;

    /// <param name="folder">The state folder.</param>
    /// <param name="declared">What templates say of who may use a resource.</param>
    /// <param name="resources">The resources that templates declare, with a policy or without.</param>
    /// <param name="accounts">Who exists.</param>
    /// <exception cref="StateFolderException">The file is damaged or cannot be written.</exception>
    public ResourcePolicies(string folder, IReadOnlyCollection<KeyValuePair<string, Policy>> declared, IEnumerable<string> resources, Func<PrincipalIndex> accounts)
    {
        this.accounts = accounts;
        said = resources.Distinct(StringComparer.Ordinal).ToDictionary(static arn => arn, static _ => (string?)null, StringComparer.Ordinal);
        foreach (var (arn, policy) in declared)
        {
            current[arn] = KeptPolicy.SavedNow(policy, accounts);
            said[arn] = policy.Json;
        }

        database = Open(folder, DeployedTexts.Beginning);
        deployed = new DeployedTexts(database);
        changed = deployed.Changed(said);
        foreach (var (arn, policy) in database.Query("SELECT arn, policy FROM policies", static row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1))))
        {
            if (!changed.Contains(arn))
            {
                current[arn] = policy is null ? null : Restored(arn, policy);
            }
        }
    }

    /// <summary>Opens the file.</summary>
    /// <param name="folder">The state folder.</param>
    /// <param name="beginning">What is run where it is made.</param>
    /// <exception cref="StateFolderException">It is damaged or cannot be written.</exception>
    public static StateDatabase Open(string folder, string beginning) => new(Path.Combine(folder, "resource-policies.db"), Schema, beginning);

    /// <summary>Keeps what is deployed, now that it is: what clients put in the place of a policy that the template has changed is gone.</summary>
    public void Settle() => database.Atomically(() =>
    {
        foreach (var arn in changed)
        {
            database.Execute("DELETE FROM principals WHERE resource = $1", arn);
            database.Execute("DELETE FROM policies WHERE arn = $1", arn);
        }

        deployed.Keep(said);
        return changed.Count;
    });

    /// <summary>Who exists, as of now.</summary>
    public PrincipalIndex Accounts => accounts();

    /// <summary>The policy of a resource as it is in force; null where it has none.</summary>
    public Policy? Of(string arn) => current.GetValueOrDefault(arn)?.InForce;

    /// <summary>Which writing of its policy a resource has: the same document has the same, as DynamoDB's page of PutResourcePolicy says. Null where it has no policy.</summary>
    public string? RevisionOf(string arn) => current.GetValueOrDefault(arn) is { } kept
        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(kept.Saved.Json)))[..32] : null;

    /// <summary>The policies in force whose names begin so.</summary>
    public IReadOnlyList<(string Name, Policy Policy)> Below(string beginning) =>
    [
        .. from one in current
           where one.Value is not null && one.Key.StartsWith(beginning, StringComparison.Ordinal)
           orderby one.Key
           select (one.Key, one.Value!.InForce),
    ];

    /// <summary>Reads a policy as a client gives it.</summary>
    public static PolicyParseResult Parse(string arn, string json) => Parse(arn, json, new PolicyParseOptions());

    private static PolicyParseResult Parse(string arn, string json, PolicyParseOptions options) =>
        Policy.Parse(json, PolicyKind.Resource, new PolicyOrigin($"resource policy of {arn}"), options);

    /// <summary>Keeps the policy that a client gave a resource.</summary>
    public void Put(string arn, Policy policy)
    {
        var bound = KeptPolicy.BoundNow(policy, accounts());
        database.Atomically(() =>
        {
            database.Execute("DELETE FROM principals WHERE resource = $1", arn);
            foreach (var principal in bound)
            {
                database.Execute("INSERT INTO principals VALUES ($1, $2, $3, $4)", arn, principal.Sid ?? "", principal.Arn, principal.UniqueId);
            }

            return database.Execute("INSERT OR REPLACE INTO policies VALUES ($1, $2)", arn, policy.Json);
        });
        current[arn] = new KeptPolicy(policy, bound, accounts);
    }

    /// <summary>Takes the policy of a resource away, or forgets the resource.</summary>
    public void Delete(string arn)
    {
        database.Atomically(() =>
        {
            database.Execute("DELETE FROM principals WHERE resource = $1", arn);
            return database.Execute("INSERT OR REPLACE INTO policies VALUES ($1, NULL)", arn);
        });
        current[arn] = null;
    }

    public void Dispose() => database.Dispose();

    private KeptPolicy Restored(string arn, string json)
    {
        var result = Parse(arn, json, new PolicyParseOptions { Stored = true });
        if (result.Policy is { } policy)
        {
            var remembered = database.Query(
                "SELECT sid, arn, unique_id FROM principals WHERE resource = $1",
                static row => new BoundPrincipal(row.GetString(0) is { Length: > 0 } sid ? sid : null, row.GetString(1), row.GetString(2)), arn);
            return KeptPolicy.Restored(policy, remembered, accounts);
        }

        database.Dispose();
        throw new StateFolderException($"The policy of {arn} in resource-policies.db is damaged: {result.Errors[0].Message} Delete the file, and put the policies again.");
    }
}
