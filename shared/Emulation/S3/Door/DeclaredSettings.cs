using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Emulation.State;
using Iam;
using Sam;

namespace Emulation.S3.Door;

/// <summary>
/// What templates say of their buckets beside who may use them: versions, tags, and pages of browsers. It is put where the bucket is made, and where the template says something
/// else than it did; what calls have changed meanwhile stays until then, as with CloudFormation. Which was put last is in <c>s3-settings.db</c>.
/// </summary>
internal sealed class DeclaredSettings : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS settings (bucket TEXT NOT NULL, setting TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (bucket, setting)) STRICT;
        """;

    /// <summary>Each with the operation that puts it, and the one that takes it away.</summary>
    private static readonly ImmutableArray<(string Put, string? Delete, Func<Bucket, XElement?> Of)> Settings =
        [("PutBucketVersioning", null, Versioning), ("PutBucketTagging", "DeleteBucketTagging", Tagging), ("PutBucketCors", "DeleteBucketCors", Cors)];

    private static readonly XNamespace S3 = "http://s3.amazonaws.com/doc/2006-03-01/";
    private readonly StateDatabase database;

    /// <exception cref="StateFolderException">The file is damaged or cannot be written.</exception>
    public DeclaredSettings(string folder) => database = new StateDatabase(Path.Combine(folder, "s3-settings.db"), Schema);

    /// <summary>Makes a bucket where it is not there yet, and puts what the template says of it.</summary>
    /// <exception cref="UsageException">What holds the objects does not take it.</exception>
    public async Task EnsureAsync(IObjectServer objects, Bucket bucket, AccountId account, string region, CancellationToken cancellation)
    {
        var last = LastOf(bucket);
        var settings = Settings.Select(setting => (setting.Put, setting.Delete, Document: setting.Of(bucket)?.ToString(SaveOptions.DisableFormatting))).ToList();
        var isNew = settings.Exists(static one => one.Document is not null) && await objects.BucketAsync(bucket.Name, cancellation).ConfigureAwait(false) is null;
        await objects.EnsureBucketAsync(bucket.Name, account, region, cancellation).ConfigureAwait(false);
        foreach (var (put, delete, document) in settings.Where(one => isNew ? one.Document is not null : one.Document != last.GetValueOrDefault(one.Put)))
        {
            if (document is not null)
            {
                await CallAsync(objects, put, document).ConfigureAwait(false);
                database.Execute("INSERT OR REPLACE INTO settings VALUES ($1, $2, $3)", bucket.Name, put, document);
            }
            else
            {
                // Versions can be left off, and never be taken away.
                await (delete is null
                    ? CallAsync(objects, put, new XElement(S3 + "VersioningConfiguration", new XElement(S3 + "Status", "Suspended")).ToString(SaveOptions.DisableFormatting))
                    : CallAsync(objects, delete, "")).ConfigureAwait(false);
                database.Execute("DELETE FROM settings WHERE bucket = $1 AND setting = $2", bucket.Name, put);
            }
        }

        async Task CallAsync(IObjectServer server, string operation, string body)
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            using var content = new MemoryStream(bytes);
            var answer = await server.AnswerAsync(new S3Call
            {
                Operation = operation,
                Bucket = bucket.Name,
                Query = FrozenDictionary<string, string>.Empty,
                Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
                {
                    ["content-type"] = "application/xml",
                    ["x-amz-checksum-sha256"] = Convert.ToBase64String(SHA256.HashData(bytes)),
                },
                Body = content,
                Length = bytes.Length,
                Account = account,
                CallerArn = $"arn:aws:iam::{account}:root",
                Region = region,
                RequestId = operation,
                Cancellation = cancellation,
            }).ConfigureAwait(false);
            await (answer.WriteAsync?.Invoke(Stream.Null, cancellation) ?? Task.CompletedTask).ConfigureAwait(false);
            if (answer.StatusCode >= 300)
            {
                throw new UsageException($"{bucket.LogicalId} ({bucket.Line}): {operation} answers {answer.StatusCode}. {answer.Refusal?.Message}".TrimEnd());
            }
        }
    }

    public void Dispose() => database.Dispose();

    private Dictionary<string, string> LastOf(Bucket bucket) => database
        .Query("SELECT setting, document FROM settings WHERE bucket = $1", static row => KeyValuePair.Create(row.GetString(0), row.GetString(1)), bucket.Name)
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Amazon S3 API Reference, PutBucketVersioning.</summary>
    private static XElement? Versioning(Bucket bucket) =>
        bucket.Versioning is { } status ? new XElement(S3 + "VersioningConfiguration", new XElement(S3 + "Status", status)) : null;

    /// <summary>Amazon S3 API Reference, PutBucketTagging.</summary>
    private static XElement? Tagging(Bucket bucket) => bucket.Tags.IsEmpty ? null : new XElement(S3 + "Tagging", new XElement(
        S3 + "TagSet",
        bucket.Tags.OrderBy(static tag => tag.Key, StringComparer.Ordinal)
            .Select(static tag => new XElement(S3 + "Tag", new XElement(S3 + "Key", tag.Key), new XElement(S3 + "Value", tag.Value)))));

    /// <summary>Amazon S3 API Reference, PutBucketCors; CloudFormation User Guide, "AWS::S3::Bucket CorsRule".</summary>
    private static XElement? Cors(Bucket bucket) => (bucket.Properties["CorsConfiguration"] as JsonObject)?["CorsRules"] is not JsonArray rules ? null : new XElement(
        S3 + "CORSConfiguration",
        rules.OfType<JsonObject>().Select(static rule => new XElement(
            S3 + "CORSRule",
            All(rule, "Id", "ID"), All(rule, "AllowedMethods", "AllowedMethod"), All(rule, "AllowedOrigins", "AllowedOrigin"), All(rule, "AllowedHeaders", "AllowedHeader"),
            All(rule, "MaxAge", "MaxAgeSeconds"), All(rule, "ExposedHeaders", "ExposeHeader"))));

    private static IEnumerable<XElement> All(JsonObject rule, string property, string element) =>
        (rule[property] is JsonArray several ? several : rule[property] is { } one ? [one] : (IEnumerable<JsonNode?>)[])
        .Select(value => new XElement(S3 + element, value?.ToString()));
}
