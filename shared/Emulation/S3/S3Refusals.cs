namespace Emulation.S3.Wire;

/// <summary>S3's refusals that do not come from what holds the objects. Amazon S3 API Reference, "Error responses".</summary>
internal static class S3Refusals
{
    /// <summary>In bytes: a single upload. Amazon S3 User Guide, "Uploading objects".</summary>
    public const long LongestUpload = 5L * 1024 * 1024 * 1024;

    public static S3Refusal AccessDenied { get; } = new(403, "AccessDenied", "Access Denied");

    public static S3Refusal InvalidUri { get; } = new(400, "InvalidURI", "Couldn't parse the specified URI.");

    public static S3Refusal MalformedXml { get; } =
        new(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

    public static S3Refusal MissingLength { get; } = new(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");

    public static S3Refusal TooLong { get; } = new(400, "MaxMessageLengthExceeded", "Your request was too large.");

    public static S3Refusal Incomplete { get; } =
        new(400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");

    public static S3Refusal NoAcls { get; } = new(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");

    public static S3Refusal MalformedTrailer { get; } = new(
        400, "MalformedTrailerError", "The request contained trailing data that was not well-formed or did not conform to our published schema.");

    /// <summary>The signature of a chunk or a trailer.</summary>
    public static S3Refusal WrongChunk { get; } = new(
        403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.");

    // Ours: S3's words for chunks that are none are not known.
    public static S3Refusal MalformedChunks { get; } = new(400, "InvalidRequest", "The body is not in chunks as x-amz-content-sha256 says.");

    public static S3Refusal InvalidBucketName(string name) =>
        new(400, "InvalidBucketName", "The specified bucket is not valid.") { Elements = [("BucketName", name)] };

    public static S3Refusal NoSuchBucket(string name) => new(404, "NoSuchBucket", "The specified bucket does not exist") { Elements = [("BucketName", name)] };

    public static S3Refusal KeyTooLong(int bytes) => new(400, "KeyTooLongError", "Your key is too long")
    {
        Elements = [("Size", $"{bytes}"), ("MaxSizeAllowed", $"{S3Request.LongestKey}")],
    };

    public static S3Refusal MethodNotAllowed(string method, S3Level level) => new(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
    {
        Elements = [("Method", method), ("ResourceType", level.ToString().ToUpperInvariant())],
    };

    public static S3Refusal Conflicting(string names) => new(400, "InvalidArgument", $"Conflicting query string parameters: {names}")
    {
        Elements = [("ArgumentName", "ResourceType"), ("ArgumentValue", names)],
    };

    public static S3Refusal InvalidArgument(string message, string name, string value) =>
        new(400, "InvalidArgument", message) { Elements = [("ArgumentName", name), ("ArgumentValue", value)] };

    public static S3Refusal InvalidRequest(string message) => new(400, "InvalidRequest", message);

    /// <summary>S3's sentence, and behind it what LocalAws lacks.</summary>
    public static S3Refusal NotImplemented(string what) => new(501, "NotImplemented", $"A header or query you provided implies functionality that is not implemented: {what}");

    public static S3Refusal TooLarge(long length) => new(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
    {
        Elements = [("ProposedSize", $"{length}"), ("MaxSizeAllowed", $"{LongestUpload}")],
    };

    public static S3Refusal WrongHash(string declared, string computed) =>
        new(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.")
        {
            Elements = [("ClientComputedContentSHA256", declared), ("S3ComputedContentSHA256", computed)],
        };
}
