using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Emulation.Calls;
using Emulation.S3.Wire;
using Emulation.Upstreams;
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

    private readonly ConcurrentDictionary<string, byte> known = new(StringComparer.Ordinal);

    public Uri Url => server.Url;

    /// <inheritdoc/>
    public async ValueTask<S3Answer> AnswerAsync(S3Call call)
    {
        var account = call.Bucket is { } named ? ownerOf(named) : call.Account;
        var answer = await server.SendAsync(await RequestOfAsync(call).ConfigureAwait(false), call.Region, account.ToString(), call.Cancellation).ConfigureAwait(false);
        if (call.Bucket is { } bucket && answer.IsSuccessStatusCode)
        {
            Remember(bucket, call.Operation != "DeleteBucket");
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
        var isChunked = call.Body is not MemoryStream && call.Length is not null && call.Headers.TryGetValue(S3Headers.Trailer, out var trailer) && TrailingBody.Has(trailer);
        List<HeaderField> headers = [.. call.Headers.Where(header => IsPassedOn(call, header.Key, isChunked)).Select(static header => new HeaderField(header.Key, header.Value))];
        var request = new UpstreamRequest(S3Routes.All.First(route => route.Operation == call.Operation).Method, TargetOf(call), headers, ReadOnlyMemory<byte>.Empty);
        if (call.Body is MemoryStream written)
        {
            var document = written.ToArray();
            CheckBlanks(document);
            headers.RemoveAll(IsType);
            headers.Add(new("content-type", S3Document.TypeOf(document)));

            // The checksum behind a document is known, and so it can stand before it.
            headers.AddRange(call.Trailers.Where(static one => TrailingBody.Has(one.Key)).Select(static one => new HeaderField(one.Key, one.Value)));
            return request with { Body = document };
        }

        if (headers.Find(IsType) is { Value: { } type } && IsForm(type))
        {
            throw new RefusedException(new S3Refusal(
                501, "NotImplemented",
                $"LocalAws puts no object of the content type {ClientText.Shown(type)} on a server, which may read it as a form. Name another content type."));
        }

        if (isChunked)
        {
            return Chunked(call, request, headers);
        }

        if (call.Length == 0)
        {
            // Nothing is sent, so nothing would be read: what is said of the body is checked here.
            await call.Body.CopyToAsync(Stream.Null, call.Cancellation).ConfigureAwait(false);
            return request;
        }

        var content = new StreamContent(call.Body, Piece);
        content.Headers.ContentLength = call.Length;
        return request with { Content = content };
    }

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

    private static UpstreamRequest Chunked(S3Call call, UpstreamRequest request, List<HeaderField> headers)
    {
        var trailer = call.Headers[S3Headers.Trailer].ToLowerInvariant();
        headers.RemoveAll(static header => header.Name == "content-encoding");
        headers.Add(new("content-encoding", call.Headers.TryGetValue("content-encoding", out var encoding) ? $"aws-chunked,{encoding}" : "aws-chunked"));
        headers.Add(new(S3Headers.DecodedLength, call.Length!.Value.ToString(CultureInfo.InvariantCulture)));
        var chunks = new StreamContent(new TrailingBody(call.Body, call.Length.Value, trailer, call.Trailers), Piece);
        chunks.Headers.ContentLength = TrailingBody.LengthOf(call.Length.Value, trailer);
        return request with { Content = chunks, ContentHash = PayloadHash.StreamingUnsignedTrailer };
    }

    /// <summary>Where a checksum behind the body is not sent on, neither is what says that it comes.</summary>
    private static bool IsPassedOn(S3Call call, string header, bool isChunked) =>
        !header.EndsWith("-expected-bucket-owner", StringComparison.OrdinalIgnoreCase) && !call.Trailers.ContainsKey(header)
        && (isChunked || !header.Equals(S3Headers.Trailer, StringComparison.OrdinalIgnoreCase))
        && (isChunked || call.Body is MemoryStream || !call.Headers.ContainsKey(S3Headers.Trailer)
            || !header.Equals("x-amz-sdk-checksum-algorithm", StringComparison.OrdinalIgnoreCase));

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
