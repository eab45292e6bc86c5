using Emulation.Calls;
using Emulation.S3.Wire;

namespace Emulation.S3.Asks;

/// <summary>
/// What an S3 request asks of policies: every action on every bucket and object that it touches. Amazon S3 User Guide, "Required permissions for Amazon S3 API
/// operations", and the
/// API Reference's "Permissions" of each operation.
/// </summary>
internal sealed class S3Asks(IBucketPolicies policies, IObjectServer objects)
{
    /// <summary>
    /// What a request asks, one question after the other: what a later one is made from is fetched when those before it are allowed. Of DeleteObjects it is asked for each key:
    /// <see cref="OfDeleteAsync"/>.
    /// </summary>
    /// <exception cref="RefusedException">What is asked by cannot be read.</exception>
    public async IAsyncEnumerable<Ask> OfAsync(S3Request request, S3Keys keys, ReadOnlyMemory<byte> body, ServiceCall call)
    {
        var operation = S3Operations.All[request.Route!.Operation];
        switch (request.Level)
        {
            case S3Level.Service:
                yield return new Ask($"s3:{operation.Action}", "*") { Shown = "", Called = "*", Keys = [.. keys.Of(operation.Action, null)] };
                break;
            case S3Level.Bucket when operation.Name == "CreateBucket":
                foreach (var ask in OfCreation(request, keys, call))
                {
                    yield return ask;
                }

                break;
            case S3Level.Bucket:
                yield return OnBucket(operation.Action, request.Bucket!, keys, call);
                if (PassedRole(operation, body) is { } passed)
                {
                    yield return passed;
                }

                break;
            default:
                await foreach (var ask in OfObjectAsync(operation, request, keys, call).ConfigureAwait(false))
                {
                    yield return ask;
                }

                break;
        }
    }

    /// <summary>What DeleteObjects asks of one key.</summary>
    public async ValueTask<IReadOnlyList<Ask>> OfDeleteAsync(S3Request request, S3Keys keys, ServiceCall call, string key, string? version)
    {
        var asks = new List<Ask> { await OnObjectAsync(version is null ? "DeleteObject" : "DeleteObjectVersion", request.Bucket!, key, version, keys, call).ConfigureAwait(false) };
        if (Bypasses(request))
        {
            asks.Add(await OnObjectAsync("BypassGovernanceRetention", request.Bucket!, key, version, keys, call).ConfigureAwait(false));
        }

        return asks;
    }

    /// <summary>Whether somebody may see that a key is not there: who may list the bucket. API Reference, GetObject, "Permissions".</summary>
    public Ask OfMissing(string bucket, S3Keys keys, ServiceCall call) => OnBucket("ListBucket", bucket, keys, call);

    /// <summary>What an answer tells of the object that it is about.</summary>
    public ValueTask<Ask> OfToldAsync(string action, S3Request request, S3Keys keys, ServiceCall call) =>
        OnObjectAsync(action, request.Bucket!, request.Key!, request.Query.GetValueOrDefault("versionId"), keys, call);

    /// <summary>Whether somebody may see that a key is deleted: who may list the bucket, or, of a marker that is named, its versions.</summary>
    public Ask OfMarker(S3Request request, S3Keys keys, ServiceCall call) =>
        OnBucket(request.Query.ContainsKey("versionId") ? "ListBucketVersions" : "ListBucket", request.Bucket!, keys, call);

    /// <summary>A condition of another bucket's owner holds, or nothing is done. User Guide, "Verifying bucket ownership with bucket owner condition".</summary>
    public bool IsOwnedAsExpected(S3Request request) =>
        Expects(request, "x-amz-expected-bucket-owner", request.Bucket) && Expects(request, "x-amz-source-expected-bucket-owner", request.Source?.Bucket);

    private bool Expects(S3Request request, string header, string? bucket) =>
        !request.Headers.TryGetValue(header, out var owner) || bucket is null || owner == policies.Of(bucket).Owner.ToString();

    private static bool Bypasses(S3Request request) =>
        request.Headers.TryGetValue("x-amz-bypass-governance-retention", out var value) && value.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Nobody owns a bucket yet: it is asked of the account in which it is to be.</summary>
    private static IEnumerable<Ask> OfCreation(S3Request request, S3Keys keys, ServiceCall call)
    {
        var headers = request.Headers;
        string[] actions =
        [
            "CreateBucket",
            .. headers.GetValueOrDefault("x-amz-acl", "private") != "private" || headers.Keys.Any(IsGrant) ? ["PutBucketAcl"] : (string[])[],
            .. headers.GetValueOrDefault("x-amz-bucket-object-lock-enabled", "").Equals("true", StringComparison.OrdinalIgnoreCase)
                ? ["PutBucketObjectLockConfiguration", "PutBucketVersioning"] : (string[])[],
            .. headers.ContainsKey("x-amz-object-ownership") ? ["PutBucketOwnershipControls"] : (string[])[],
        ];
        var owner = call.Signer.Principal.Account;
        var arn = S3Arn.Of(call.Facts.Region, request.Bucket!);
        return actions.Select(action => new Ask($"s3:{action}", arn) { Shown = $"\"{arn}\"", Called = arn, Owner = owner, Keys = [.. keys.Of(action, owner)] });
    }

