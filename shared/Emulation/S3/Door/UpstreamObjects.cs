using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Emulation.Calls;
using Emulation.S3.Store;
using Emulation.S3.Wire;
using Emulation.Upstreams;
using Emulation.Upstreams.Bodies;
using Emulation.Wire;
using Iam;
using SigV4;

namespace Emulation.S3.Door;

/// <summary>A server that holds the objects: calls go to it by path, signed anew, with their bodies in pieces, and its answers come back as it gives them.</summary>
/// <param name="server">The server.</param>
/// <param name="region">The region of LocalAws.</param>
/// <param name="ownerOf">The account that owns a bucket, for servers that keep accounts apart.</param>
internal sealed class UpstreamObjects(UpstreamServer server, string region, Func<string, AccountId> ownerOf) : IObjectServer, IDisposable
{
    /// <summary>What LocalAws says of an answer itself, or what is of one connection.</summary>
    private static readonly ImmutableHashSet<string> Own = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase, "connection", "keep-alive", "transfer-encoding", "server", "date", "x-amz-request-id", "x-amz-id-2", "x-amz-content-sha256",
        "x-amzn-requestid", "trailer", "upgrade");

    /// <summary>In bytes, what is read of a body at a time.</summary>
    private const int Piece = 64 * 1024;

    private const string Upload = "upload";
    private readonly ConcurrentDictionary<string, byte> known = new(StringComparer.Ordinal);
    private readonly AnswerMemory memory = new();
    private readonly ConcurrentDictionary<string, ObjectEncryption?> encryptions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ObjectEncryption> declared = new(StringComparer.Ordinal);

    /// <summary>In bytes. A longer body with a checksum behind it is sent on while it comes, and its checksum, which stands before a body, is not.</summary>
    private const long MostHeld = 16 << 20;

    private UpstreamCors? cors;

    public Uri Url => server.Url;

    /// <summary>Which pages of browsers may call.</summary>
    public IBucketCors Cors => Pages;

    private UpstreamCors Pages => cors ??= new UpstreamCors(CorsOfAsync);

    /// <inheritdoc/>
    public async ValueTask<S3Answer> AnswerAsync(S3Call call)
    {
        var account = call.Bucket is { } named ? ownerOf(named) : call.Account;
        var answer = await server.SendAsync(await RequestOfAsync(call).ConfigureAwait(false), call.Region, account.ToString(), call.Cancellation).ConfigureAwait(false);
        if (call.Bucket is { } bucket && answer.IsSuccessStatusCode)
        {
            Remember(bucket, call.Operation != "DeleteBucket");
        }

        if (call.Operation == "CreateMultipartUpload" && answer.IsSuccessStatusCode)
        {
            await answer.Content.LoadIntoBufferAsync(call.Cancellation).ConfigureAwait(false);
            var begun = S3Document.Of(await answer.Content.ReadAsByteArrayAsync(call.Cancellation).ConfigureAwait(false), "InitiateMultipartUploadResult");
            memory.Keep(Upload, NameOf(call.Bucket!, call.Key!, begun.Text("UploadId") ?? ""), JsonSerializer.Serialize(
                new UploadFacts(call.CallerArn, ObjectEncryption.Of(name => call.Headers.GetValueOrDefault(name))), UploadJson.Default.UploadFacts));
        }

        if (call.Operation is "PutBucketEncryption" or "DeleteBucketEncryption" or "CreateBucket" or "DeleteBucket")
        {
            encryptions.TryRemove(call.Bucket!, out _);
            declared.TryRemove(call.Bucket!, out _);
        }

        if (call.Operation is "PutBucketCors" or "DeleteBucketCors" or "CreateBucket" or "DeleteBucket")
        {
            Pages.Forget(call.Bucket!);
        }

        if (ServerDocument.IsOf(call.Operation) && answer.IsSuccessStatusCode
            && ServerDocument.Of(call, await answer.Content.ReadAsByteArrayAsync(call.Cancellation).ConfigureAwait(false), ownerOf) is { } document)
        {
            var type = answer.Content.Headers.ContentType;
            answer.Content.Dispose();
            answer.Content = new ByteArrayContent(document);
            answer.Content.Headers.ContentType = type;
        }

        return AnswerOf(answer, HttpMethods.IsHead(answer.RequestMessage!.Method.Method));
    }

    /// <inheritdoc/>
    public async ValueTask<BucketFacts?> BucketAsync(string bucket, CancellationToken cancellation)
    {
        using var answer = await AskAsync("HEAD", bucket, "", cancellation).ConfigureAwait(false);
        var isThere = answer.StatusCode != HttpStatusCode.NotFound;
        Remember(bucket, isThere);
        return isThere ? new BucketFacts(ImmutableDictionary<string, string>.Empty) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<ObjectFacts?> ObjectAsync(string bucket, string key, string? versionId, CancellationToken cancellation)
    {
        var version = versionId is null ? "" : $"&versionId={S3Text.Encode(versionId)}";
        using var answer = await AskAsync("GET", bucket, $"/{S3Text.EncodeKey(key)}?tagging{version}", cancellation).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        var body = await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (answer.IsSuccessStatusCode)
            {
                return new ObjectFacts(S3Document.Of(body, "Tagging").Tags().ToImmutableDictionary());
            }
        }
        catch (RefusedException)
        {
            // It is no document of tags.
        }

        throw new RefusedException(new S3Refusal(
            503, "ServiceUnavailable", $"The server at {server.Url} does not tell the tags of the object, which LocalAws must know: it answered {(int)answer.StatusCode}."));
    }

    /// <inheritdoc/>
    public ValueTask<UploadFacts?> UploadAsync(string bucket, string key, string uploadId, CancellationToken cancellation) => ValueTask.FromResult(
        memory.Of(Upload, NameOf(bucket, key, uploadId)) is { } known ? JsonSerializer.Deserialize(known, UploadJson.Default.UploadFacts) : null);

    /// <inheritdoc/>
    public async ValueTask<ObjectEncryption?> DefaultEncryptionAsync(string bucket, CancellationToken cancellation)
    {
        if (!encryptions.TryGetValue(bucket, out var encryption))
        {
            using var answer = await AskAsync("GET", bucket, "?encryption", cancellation).ConfigureAwait(false);
            var body = await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            encryption = (answer.IsSuccessStatusCode ? EncryptionDocument.Told(body) : null) ?? declared.GetValueOrDefault(bucket);
            encryptions[bucket] = encryption;
        }

        return encryption;
    }

    /// <inheritdoc/>
    public void Declare(string bucket, ObjectEncryption encryption) => declared[bucket] = encryption;

    /// <inheritdoc/>
    public async ValueTask<ObjectEncryption?> EncryptionAsync(string bucket, string key, string? versionId, CancellationToken cancellation)
    {
        var version = versionId is null ? "" : $"?versionId={S3Text.Encode(versionId)}";
        using var answer = await AskAsync("HEAD", bucket, $"/{S3Text.EncodeKey(key)}{version}", cancellation).ConfigureAwait(false);
        return answer.IsSuccessStatusCode ? ObjectEncryption.Of(name => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null) : null;
    }

    /// <inheritdoc/>
    public bool Knows(string bucket) => known.ContainsKey(bucket);

    /// <inheritdoc/>
    public async Task EnsureBucketAsync(string bucket, AccountId account, string region, CancellationToken cancellation)
    {
        if (await BucketAsync(bucket, cancellation).ConfigureAwait(false) is not null)
        {
            return;
        }

        var constraint = region == "us-east-1" ? []
            : Encoding.UTF8.GetBytes(
                $"<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><LocationConstraint>{region}</LocationConstraint></CreateBucketConfiguration>");
        using var answer = await server.SendAsync(new UpstreamRequest("PUT", $"/{bucket}", [], constraint), region, account.ToString(), cancellation).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            throw new UsageException($"The server at {server.Url} does not make the bucket {bucket}: it answered {(int)answer.StatusCode}. "
                + $"{await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false)}");
        }

        Remember(bucket, isThere: true);
    }

    public void Dispose() => server.Dispose();

    private async Task<byte[]?> CorsOfAsync(string bucket, CancellationToken cancellation)
    {
        using var answer = await AskAsync("GET", bucket, "?cors", cancellation).ConfigureAwait(false);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false) : Knows(bucket) ? [] : null;
    }

    private static byte[] NameOf(string bucket, string key, string uploadId) => Encoding.UTF8.GetBytes($"{bucket} {uploadId} {key}");

    private void Remember(string bucket, bool isThere)
    {
        if (isThere)
        {
            known.TryAdd(bucket, 0);
        }
        else
        {
            known.TryRemove(bucket, out _);
        }
    }

    private Task<HttpResponseMessage> AskAsync(string method, string bucket, string below, CancellationToken cancellation) =>
        server.SendAsync(new UpstreamRequest(method, $"/{bucket}{below}", [], ReadOnlyMemory<byte>.Empty), region, ownerOf(bucket).ToString(), cancellation);

    private static async ValueTask<UpstreamRequest> RequestOfAsync(S3Call call)
    {
        var target = TargetOf(call);
        var method = S3Routes.All.First(route => route.Operation == call.Operation).Method;
        var (body, length) = (call.Body, call.Length);
        if (body is MemoryStream written)
        {
            var document = written.ToArray();
            CheckBlanks(document);
            return new UpstreamRequest(method, target, [.. Headers(call).Where(static header => !IsType(header)), new HeaderField("content-type", S3Document.TypeOf(document))], document);
        }

        if (Headers(call).FirstOrDefault(IsType) is { Value: { } type } && IsForm(type))
        {
            throw new RefusedException(new S3Refusal(
                501, "NotImplemented",
                $"LocalAws puts no object of the content type {ClientText.Shown(type)} on a server, which may read it as a form. Name another content type."));
        }

        var trailed = TrailedBody.AlgorithmOf(call);
        if (trailed is not null)
        {
            body = new HeldBackBody(new TrailedBody(body, trailed, call.Trailers));
        }

        if (length == 0)
        {
            // Nothing is sent, so nothing would be read: what is said of the body is checked here.
            await body.CopyToAsync(Stream.Null, call.Cancellation).ConfigureAwait(false);
            return new UpstreamRequest(method, target, Headers(call, trailed), ReadOnlyMemory<byte>.Empty);
        }

        if (length is null || (trailed is not null && length <= MostHeld))
        {
            // Servers want to know how much comes and by which checksum, and must get nothing of a body that is not what it must be.
            body = await SpooledBody.ReadAsync(body, call.Cancellation).ConfigureAwait(false);
            length = body.Length;
        }

        var content = new StreamContent(body, Piece);
        content.Headers.ContentLength = length;
        return new UpstreamRequest(method, target, Headers(call, body is FileStream ? trailed : null), ReadOnlyMemory<byte>.Empty) { Content = content };
    }

    /// <summary>The headers, and with them the checksum behind a body that was read.</summary>
    private static HeaderField[] Headers(S3Call call, ChecksumAlgorithm? trailed = null) =>
    [
        .. call.Headers.Where(header => IsPassedOn(header.Key, call.Trailers)).Select(static header => new HeaderField(header.Key, header.Value)),
        .. trailed is not null && call.Trailers.TryGetValue(trailed.Header, out var checksum) ? [new HeaderField(trailed.Header, checksum)] : (HeaderField[])[],
    ];

    private static bool IsPassedOn(string header, IReadOnlyDictionary<string, string> trailers) =>
        !header.EndsWith("-expected-bucket-owner", StringComparison.OrdinalIgnoreCase) && !header.Equals("x-amz-sdk-checksum-algorithm", StringComparison.OrdinalIgnoreCase)
        && !header.Equals(S3Headers.Trailer, StringComparison.OrdinalIgnoreCase) && !trailers.ContainsKey(header);

    private static bool IsType(HeaderField header) => header.Name?.Equals("content-type", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsForm(string type) => type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>There are servers that cut blanks off: what was asked about would be another key or tag than the one that is meant.</summary>
    private static void CheckBlanks(byte[] document)
    {
        if (document.Length > 0 && S3Document.TextsOf(document).Any(static text => text.Length != text.Trim().Length))
        {
            throw new RefusedException(new S3Refusal(400, "InvalidRequest", "A text of the document begins or ends with a blank: the server behind LocalAws may not keep it."));
        }
    }

    private static string TargetOf(S3Call call)
    {
        var target = new StringBuilder("/").Append(call.Bucket);
        if (call.Key is not null)
        {
            target.Append('/').Append(S3Text.EncodeKey(call.Key));
        }

        var separator = '?';
        foreach (var (name, value) in call.Query)
        {
            target.Append(separator).Append(S3Text.Encode(name)).Append('=').Append(S3Text.Encode(value));
            separator = '&';
        }

        return target.ToString();
    }

    private static S3Answer AnswerOf(HttpResponseMessage answer, bool isHead)
    {
        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        var isEmpty = answer.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified;
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            if (!Own.Contains(name) && !name.StartsWith("access-control-", StringComparison.OrdinalIgnoreCase)
                && !(isEmpty && name.Equals("content-length", StringComparison.OrdinalIgnoreCase)))
            {
                headers.Add(new(name, string.Join(',', values)));
            }
        }

        if (isHead || isEmpty)
        {
            answer.Dispose();
            return new S3Answer((int)answer.StatusCode) { Headers = headers.ToImmutable() };
        }

        return new S3Answer((int)answer.StatusCode)
        {
            Headers = headers.ToImmutable(),
            Source = answer,
            WriteAsync = async (stream, cancellation) =>
            {
                using (answer)
                {
                    await answer.Content.CopyToAsync(stream, cancellation).ConfigureAwait(false);
                }
            },
        };
    }
}

[JsonSerializable(typeof(UploadFacts))]
internal sealed partial class UploadJson : JsonSerializerContext;
