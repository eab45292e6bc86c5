using System.Globalization;

namespace Emulation.S3;

/// <summary>S3's refusals in its words. Amazon S3 API Reference, "Error responses"; the elements behind the message are those of recorded answers.</summary>
internal static class S3Refusals
{
    /// <summary>In bytes: a single upload. Amazon S3 User Guide, "Uploading objects".</summary>
    public const long LongestUpload = 5L * 1024 * 1024 * 1024;

    /// <summary>In bytes of UTF-8. Amazon S3 User Guide, "Naming Amazon S3 objects".</summary>
    public const int LongestKey = 1024;

    public static S3Refusal AccessDenied { get; } = new(403, "AccessDenied", "Access Denied");

    public static S3Refusal InvalidUri { get; } = new(400, "InvalidURI", "Couldn't parse the specified URI.");

    public static S3Refusal MalformedXml { get; } =
        new(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

    public static S3Refusal MissingLength { get; } = new(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");

    public static S3Refusal TooLong { get; } = new(400, "MaxMessageLengthExceeded", "Your request was too large.");

    public static S3Refusal Incomplete { get; } =
        new(400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");

    public static S3Refusal NoAcls { get; } = new(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");

    public static S3Refusal NoAclsInNewBucket { get; } =
        new(400, "InvalidBucketAclWithObjectOwnership", "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");

    public static S3Refusal MalformedTrailer { get; } = new(
        400, "MalformedTrailerError", "The request contained trailing data that was not well-formed or did not conform to our published schema.");

    /// <summary>The signature of a request, a chunk or a trailer.</summary>
    public static S3Refusal WrongSignature { get; } = new(
        403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.");

    // Ours: S3's words for chunks that are none are not known.
    public static S3Refusal MalformedChunks { get; } = new(400, "InvalidRequest", "The body is not in chunks as x-amz-content-sha256 says.");

    public static S3Refusal InvalidBucketName(string name) => Of(400, "InvalidBucketName", "The specified bucket is not valid.", ("BucketName", name));

    public static S3Refusal NoSuchBucket(string name) => Of(404, "NoSuchBucket", "The specified bucket does not exist", ("BucketName", name));

    public static S3Refusal NoSuchKey(string key) => Of(404, "NoSuchKey", "The specified key does not exist.", ("Key", key));

    public static S3Refusal NoSuchVersion(string key, string version) => Of(404, "NoSuchVersion", "The specified version does not exist.", ("Key", key), ("VersionId", version));

    public static S3Refusal NoSuchUpload(string upload) => Of(
        404, "NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.", ("UploadId", upload));

    public static S3Refusal KeyTooLong(int bytes) => Of(400, "KeyTooLongError", "Your key is too long", ("Size", $"{bytes}"), ("MaxSizeAllowed", $"{LongestKey}"));

    /// <param name="method">The method.</param>
    /// <param name="what">What it is not allowed on, such as <c>BUCKET</c>.</param>
    public static S3Refusal MethodNotAllowed(string method, string what) =>
        Of(405, "MethodNotAllowed", "The specified method is not allowed against this resource.", ("Method", method), ("ResourceType", what));

    public static S3Refusal Conflicting(string names) => InvalidArgument($"Conflicting query string parameters: {names}", "ResourceType", names);

    public static S3Refusal InvalidArgument(string message, string name, string value) =>
        Of(400, "InvalidArgument", message, ("ArgumentName", name), ("ArgumentValue", value));

    public static S3Refusal InvalidRequest(string message) => new(400, "InvalidRequest", message);

    public static S3Refusal PreconditionFailed(string condition) =>
        Of(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", ("Condition", condition));

    public static S3Refusal InvalidRange(string requested, long size) =>
        Of(416, "InvalidRange", "The requested range is not satisfiable", ("RangeRequested", requested), ("ActualObjectSize", size.ToString(CultureInfo.InvariantCulture)));

    public static S3Refusal TooLarge(long proposed, long most = LongestUpload) => Of(
        400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size",
        ("ProposedSize", proposed.ToString(CultureInfo.InvariantCulture)), ("MaxSizeAllowed", most.ToString(CultureInfo.InvariantCulture)));

    public static S3Refusal TooSmall(long proposed, long least) => Of(
        400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size",
        ("ProposedSize", proposed.ToString(CultureInfo.InvariantCulture)), ("MinSizeAllowed", least.ToString(CultureInfo.InvariantCulture)));

    public static S3Refusal WrongHash(string declared, string computed) => Of(
        400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.",
        ("ClientComputedContentSHA256", declared), ("S3ComputedContentSHA256", computed));

    /// <summary>S3's refusal of a header, or a value of it, that it does not take with this operation.</summary>
    public static S3Refusal HeaderNotImplemented(string header) =>
        Of(501, "NotImplemented", "A header you provided implies functionality that is not implemented", ("Header", header));

    /// <summary>S3's sentence, and behind it what LocalAws lacks.</summary>
    public static S3Refusal NotImplemented(string what) => new(501, "NotImplemented", $"A header or query you provided implies functionality that is not implemented: {what}");

    /// <summary>What S3 does and LocalAws's own does not.</summary>
    public static S3Refusal NotHere(string what) =>
        new(501, "NotImplemented", $"LocalAws's own S3 does not do this: {what}. An S3 server behind LocalAws may, with --upstream s3=URL.");

    public static S3Refusal Of(int status, string code, string message, params ReadOnlySpan<(string Name, string Text)> elements) =>
        new(status, code, message) { Elements = [.. elements] };
}
