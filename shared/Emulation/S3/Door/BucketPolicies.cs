using System.Collections.Concurrent;
using Emulation.Principals;
using Emulation.S3.Asks;
using Emulation.State;
using Iam;
using Sam;

namespace Emulation.S3.Door;

/// <summary>A bucket of a template.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Owner">The account of its stack.</param>
/// <param name="Policy">What templates say of who may use it; null when they say nothing.</param>
internal sealed record DeclaredBucket(Bucket Bucket, AccountId Owner, Policy? Policy);

/// <summary>
/// Who owns the buckets and whom they let in: as the template says, and as calls of S3's API have changed it since, which is in <c>s3-access.db</c> until the template says another
/// thing. What holds the objects never sees it.
/// </summary>
internal sealed class BucketPolicies : IBucketPolicies, IDisposable
{
    // A policy or a block that is null was deleted: the template's does not come back.
    private const string Schema = $"""
        {DeployedTexts.Schema}
        CREATE TABLE IF NOT EXISTS buckets (name TEXT PRIMARY KEY, owner TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS policies (name TEXT PRIMARY KEY, policy TEXT) STRICT;
        CREATE TABLE IF NOT EXISTS blocks (name TEXT PRIMARY KEY, block INTEGER) STRICT;
        CREATE TABLE IF NOT EXISTS principals (name TEXT NOT NULL, sid TEXT NOT NULL, arn TEXT NOT NULL, unique_id TEXT NOT NULL, PRIMARY KEY (name, sid, arn)) STRICT;
        """;

    private static readonly PublicAccessBlock Nothing = new(false, false, false, false);
    private readonly StateDatabase database;
    private readonly AccountId home;
    private readonly Func<PrincipalIndex> accounts;
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly DeployedTexts deployed;
    private readonly Dictionary<string, string?> said = new(StringComparer.Ordinal);
    private readonly IReadOnlySet<string> changed;

