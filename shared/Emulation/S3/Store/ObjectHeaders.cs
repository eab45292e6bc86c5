using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Emulation.S3.Store;

/// <summary>The headers of requests that make an object, and those that answers tell of one. Amazon S3 User Guide, "Working with object metadata".</summary>
internal static class ObjectHeaders
{
    private const int MostMetadata = 2048;
    private const string Meta = "x-amz-meta-";
    private const string Redirect = "x-amz-website-redirect-location";

    private static readonly string[] System = ["cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires"];

    /// <summary>The parameters that stand for a header of one answer.</summary>
    private static readonly FrozenDictionary<string, string> Overrides = System.ToFrozenDictionary(static name => $"response-{name}");

    /// <summary>Why a request is not served though S3 would; none of these may be passed over as if it were done.</summary>
    private static readonly (string Header, string What)[] NotHere =
    [
        ("x-amz-server-side-encryption-customer-algorithm", "encryption with a customer's own key"),
        ("x-amz-copy-source-server-side-encryption-customer-algorithm", "encryption with a customer's own key"),
        ("x-amz-write-offset-bytes", "appending to an object"),
    ];

    /// <summary>A header of a call.</summary>
    public static string? Header(this S3Call call, string name) => call.Headers.TryGetValue(name, out var value) ? value : null;

    /// <summary>A parameter of a call's query.</summary>
    public static string? Parameter(this S3Call call, string name) => call.Query.TryGetValue(name, out var value) ? value : null;

    /// <summary>What a request that makes an object says of it.</summary>
    /// <exception cref="Calls.RefusedException">It asks for what is not possible, or not here.</exception>
    public static KeptFacts Read(S3Call call)
    {
        CheckEncryption(call);
        CheckAccessControl(call);
        if (call.Header("x-amz-object-lock-mode") is not null || call.Header("x-amz-object-lock-legal-hold") is not null)
        {
            throw S3Refusals.InvalidRequest("Bucket is missing Object Lock Configuration").Raised();
        }

        var kept = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var name in System.Append(Redirect))
        {
            if (call.Header(name) is { Length: > 0 } value)
            {
                kept[name] = value;
            }
        }

        var size = 0;
        foreach (var (name, value) in call.Headers)
        {
            if (name.StartsWith(Meta, StringComparison.OrdinalIgnoreCase))
            {
                kept[name.ToLowerInvariant()] = value;
                size += name.Length - Meta.Length + KeyBytes.Of(value).Length;
            }
        }

        return size <= MostMetadata
            ? new KeptFacts { Headers = kept.ToImmutable(), StorageClass = StorageClasses.Read(call), Encryption = ObjectEncryption.Of(call.Header) }
            : throw S3Refusals.Of(
                400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size", ("Size", $"{size}"), ("MaxSizeAllowed", $"{MostMetadata}")).Raised();
    }

    /// <summary>Refuses an access control list: a bucket's owner owns what is in it. Amazon S3 User Guide, "Controlling ownership of objects".</summary>
    public static void CheckAccessControl(S3Call call)
    {
        if (call.Header("x-amz-acl") is not (null or "private" or "bucket-owner-full-control")
            || call.Headers.Keys.Any(static name => name.StartsWith("x-amz-grant-", StringComparison.OrdinalIgnoreCase)))
        {
            throw S3Refusals.NoAcls.Raised();
        }
    }

    /// <summary>Adds what every answer tells of an object that was read.</summary>
    public static AnswerHeaders Describe(this AnswerHeaders headers, StoredBucket bucket, StoredVersion version) => headers
        .Add("Last-Modified", AnswerHeaders.Date(version.ModifiedSecond))
        .Add("ETag", version.QuotedETag)
        .Add("x-amz-version-id", bucket.Told(version.Id));

    /// <summary>Adds the headers that an object was given, as the request's parameters have them.</summary>
    public static AnswerHeaders Recall(this AnswerHeaders headers, StoredVersion version, S3Call call)
    {
        headers.Add("x-amz-storage-class", version.Facts.StorageClass == StorageClasses.Standard ? null : version.Facts.StorageClass);
        headers.Add("x-amz-tagging-count", version.Tags.IsEmpty ? null : $"{version.Tags.Length}");
        foreach (var (name, value) in version.Facts.Headers)
        {
            if (!call.Query.ContainsKey($"response-{name}"))
            {
                headers.Add(name, Shown(value));
            }
        }

        if (!version.Facts.Headers.ContainsKey("content-type") && !call.Query.ContainsKey("response-content-type"))
        {
            headers.Add("content-type", "binary/octet-stream");
        }

        foreach (var (parameter, name) in Overrides)
        {
            headers.Add(name, call.Parameter(parameter));
        }

        return headers;
    }

    /// <summary>Refuses parameters for headers of the answer to who signed nothing, and those that no header can hold. Amazon S3 API Reference, "GetObject".</summary>
    public static void CheckOverrides(S3Call call)
    {
        foreach (var parameter in Overrides.Keys)
        {
            if (call.Parameter(parameter) is { } value && value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                throw S3Refusals.InvalidArgument("Header value cannot be represented using ISO-8859-1.", parameter, value).Raised();
            }
        }

        if (call.CallerArn == "*" && call.Query.Keys.Any(Overrides.ContainsKey))
        {
            throw S3Refusals.InvalidRequest("Request specific response headers cannot be used for anonymous GET requests.").Raised();
        }
    }

    /// <summary>A value as a header can hold it: by RFC 2047 where it is no ASCII. Amazon S3 User Guide, "Working with object metadata".</summary>
    private static string Shown(string value) =>
        value.AsSpan().ContainsAnyExceptInRange(' ', '~') ? $"=?UTF-8?B?{Convert.ToBase64String(KeyBytes.Of(value))}?=" : value;

    private static void CheckEncryption(S3Call call)
    {
        foreach (var (header, what) in NotHere)
        {
            if (call.Header(header) is not null)
            {
                throw S3Refusals.NotHere(what).Raised();
            }
        }
    }
}

/// <summary>S3's storage classes. Amazon S3 User Guide, "Understanding and managing Amazon S3 storage classes".</summary>
internal static class StorageClasses
{
    public const string Standard = "STANDARD";

    private static readonly FrozenSet<string> Known =
        FrozenSet.Create(Standard, "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "GLACIER_IR", "DEEP_ARCHIVE");

    public static string Read(S3Call call) => call.Header("x-amz-storage-class") is not { } name ? Standard
        : Known.Contains(name) ? name
        : throw S3Refusals.Of(400, "InvalidStorageClass", "The storage class you specified is not valid", ("StorageClassRequested", name)).Raised();

    /// <summary>Refuses to read what would have to be restored first.</summary>
    public static void CheckReadable(StoredVersion version)
    {
        if (version.Facts.StorageClass is "GLACIER" or "DEEP_ARCHIVE")
        {
            throw S3Refusals.Of(403, "InvalidObjectState", "The operation is not valid for the object's storage class", ("StorageClass", version.Facts.StorageClass)).Raised();
        }
    }
}
