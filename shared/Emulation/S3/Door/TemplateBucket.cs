using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Emulation.S3.Wire;
using Sam;

namespace Emulation.S3.Door;

/// <summary>
/// What a template says of a bucket beside who gets in, as the documents of S3's API: encryption, versions, pages of browsers, tags. AWS CloudFormation Template Reference,
/// "AWS::S3::Bucket".
/// </summary>
internal static class TemplateBucket
{
    private static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    /// <summary>The operations that set it, each with its document.</summary>
    public static IEnumerable<(string Operation, string Document)> Settings(Bucket bucket)
    {
        if (EncryptionOf(bucket.Properties) is { } encryption)
        {
            yield return ("PutBucketEncryption", Encoding.UTF8.GetString(EncryptionDocument.Written(encryption)));
        }

        if (bucket.Versioning is { } status)
        {
            yield return ("PutBucketVersioning", Document("VersioningConfiguration", new XElement(Namespace + "Status", status)));
        }

        if (bucket.Properties["CorsConfiguration"]?["CorsRules"] is JsonArray { Count: > 0 } rules)
        {
            yield return ("PutBucketCors", Document("CORSConfiguration", [.. rules.OfType<JsonObject>().Select(Rule)]));
        }

        if (bucket.Tags.Count > 0)
        {
            yield return ("PutBucketTagging", Document("Tagging", new XElement(
                Namespace + "TagSet",
                bucket.Tags.OrderBy(static tag => tag.Key, StringComparer.Ordinal)
                    .Select(static tag => new XElement(Namespace + "Tag", new XElement(Namespace + "Key", tag.Key), new XElement(Namespace + "Value", tag.Value))))));
        }
    }

    /// <summary>The key of KMS by which a template has a bucket encrypt; null for none.</summary>
    private static ObjectEncryption? EncryptionOf(JsonObject properties)
    {
        var rule = (properties["BucketEncryption"]?["ServerSideEncryptionConfiguration"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault();
        return rule?["ServerSideEncryptionByDefault"] is JsonObject one && one["SSEAlgorithm"]?.ToString() is { } algorithm && ObjectEncryption.IsByKey(algorithm)
            ? new ObjectEncryption(algorithm, one["KMSMasterKeyID"]?.ToString(), rule["BucketKeyEnabled"]?.ToString().ToLowerInvariant() == "true")
            : null;
    }

    private static XElement Rule(JsonObject rule) => new(
        Namespace + "CORSRule",
        rule["Id"] is { } id ? new XElement(Namespace + "ID", id.ToString()) : null,
        All(rule, "AllowedHeaders", "AllowedHeader"),
        All(rule, "AllowedMethods", "AllowedMethod"),
        All(rule, "AllowedOrigins", "AllowedOrigin"),
        All(rule, "ExposedHeaders", "ExposeHeader"),
        rule["MaxAge"] is { } age ? new XElement(Namespace + "MaxAgeSeconds", age.ToString()) : null);

    private static IEnumerable<XElement> All(JsonObject rule, string property, string element) =>
        (rule[property] as JsonArray ?? []).Select(one => new XElement(Namespace + element, one?.ToString()));

    private static string Document(string root, params XElement[] content) => new XElement(Namespace + root, content).ToString(SaveOptions.DisableFormatting);
}
