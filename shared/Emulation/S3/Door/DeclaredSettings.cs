using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Emulation.Calls;
using Emulation.S3.Wire;
using Emulation.State;
using Iam;
using Sam;

namespace Emulation.S3.Door;

/// <summary>
/// What templates say of their buckets beside who may use them: encryption, versions, tags, and pages of browsers. It is put where the bucket is made, and where the template
/// says something else than it did; what calls have changed meanwhile stays until then, as with CloudFormation. Which was put last is in <c>s3-settings.db</c>.
/// </summary>
internal sealed class DeclaredSettings : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS settings (bucket TEXT NOT NULL, setting TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (bucket, setting)) STRICT;
        """;

    /// <summary>The operation that puts each, and the one that takes it away.</summary>
    private static readonly ImmutableArray<(string Put, string? Delete)> Settings =
    [
        ("PutBucketEncryption", "DeleteBucketEncryption"), ("PutBucketVersioning", null), ("PutBucketTagging", "DeleteBucketTagging"), ("PutBucketCors", "DeleteBucketCors"),
    ];

    private static readonly XNamespace S3 = "http://s3.amazonaws.com/doc/2006-03-01/";
    private readonly StateDatabase database;

    /// <exception cref="StateFolderException">The file is damaged or cannot be written.</exception>
    public DeclaredSettings(string folder) => database = new StateDatabase(Path.Combine(folder, "s3-settings.db"), Schema);

    /// <summary>Makes the templates' buckets where they are not there yet, and puts what the templates say of them.</summary>
    /// <exception cref="UsageException">What holds the objects is out of reach, or does not take one.</exception>
    public async Task EnsureAsync(IObjectServer objects, IEnumerable<Stack> stacks, CancellationToken cancellation)
    {
        foreach (var (stack, bucket) in stacks.SelectMany(static stack => stack.Buckets.Select(bucket => (stack, bucket))).Where(static one => one.bucket.Closed is null))
        {
            try
            {
                await EnsureAsync(objects, bucket, stack.AccountId, stack.Region, cancellation).ConfigureAwait(false);
            }
            catch (RefusedException e)
            {
                throw new UsageException($"{bucket.LogicalId} ({bucket.Line}): {e.Message}");
            }
        }
    }

    /// <summary>Makes one bucket where it is not there yet, and puts what the template says of it.</summary>
    /// <exception cref="UsageException">What holds the objects does not take it.</exception>
    public async Task EnsureAsync(IObjectServer objects, Bucket bucket, AccountId account, string region, CancellationToken cancellation)
    {
        var last = LastOf(bucket);
        var said = TemplateBucket.Settings(bucket).ToDictionary(static one => one.Operation, static one => one.Document, StringComparer.Ordinal);
        var settings = Settings.Select(setting => (setting.Put, setting.Delete, Document: said.GetValueOrDefault(setting.Put))).ToList();
        var isNew = settings.Exists(static one => one.Document is not null) && await objects.BucketAsync(bucket.Name, cancellation).ConfigureAwait(false) is null;
        await objects.EnsureBucketAsync(bucket.Name, account, region, cancellation).ConfigureAwait(false);
        foreach (var (put, delete, document) in settings.Where(one => isNew ? one.Document is not null : one.Document != last.GetValueOrDefault(one.Put)))
        {
            if (document is not null)
            {
                if (await CallAsync(objects, put, document).ConfigureAwait(false))
                {
                    database.Execute("INSERT OR REPLACE INTO settings VALUES ($1, $2, $3)", bucket.Name, put, document);
                }
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

        async Task<bool> CallAsync(IObjectServer server, string operation, string body)
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            using var content = new MemoryStream(bytes);
            var answer = await server.AnswerAsync(new S3Call
            {
                Operation = operation,
                Bucket = bucket.Name,
                Query = S3Routes.All.First(route => route.Operation == operation).Keys.ToDictionary(static key => key.Key, static key => key.Value ?? "", StringComparer.Ordinal),
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
            if (answer.StatusCode >= 300 && operation == "PutBucketEncryption")
            {
                // Servers without KMS do not take it; what is asked of callers does not depend on that.
                server.Declare(bucket.Name, EncryptionDocument.Read(bytes)!);
                return false;
            }

            if (answer.StatusCode >= 300)
            {
                throw new UsageException($"{bucket.LogicalId} ({bucket.Line}): {operation} answers {answer.StatusCode}. {answer.Refusal?.Message}".TrimEnd());
            }

            return true;
        }
    }

    public void Dispose() => database.Dispose();

    private Dictionary<string, string> LastOf(Bucket bucket) => database
        .Query("SELECT setting, document FROM settings WHERE bucket = $1", static row => KeyValuePair.Create(row.GetString(0), row.GetString(1)), bucket.Name)
        .ToDictionary(StringComparer.Ordinal);
}
