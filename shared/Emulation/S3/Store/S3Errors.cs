using System.Globalization;
using Emulation.Calls;

namespace Emulation.S3.Store;

/// <summary>S3's refusals in its words. Amazon S3 API Reference, "Error responses"; the elements behind the message are those of recorded answers.</summary>
internal static class S3Errors
{
    public static RefusedException NoSuchBucket(string bucket) => Of(404, "NoSuchBucket", "The specified bucket does not exist", ("BucketName", bucket));

    public static RefusedException NoSuchKey(string key) => Of(404, "NoSuchKey", "The specified key does not exist.", ("Key", key));

    public static RefusedException NoSuchVersion(string key, string version) =>
        Of(404, "NoSuchVersion", "The specified version does not exist.", ("Key", key), ("VersionId", version));

    public static RefusedException NoSuchUpload(string upload) => Of(
        404, "NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.", ("UploadId", upload));

    public static RefusedException InvalidArgument(string message, string name, string value) =>
        Of(400, "InvalidArgument", message, ("ArgumentName", name), ("ArgumentValue", value));

    public static RefusedException InvalidRequest(string message) => Of(400, "InvalidRequest", message);

    public static RefusedException MalformedXml() =>
        Of(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

    public static RefusedException PreconditionFailed(string condition) =>
        Of(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", ("Condition", condition));

    public static RefusedException AccessDenied() => Of(403, "AccessDenied", "Access Denied");

    public static RefusedException InvalidRange(string requested, long size) =>
        Of(416, "InvalidRange", "The requested range is not satisfiable", ("RangeRequested", requested), ("ActualObjectSize", size.ToString(CultureInfo.InvariantCulture)));

    public static RefusedException TooLarge(long proposed, long most) => Of(
        400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size",
        ("ProposedSize", proposed.ToString(CultureInfo.InvariantCulture)), ("MaxSizeAllowed", most.ToString(CultureInfo.InvariantCulture)));

    public static RefusedException Incomplete() =>
        Of(400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");

    /// <summary>S3's refusal of a header, or a value of it, that it does not take with this operation.</summary>
    public static RefusedException HeaderNotImplemented(string header) =>
        Of(501, "NotImplemented", "A header you provided implies functionality that is not implemented", ("Header", header));

    /// <summary>What S3 does and this one does not.</summary>
    public static RefusedException NotHere(string what) => Of(
        501, "NotImplemented", $"LocalAws's own S3 does not do this: {what}. An S3 server behind LocalAws may, with --upstream s3=URL.");

    public static RefusedException Of(int status, string code, string message, params ReadOnlySpan<(string Name, string Text)> elements) =>
        new(new S3Refusal(status, code, message) { Elements = [.. elements] });
}
