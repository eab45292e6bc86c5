using System.Collections.Frozen;
using System.Collections.Immutable;
using Iam;
using Sam;

namespace Emulation.Principals;

/// <summary>
/// Whose the pools, tables and buckets are that requests name by ids without an account: of the stack that declares them, and whatever clients made of the first stack's
/// account.
/// </summary>
internal sealed class ResourceOwners(params ImmutableArray<Stack> stacks)
{
    private readonly FrozenDictionary<string, AccountId> owners = stacks
        .SelectMany(static stack => stack.UserPools.Select(static pool => pool.UserPoolId)
            .Concat(stack.IdentityPools.Select(static pool => pool.IdentityPoolId))
            .Concat(stack.Tables.Select(static table => TableKey(table.TableName)))
            .Concat(stack.Buckets.Select(static bucket => BucketKey(bucket.Name))).Distinct().Select(id => (Id: id, Owner: stack.AccountId)))
        .DistinctBy(static owned => owned.Id).ToFrozenDictionary(static owned => owned.Id, static owned => owned.Owner, StringComparer.Ordinal);

    /// <summary>The account in which clients make things.</summary>
    public AccountId Home { get; } = stacks[0].AccountId;

    /// <summary>The owner of a user pool or an identity pool.</summary>
    public AccountId OfPool(string id) => owners.GetValueOrDefault(id, Home);

    /// <summary>The owner of a table.</summary>
    public AccountId OfTable(string name) => owners.GetValueOrDefault(TableKey(name), Home);

    /// <summary>The owner of a bucket.</summary>
    public AccountId OfBucket(string name) => owners.GetValueOrDefault(BucketKey(name), Home);

    /// <summary>The owner of what an ARN names: the account in it, and of a bucket or an object, whose ARNs have none, the bucket's.</summary>
    public AccountId Of(Arn arn) => AccountId.TryParse(arn.Account, out var account) ? account
        : arn.Service == "s3" ? OfBucket(arn.Resource.Split('/')[0])
        : Home;

    private static string TableKey(string name) => $"table/{name}";

    private static string BucketKey(string name) => $"bucket/{name}";
}
