using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Iam;

namespace Emulation.S3.Store;

/// <summary>Makes, finds and removes buckets. Amazon S3 API Reference, "CreateBucket", "HeadBucket", "ListBuckets", "DeleteBucket", "GetBucketLocation".</summary>
internal sealed partial class BucketOperations(StoreParts parts)
{
    /// <summary>The region that a location never names: it was the only one once.</summary>
    private const string First = "us-east-1";

    public async ValueTask<S3Answer> CreateAsync(S3Call call)
    {
        BucketNames.Check(call.Bucket!);
        CheckHeaders(call);
        var body = await RequestDocument.ReadAsync(parts, call).ConfigureAwait(false);
        var region = call.Region;
        ImmutableArray<ObjectTag> tags = [];
        if (body.Length > 0)
        {
            var document = XmlRequest.Parse(body, "CreateBucketConfiguration");
            region = RegionOf(call.Region, document.Text("LocationConstraint") is { Length: > 0 } constraint ? constraint : null);
            tags = [.. document.Children("Tags").SelectMany(static all => all.Children("Tag")).Select(static tag => new ObjectTag(tag.Needed("Key"), tag.Needed("Value")))];
        }
        else
        {
            region = RegionOf(call.Region, null);
        }

        var (bucket, isNew) = await parts.Buckets.CreateAsync(New(call.Bucket!, call.Account, region, tags)).ConfigureAwait(false);
        if (!isNew && bucket.Account != call.Account)
        {
            throw S3Refusals.Of(
                409, "BucketAlreadyExists",
                "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
                ("BucketName", bucket.Name)).Raised();
        }

        // In its first region S3 lets an owner make a bucket again.
        return isNew || (region == First && bucket.Region == First)
            ? AnswerHeaders.Of([("Location", region == First ? $"/{bucket.Name}" : $"http://{bucket.Name}.s3.amazonaws.com/"), ("x-amz-bucket-arn", $"arn:aws:s3:::{bucket.Name}")])
                .Answer(200)
            : throw S3Refusals.Of(
                409, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", ("BucketName", bucket.Name)).Raised();
    }

    /// <summary>Makes a bucket where there is none of its name.</summary>
    public Task EnsureAsync(string bucket, AccountId account, string region) => parts.Buckets.Find(bucket) is null
        ? parts.Buckets.CreateAsync(New(bucket, account, region, []))
        : Task.CompletedTask;

    public async ValueTask<S3Answer> DeleteAsync(S3Call call)
    {
        parts.Remove(await parts.Buckets.DeleteAsync(parts.BucketOf(call)).ConfigureAwait(false));
        return AnswerHeaders.NoContent;
    }

    public S3Answer Head(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        return AnswerHeaders
            .Of(
            [
                ("x-amz-bucket-region", bucket.Region), ("x-amz-bucket-arn", $"arn:aws:s3:::{bucket.Name}"),
                ("x-amz-access-point-alias", "false"), ("Content-Type", "application/xml"),
            ])
            .Answer(200);
    }

    public S3Answer Location(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        return AnswerDocument.Answer("LocationConstraint", body => body.AddText(bucket.Region == First ? "" : bucket.Region));
    }

    public S3Answer List(S3Call call)
    {
        const int Most = 10_000;
        var (limit, token, prefix) = (call.Parameter("max-buckets"), call.Parameter("continuation-token"), call.Parameter("prefix") ?? "");
        var most = limit is null ? Most
            : int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Most ? number
            : throw S3Refusals.InvalidArgument($"Argument max-buckets must be an integer between 1 and {Most}", "max-buckets", limit).Raised();
        var found = parts.Buckets.Of(call.Account)
            .Where(one => one.Name.StartsWith(prefix, StringComparison.Ordinal) && (call.Parameter("bucket-region") is not { } region || one.Region == region))
            .SkipWhile(one => token is not null && string.CompareOrdinal(one.Name, token) <= 0)
            .Take(most + 1)
            .ToList();
        var tellsRegion = limit is not null || token is not null || prefix.Length > 0 || call.Parameter("bucket-region") is not null;
        return AnswerDocument.Answer("ListAllMyBucketsResult", body => body
            .Add("Owner", who => who.Add("ID", CanonicalId.Of(call.Account)))
            .Add("Buckets", all =>
            {
                foreach (var bucket in found.Take(most))
                {
                    all.Add("Bucket", one => one.Add("Name", bucket.Name).Add("CreationDate", bucket.Created).Add("BucketRegion", tellsRegion ? bucket.Region : null));
                }
            })
            .Add("ContinuationToken", found.Count > most ? found[most - 1].Name : null)
            .Add("Prefix", prefix.Length == 0 ? null : prefix));
    }

    private StoredBucket New(string name, AccountId account, string region, ImmutableArray<ObjectTag> tags)
    {
        var documents = ImmutableDictionary<string, string>.Empty;
        return new StoredBucket(0, name, account, region, parts.Time.GetUtcNow())
        {
            Documents = tags.IsEmpty ? documents : documents.Add(BucketDocument.Tagging, JsonSerializer.Serialize(tags, StoreJson.Default.ImmutableArrayObjectTag)),
        };
    }

    private static void CheckHeaders(S3Call call)
    {
        if (call.Header("x-amz-object-ownership") is not (null or "BucketOwnerEnforced"))
        {
            throw S3Refusals.NotHere("access control lists; every bucket's ownership is BucketOwnerEnforced").Raised();
        }

        if (call.Header("x-amz-acl") is not (null or "private") || call.Headers.Keys.Any(static name => name.StartsWith("x-amz-grant-", StringComparison.OrdinalIgnoreCase)))
        {
            throw S3Refusals.NoAclsInNewBucket.Raised();
        }

        if (call.Header("x-amz-bucket-object-lock-enabled") is "true" or "True")
        {
            throw S3Refusals.NotHere("locking of objects").Raised();
        }
    }

    /// <summary>The region of a new bucket: that of the endpoint, which only the first one lets a request change.</summary>
    private static string RegionOf(string endpoint, string? constraint)
    {
        if (constraint is not null && (constraint == First || !Region().IsMatch(constraint)))
        {
            throw S3Refusals.Of(400, "InvalidLocationConstraint", "The specified location-constraint is not valid", ("LocationConstraint", constraint)).Raised();
        }

        var wanted = constraint == "EU" ? "eu-west-1" : constraint;
        return endpoint == First || wanted == endpoint
            ? wanted ?? First
            : throw S3Refusals.Of(
                400, "IllegalLocationConstraintException",
                $"The {constraint ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.").Raised();
    }

    [GeneratedRegex(@"\A(EU|[a-z]{2,3}(-[a-z]+)+-\d)\z")]
    private static partial Regex Region();
}

/// <summary>The names that buckets may have. Amazon S3 User Guide, "General purpose bucket naming rules".</summary>
internal static partial class BucketNames
{
    private static readonly string[] ForbiddenStarts = ["xn--", "sthree-", "amzn-s3-demo-"];
    private static readonly string[] ForbiddenEnds = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

    public static void Check(string name)
    {
        if (!Pattern().IsMatch(name) || name.Contains("..", StringComparison.Ordinal) || Address().IsMatch(name)
            || ForbiddenStarts.Any(start => name.StartsWith(start, StringComparison.Ordinal)) || ForbiddenEnds.Any(end => name.EndsWith(end, StringComparison.Ordinal)))
        {
            throw S3Refusals.InvalidBucketName(name).Raised();
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\A\d{1,3}(\.\d{1,3}){3}\z")]
    private static partial Regex Address();
}
