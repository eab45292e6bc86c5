using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Emulation.Calls;
using Emulation.S3.Wire;
using Emulation.Upstreams;
using Iam;

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

    private const string Upload = "upload";
    private readonly ConcurrentDictionary<string, byte> known = new(StringComparer.Ordinal);
    private readonly AnswerMemory memory = new();
    private readonly ConcurrentDictionary<string, ObjectEncryption?> encryptions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ObjectEncryption> declared = new(StringComparer.Ordinal);

    private bool? takesTrailers;
    private UpstreamCors? cors;

    public Uri Url => server.Url;

    /// <summary>Which pages of browsers may call.</summary>
    public IBucketCors Cors => Pages;

    private UpstreamCors Pages => cors ??= new UpstreamCors(CorsOfAsync);

    /// <inheritdoc/>
    public async ValueTask<S3Answer> AnswerAsync(S3Call call)
    {
        var account = call.Bucket is { } named ? ownerOf(named) : call.Account;
        var request = await ObjectServerRequest.OfAsync(call, () => TakesTrailersAsync(call, account)).ConfigureAwait(false);
        var answer = await server.SendAsync(request, call.Region, account.ToString(), call.Cancellation).ConfigureAwait(false);
        if (call.Bucket is { } bucket && answer.IsSuccessStatusCode)
        {
            Remember(bucket, call.Operation != "DeleteBucket");
        }

        if (call.Operation == "CreateMultipartUpload" && answer.IsSuccessStatusCode)
        {
            await answer.Content.LoadIntoBufferAsync(call.Cancellation).ConfigureAwait(false);
            var begun = S3Document.Of(await answer.Content.ReadAsByteArrayAsync(call.Cancellation).ConfigureAwait(false), "InitiateMultipartUploadResult");
            memory.Keep(Upload, NameOf(call.Bucket!, call.Key!, begun.Text("UploadId") ?? ""), JsonSerializer.Serialize(
                new UploadFacts(
                    call.CallerArn, ObjectEncryption.Of(name => call.Headers.GetValueOrDefault(name)), call.Headers.ContainsKey("x-amz-checksum-algorithm")),
                UploadJson.Default.UploadFacts));
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
    public async ValueTask<S3Refusal?> DeletedAsync(string bucket, string key, string? versionId, CancellationToken cancellation)
    {
        using var answer = await HeadAsync(bucket, key, versionId, cancellation).ConfigureAwait(false);
        return DeleteMarkers.Told(answer, key, isNamed: versionId is not null);
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
        using var answer = await HeadAsync(bucket, key, versionId, cancellation).ConfigureAwait(false);
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

    private async ValueTask<bool> TakesTrailersAsync(S3Call call, AccountId account) =>
        takesTrailers ??= await new TrailerProbe(request => server.SendAsync(request, call.Region, account.ToString(), call.Cancellation))
            .TakesTrailersAsync(call.Bucket!, call.Key!).ConfigureAwait(false);

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

    private Task<HttpResponseMessage> HeadAsync(string bucket, string key, string? versionId, CancellationToken cancellation) =>
        AskAsync("HEAD", bucket, $"/{S3Text.EncodeKey(key)}{(versionId is null ? "" : $"?versionId={S3Text.Encode(versionId)}")}", cancellation);

    private Task<HttpResponseMessage> AskAsync(string method, string bucket, string below, CancellationToken cancellation) =>
        server.SendAsync(new UpstreamRequest(method, $"/{bucket}{below}", [], ReadOnlyMemory<byte>.Empty), region, ownerOf(bucket).ToString(), cancellation);

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
