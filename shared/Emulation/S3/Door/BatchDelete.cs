using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Emulation.Calls;
using Emulation.S3.Wire;

namespace Emulation.S3.Door;

/// <summary>DeleteObjects, which is decided for each key: those that policies refuse are errors in an answer of 200. Amazon S3 API Reference, DeleteObjects.</summary>
internal sealed class BatchDelete
{
    private const int MostKeys = 1000;
    private static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";
    private readonly List<Entry> entries = [];
    private readonly List<(Entry Entry, S3Refusal Refusal)> refused = [];
    private readonly bool isQuiet;

    /// <exception cref="RefusedException">The document is none, or another than its Content-MD5 says.</exception>
    public BatchDelete(S3Request request, byte[] body)
    {
        var document = S3Document.Of(body, "Delete");
        isQuiet = document.Text("Quiet") is { } quiet && quiet.Trim().Equals("true", StringComparison.OrdinalIgnoreCase);
        foreach (var item in document.All("Object"))
        {
            var key = item.Text("Key");
            if (key is not { Length: > 0 } || Encoding.UTF8.GetByteCount(key) > S3Refusals.LongestKey || entries.Count == MostKeys)
            {
                throw new RefusedException(S3Refusals.MalformedXml);
            }

            entries.Add(new Entry(key, item.Text("VersionId") is { Length: > 0 } version ? version : null, item.Text("ETag"), item.Text("LastModifiedTime"), item.Text("Size")));
        }

        if (entries.Count == 0)
        {
            throw new RefusedException(S3Refusals.MalformedXml);
        }

#pragma warning disable CA5351 // What the protocol has.
        if (request.Headers.TryGetValue("content-md5", out var md5) && md5 != Convert.ToBase64String(MD5.HashData(body)))
        {
            throw new RefusedException(new S3Refusal(400, "BadDigest", "The Content-MD5 you specified did not match what we received."));
        }
#pragma warning restore CA5351
    }

    /// <summary>Asks for each key; those that are refused do not go on.</summary>
    public async ValueTask DecideAsync(Func<string, string?, ValueTask<S3Refusal?>> refuseAsync)
    {
        foreach (var entry in entries)
        {
            if (await refuseAsync(entry.Key, entry.VersionId).ConfigureAwait(false) is { } refusal)
            {
                refused.Add((entry, refusal));
            }
        }
    }

    /// <summary>The whole document where nothing was refused, and else one of what is left; null when nothing is.</summary>
    public S3Call? Left(S3Call call)
    {
        if (refused.Count == 0)
        {
            return call;
        }

        var left = entries.Where(entry => !refused.Any(one => one.Entry == entry)).ToList();
        if (left.Count == 0)
        {
            return null;
        }

        var document = Encoding.UTF8.GetBytes(new XElement(
            Namespace + "Delete",
            left.Select(static entry => new XElement(
                Namespace + "Object",
                new XElement(Namespace + "Key", entry.Key),
                One("VersionId", entry.VersionId), One("ETag", entry.ETag), One("LastModifiedTime", entry.LastModified), One("Size", entry.Size))),
            isQuiet ? new XElement(Namespace + "Quiet", "true") : null).ToString(SaveOptions.DisableFormatting));
        var headers = call.Headers.Where(static header => !header.Key.StartsWith("x-amz-checksum-", StringComparison.OrdinalIgnoreCase)
            && !header.Key.Equals("x-amz-sdk-checksum-algorithm", StringComparison.OrdinalIgnoreCase)).ToDictionary(StringComparer.OrdinalIgnoreCase);
#pragma warning disable CA5351 // As above.
        headers["content-md5"] = Convert.ToBase64String(MD5.HashData(document));
#pragma warning restore CA5351
        return call with { Body = new MemoryStream(document, writable: false), Length = document.Length, Headers = headers, Trailers = new Dictionary<string, string>() };
    }

    /// <summary>The answer with the keys that were refused as errors in it.</summary>
    public async ValueTask<S3Answer> CompleteAsync(S3Answer? answer, CancellationToken cancellation)
    {
        if (refused.Count == 0 || answer is { StatusCode: not 200 } or { Refusal: not null })
        {
            return answer!;
        }

        var result = new XElement(Namespace + "DeleteResult");
        if (answer?.WriteAsync is { } writeAsync)
        {
            using var written = new MemoryStream();
            await writeAsync(written, cancellation).ConfigureAwait(false);
            written.Position = 0;
            result = await XElement.LoadAsync(written, LoadOptions.None, cancellation).ConfigureAwait(false);
        }

        result.Add(refused.Select(one => new XElement(
            result.Name.Namespace + "Error",
            new XElement(result.Name.Namespace + "Key", one.Entry.Key),
            one.Entry.VersionId is null ? null : new XElement(result.Name.Namespace + "VersionId", one.Entry.VersionId),
            new XElement(result.Name.Namespace + "Code", one.Refusal.Type),
            new XElement(result.Name.Namespace + "Message", one.Refusal.Message))));
        var bytes = Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{result.ToString(SaveOptions.DisableFormatting)}");
        return new S3Answer(200)
        {
            Headers = [new("Content-Type", "application/xml"), new("Content-Length", $"{bytes.Length}")],
            WriteAsync = (stream, stop) => stream.WriteAsync(bytes, stop).AsTask(),
        };
    }

    private static XElement? One(string name, string? value) => value is null ? null : new XElement(Namespace + name, value);

    private sealed record Entry(string Key, string? VersionId, string? ETag, string? LastModified, string? Size);
}