    /// <summary>What is copied must be readable: its tags too, where it has any and they are copied.</summary>
    private async IAsyncEnumerable<Ask> OfObjectAsync(S3Operation operation, S3Request request, S3Keys keys, ServiceCall call)
    {
        var version = request.Query.GetValueOrDefault("versionId");
        var copiesTags = false;
        if (request.Source is { } source)
        {
            yield return await OnObjectAsync(
                source.VersionId is null ? "GetObject" : "GetObjectVersion", source.Bucket, source.Key, source.VersionId, keys, call).ConfigureAwait(false);
            copiesTags = await CopiesTagsAsync(request, source, call).ConfigureAwait(false);
            if (copiesTags)
            {
                yield return await OnObjectAsync(
                    source.VersionId is null ? "GetObjectTagging" : "GetObjectVersionTagging", source.Bucket, source.Key, source.VersionId, keys, call).ConfigureAwait(false);
            }
        }

        var action = version is null ? operation.Action : operation.OfVersion ?? operation.Action;
        foreach (var one in Actions(action, request, version, copiesTags))
        {
            var ask = await OnObjectAsync(one, request.Bucket!, request.Key!, version, keys, call).ConfigureAwait(false);
            yield return operation.Name is "AbortMultipartUpload" or "ListParts"
                ? UploadRights.With(
                    ask, (await objects.UploadAsync(request.Bucket!, request.Key!, request.Query.GetValueOrDefault("uploadId", ""),
                        call.Cancellation).ConfigureAwait(false))?.Initiator)
                : ask;
        }
    }

    private async ValueTask<bool> CopiesTagsAsync(S3Request request, CopySource source, ServiceCall call) =>
        request.Route!.Operation == "CopyObject" && !request.Headers.GetValueOrDefault("x-amz-tagging-directive", "COPY").Equals("REPLACE", StringComparison.OrdinalIgnoreCase)
        && await objects.ObjectAsync(source.Bucket, source.Key, source.VersionId, call.Cancellation).ConfigureAwait(false) is { Tags.IsEmpty: false };

    private static IEnumerable<string> Actions(string action, S3Request request, string? version, bool copiesTags) => request.Route!.Operation switch
    {
        "GetObjectAttributes" => [action, version is null ? "GetObjectAttributes" : "GetObjectVersionAttributes"],
        "DeleteObject" or "PutObjectRetention" when Bypasses(request) => [action, "BypassGovernanceRetention"],
        "PutObject" or "CreateMultipartUpload" => [action, .. OfHeaders(request)],
        "CopyObject" => [action, .. OfHeaders(request).Concat(copiesTags ? ["PutObjectTagging"] : []).Distinct()],
        _ => [action],
    };

    /// <summary>What is written beside an object needs its own permission. API Reference, PutObject, "Permissions".</summary>
    private static IEnumerable<string> OfHeaders(S3Request request)
    {
        var headers = request.Headers;
        if (headers.ContainsKey("x-amz-acl") || headers.Keys.Any(IsGrant))
        {
            yield return "PutObjectAcl";
        }

        if (headers.ContainsKey("x-amz-tagging"))
        {
            yield return "PutObjectTagging";
        }

        if (headers.ContainsKey("x-amz-object-lock-mode") || headers.ContainsKey("x-amz-object-lock-retain-until-date"))
        {
            yield return "PutObjectRetention";
        }

        if (headers.ContainsKey("x-amz-object-lock-legal-hold"))
        {
            yield return "PutObjectLegalHold";
        }
    }

    private static bool IsGrant(string header) => header.StartsWith("x-amz-grant-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Who has S3 replicate gives it a role to do so.</summary>
    private static Ask? PassedRole(S3Operation operation, ReadOnlyMemory<byte> body) =>
        operation.Name == "PutBucketReplication" && S3Document.Of(body, "ReplicationConfiguration").Text("Role") is { Length: > 0 } role
            ? new Ask("iam:PassRole", role) { Keys = [new ConditionKey("iam:PassedToService", "s3.amazonaws.com")] } : null;

    private Ask OnBucket(string action, string bucket, S3Keys keys, ServiceCall call)
    {
        var access = policies.Of(bucket);
        return Of(action, S3Arn.Of(call.Facts.Region, bucket), access, keys.Of(action, access.Owner));
    }

    private async ValueTask<Ask> OnObjectAsync(string action, string bucket, string key, string? version, S3Keys keys, ServiceCall call)
    {
        var access = policies.Of(bucket);
        IReadOnlyDictionary<string, string>? existing = null;
        if (S3ActionKeys.Of(action).Contains(S3ActionKeys.ExistingTag) && NamedKeys.AskForTags(call, access))
        {
            existing = (await objects.ObjectAsync(bucket, key, version, call.Cancellation).ConfigureAwait(false))?.Tags;
        }

        return Of(action, S3Arn.Of(call.Facts.Region, bucket, key), access, keys.Of(action, access.Owner, version, existing));
    }

    private static Ask Of(string action, string arn, BucketGate access, IEnumerable<ConditionKey> keys) => new($"s3:{action}", arn)
    {
        Shown = $"\"{arn}\"",
        Called = arn,
        Owner = access.Owner,
        ResourcePolicy = access.InForce,
        Keys = [.. keys],
    };
}