    /// <exception cref="StateFolderException">The file is damaged or cannot be written.</exception>
    public BucketPolicies(string folder, IEnumerable<DeclaredBucket> declared, AccountId home, Func<PrincipalIndex> accounts)
    {
        (this.home, this.accounts) = (home, accounts);
        foreach (var bucket in declared)
        {
            (said[PolicyOf(bucket.Bucket.Name)], said[BlockOf(bucket.Bucket.Name)]) = (bucket.Policy?.Json, $"{Packed(bucket.Bucket.PublicAccess)}");
            entries[bucket.Bucket.Name] = new Entry(
                bucket.Owner, bucket.Policy is null ? null : KeptPolicy.SavedNow(bucket.Policy, accounts), bucket.Bucket.PublicAccess, bucket.Bucket.Closed?.ToString());
        }

        database = new StateDatabase(Path.Combine(folder, "s3-access.db"), Schema, DeployedTexts.Beginning);
        deployed = new DeployedTexts(database);
        changed = deployed.Changed(said);
        foreach (var (name, owner) in database.Query("SELECT name, owner FROM buckets", static row => (row.GetString(0), row.GetString(1))))
        {
            Change(name, entry => entry with { Owner = AccountId.TryParse(owner, out var account) ? account : home });
        }

        foreach (var (name, block) in database.Query("SELECT name, block FROM blocks", static row => (row.GetString(0), row.IsDBNull(1) ? 0 : row.GetInt32(1))))
        {
            if (!changed.Contains(BlockOf(name)))
            {
                Change(name, entry => entry with { Block = Unpacked(block) });
            }
        }

        foreach (var (name, json) in database.Query("SELECT name, policy FROM policies", static row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1))))
        {
            if (!changed.Contains(PolicyOf(name)))
            {
                Change(name, entry => entry with { Policy = json is null ? null : Compile(name, json) });
            }
        }
    }

    /// <summary>Keeps what is deployed, now that it is: what calls have made of what the template has changed is gone.</summary>
    public void Settle() => database.Atomically(() =>
    {
        foreach (var bucket in entries.Keys)
        {
            if (changed.Contains(PolicyOf(bucket)))
            {
                database.Execute("DELETE FROM principals WHERE name = $1", bucket);
                database.Execute("DELETE FROM policies WHERE name = $1", bucket);
            }

            if (changed.Contains(BlockOf(bucket)))
            {
                database.Execute("DELETE FROM blocks WHERE name = $1", bucket);
            }
        }

        deployed.Keep(said);
        return changed.Count;
    });

    /// <summary>Hot path: what is in force is put together anew only after a change.</summary>
    public BucketGate Of(string bucket) => entries.TryGetValue(bucket, out var entry) ? entry.Access : new BucketGate(home, null, PublicAccessBlock.Everything);

    /// <summary>Whether a bucket has a Block Public Access configuration.</summary>
    public bool HasBlock(string bucket) => Of(bucket).Block != Nothing;

    /// <summary>Whether every user and role that a policy names is there, as far as its account is.</summary>
    public bool KnowsAll(Policy policy) => KeptPolicy.KnowsAll(policy, accounts());

    /// <summary>Reads a policy as PutBucketPolicy gives it.</summary>
    public static PolicyParseResult Parse(string bucket, string json) => Policy.Parse(json, PolicyKind.Resource, new PolicyOrigin($"bucket policy of {bucket}"));

    public void PutPolicy(string bucket, Policy policy)
    {
        var bound = KeptPolicy.BoundNow(policy, accounts());
        database.Atomically(() =>
        {
            database.Execute("DELETE FROM principals WHERE name = $1", bucket);
            foreach (var principal in bound)
            {
                database.Execute("INSERT INTO principals VALUES ($1, $2, $3, $4)", bucket, principal.Sid ?? "", principal.Arn, principal.UniqueId);
            }

            return database.Execute("INSERT OR REPLACE INTO policies VALUES ($1, $2)", bucket, policy.Json);
        });
        Change(bucket, entry => entry with { Policy = new KeptPolicy(policy, bound, accounts) });
    }

    public void DeletePolicy(string bucket)
    {
        database.Atomically(() =>
        {
            database.Execute("DELETE FROM principals WHERE name = $1", bucket);
            return database.Execute("INSERT OR REPLACE INTO policies VALUES ($1, NULL)", bucket);
        });
        Change(bucket, static entry => entry with { Policy = null });
    }

    /// <summary>Sets what a bucket blocks of what is public; null blocks nothing.</summary>
    public void PutBlock(string bucket, PublicAccessBlock? given)
    {
        var block = given ?? Nothing;
        database.Execute("INSERT OR REPLACE INTO blocks VALUES ($1, $2)", bucket, Packed(block));
        Change(bucket, entry => entry with { Block = block });
    }

    /// <summary>A bucket that is about to be made: nothing of one before it that had the name may let anybody in.</summary>
    public void Begin(string bucket, AccountId owner)
    {
        database.Atomically(() =>
        {
            database.Execute("DELETE FROM principals WHERE name = $1", bucket);
            database.Execute("INSERT OR REPLACE INTO policies VALUES ($1, NULL)", bucket);
            database.Execute("INSERT OR REPLACE INTO blocks VALUES ($1, $2)", bucket, Packed(PublicAccessBlock.Everything));
            return database.Execute("INSERT OR REPLACE INTO buckets VALUES ($1, $2)", bucket, owner.ToString());
        });
        entries[bucket] = new Entry(owner, null, PublicAccessBlock.Everything);
    }

    public void Dispose() => database.Dispose();

    private static string PolicyOf(string bucket) => $"policy {bucket}";

    private static string BlockOf(string bucket) => $"block {bucket}";

    private static int Packed(PublicAccessBlock block) =>
        (block.BlockPublicAcls ? 1 : 0) | (block.IgnorePublicAcls ? 2 : 0) | (block.BlockPublicPolicy ? 4 : 0) | (block.RestrictPublicBuckets ? 8 : 0);

    private static PublicAccessBlock Unpacked(int bits) => new((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0);

    private void Change(string bucket, Func<Entry, Entry> change) =>
        entries.AddOrUpdate(bucket, _ => change(new Entry(home, null, PublicAccessBlock.Everything)), (_, entry) => change(entry));

    private KeptPolicy Compile(string bucket, string json)
    {
        var result = Parse(bucket, json);
        if (result.Policy is { } policy)
        {
            var remembered = database.Query(
                "SELECT sid, arn, unique_id FROM principals WHERE name = $1",
                static row => new BoundPrincipal(row.GetString(0) is { Length: > 0 } sid ? sid : null, row.GetString(1), row.GetString(2)), bucket);
            return KeptPolicy.Restored(policy, remembered, accounts);
        }

        database.Dispose();
        throw new StateFolderException($"The policy of the bucket {bucket} in s3-access.db is damaged: {result.Errors[0].Message} Delete the file, and put the policies again.");
    }

    private sealed record Entry(AccountId Owner, KeptPolicy? Policy, PublicAccessBlock Block, string? Closed = null)
    {
        private BucketGate? made;

        /// <summary>Of the policy as it is in force: whom it names may be gone since.</summary>
        public BucketGate Access
        {
            get
            {
                var policy = Policy?.InForce;
                var known = made;
                if (known is null || !ReferenceEquals(known.Policy, policy) || known.Owner != Owner || known.Block != Block || known.Closed != Closed)
                {
                    made = known = new BucketGate(Owner, policy, Block, Closed);
                }

                return known;
            }
        }
    }
}
