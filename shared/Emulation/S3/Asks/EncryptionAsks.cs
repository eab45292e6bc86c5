using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.S3.Wire;
using Emulation.Upstreams;

namespace Emulation.S3.Asks;

/// <summary>
/// What S3 asks of KMS in its caller's name for objects that a key encrypts. Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys (SSE-KMS)" and the
/// API Reference's
/// "Permissions" of each operation.
/// </summary>
internal sealed class EncryptionAsks(IObjectServer objects, IServiceKeys keys)
{
    /// <summary>
    /// What a request asks before it is performed. One that makes an object has from then on the headers of the encryption that the object gets, by the request or by its bucket.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="document">Its document, where it has one.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="RefusedException">There is no such key, or what the request says of it does not fit.</exception>
    public async IAsyncEnumerable<Ask> OfAsync(S3Request request, byte[] document, ServiceCall call)
    {
        var operation = request.Route!.Operation;
        if (operation is "CopyObject" or "UploadPartCopy" && request.Source is { } source)
        {
            var encryption = await objects.EncryptionAsync(source.Bucket, source.Key, source.VersionId, call.Cancellation).ConfigureAwait(false);
            foreach (var ask in (await UsedAsync(encryption, source.Bucket, source.Key, "Decrypt", call).ConfigureAwait(false))?.Asks ?? [])
            {
                yield return ask;
            }
        }

        if (operation is "PutObject" or "CopyObject" or "CreateMultipartUpload")
        {
            var encryption = await OfNewAsync(request, call).ConfigureAwait(false);
            if (await UsedAsync(encryption, request.Bucket!, request.Key!, "GenerateDataKey", call).ConfigureAwait(false) is not { } used)
            {
                yield break;
            }

            foreach (var ask in used.Asks)
            {
                yield return ask;
            }

            Settle(request, encryption! with { KeyId = used.Arn });
        }
        else
        {
            var stored = await OfStoredAsync(request, document, call).ConfigureAwait(false);
            foreach (var ask in (await UsedAsync(stored, request.Bucket!, request.Key!, "Decrypt", call).ConfigureAwait(false))?.Asks ?? [])
            {
                yield return ask;
            }
        }
    }

    /// <summary>What an answer asks that shows what a key encrypts: it tells by which.</summary>
    public async ValueTask<IReadOnlyList<Ask>> OfAnswerAsync(S3Request request, S3Answer answer, ServiceCall call)
    {
        var shows = request.Route!.Operation is "GetObject" or "SelectObjectContent" or "GetObjectTorrent"
            || (request.Route.Operation == "HeadObject" && "ENABLED".Equals(request.Headers.GetValueOrDefault("x-amz-checksum-mode"), StringComparison.OrdinalIgnoreCase));
        if (!shows || answer.Refusal is not null || answer.StatusCode is not (200 or 206))
        {
            return [];
        }

        var encryption = ObjectEncryption.Of(name => answer.Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value);
        if (encryption is { Context: null })
        {
            // What was added to the context is told to nobody.
            encryption = encryption with
            {
                Context = (await objects.EncryptionAsync(request.Bucket!, request.Key!, request.Query.GetValueOrDefault("versionId"),
                    call.Cancellation).ConfigureAwait(false))?.Context,
            };
        }

        return (await UsedAsync(encryption, request.Bucket!, request.Key!, "Decrypt", call).ConfigureAwait(false))?.Asks ?? [];
    }

    /// <summary>By what an object that is made is encrypted: as the request says, else as its bucket does.</summary>
    private async ValueTask<ObjectEncryption?> OfNewAsync(S3Request request, ServiceCall call)
    {
        var headers = request.Headers;
        var algorithm = headers.GetValueOrDefault(ObjectEncryption.AlgorithmHeader);
        if (!ObjectEncryption.IsByKey(algorithm) && headers.ContainsKey(ObjectEncryption.KeyHeader))
        {
            throw S3Refusals.InvalidArgument(
                "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms", ObjectEncryption.AlgorithmHeader, algorithm
                    ?? "").Raised();
        }

        if (algorithm is not null and not ObjectEncryption.Plain && !ObjectEncryption.IsByKey(algorithm))
        {
            throw S3Refusals.InvalidArgument("The encryption method specified is not supported", ObjectEncryption.AlgorithmHeader, algorithm).Raised();
        }

        if (algorithm == ObjectEncryption.Plain || headers.ContainsKey("x-amz-server-side-encryption-customer-algorithm"))
        {
            return null;
        }

        var ofBucket = await objects.DefaultEncryptionAsync(request.Bucket!, call.Cancellation).ConfigureAwait(false);
        return ObjectEncryption.Of(headers.GetValueOrDefault) is not { } given ? ofBucket : given with
        {
            KeyId = given.KeyId ?? ofBucket?.KeyId,
            HasBucketKey = headers.ContainsKey(ObjectEncryption.BucketKeyHeader) ? given.HasBucketKey : ofBucket is { HasBucketKey: true },
        };
    }

    private async ValueTask<ObjectEncryption?> OfStoredAsync(S3Request request, byte[] document, ServiceCall call) => request.Route!.Operation switch
    {
        "UploadPart" or "UploadPartCopy" => (await UploadAsync(request, call).ConfigureAwait(false))?.Encryption,
        "CompleteMultipartUpload" when await UploadAsync(request, call).ConfigureAwait(false) is { } upload && (upload.HasChecksum || SaysChecksum(request, document)) =>
            upload.Encryption,
        "GetObjectAttributes" when request.Headers.GetValueOrDefault("x-amz-object-attributes", "").Contains("Checksum", StringComparison.OrdinalIgnoreCase) =>
            await objects.EncryptionAsync(request.Bucket!, request.Key!, request.Query.GetValueOrDefault("versionId"), call.Cancellation).ConfigureAwait(false),
        _ => null,
    };

    private ValueTask<UploadFacts?> UploadAsync(S3Request request, ServiceCall call) =>
        objects.UploadAsync(request.Bucket!, request.Key!, request.Query.GetValueOrDefault("uploadId", ""), call.Cancellation);

    /// <summary>
    /// Whether a request to complete an upload has a checksum of the object or of a part: only then S3 decrypts anything. API Reference, CompleteMultipartUpload, "Permissions".
    /// </summary>
    private static bool SaysChecksum(S3Request request, byte[] document) =>
        request.Headers.Keys.Any(static name => name.StartsWith("x-amz-checksum-", StringComparison.OrdinalIgnoreCase))
        || S3Document.HasAny(document, "Checksum");

    private async ValueTask<UsedKey?> UsedAsync(ObjectEncryption? encryption, string bucket, string key, string action, ServiceCall call)
    {
        if (encryption is null)
        {
            return null;
        }

        if (call.Signer.Principal.Account is not { } account)
        {
            throw S3Refusals.InvalidArgument(
                "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.", "Authorization", "null").Raised();
        }

        var region = call.Facts.Region;
        var arn = encryption.HasBucketKey ? S3Arn.Of(region, bucket) : S3Arn.Of(region, bucket, key);
        var use = new EncryptionUse("s3", encryption.KeyId ?? ObjectEncryption.ManagedKey, account, [action], [new("aws:s3:arn", arn), .. Added(encryption.Context)]);
        return await keys.AskAsync(
            use, call.Signer, region, ask => call.Environment.For(account, ask.Owner ?? account, ask.Action), call.Cancellation).ConfigureAwait(false);
    }

    private static void Settle(S3Request request, ObjectEncryption encryption)
    {
        foreach (var (name, value) in ObjectEncryption.Told(encryption))
        {
            if (value is not null)
            {
                request.Headers[name] = value;
            }
        }
    }

    /// <summary>What the client adds to the context: a JSON object of texts, in Base64.</summary>
    private static ImmutableArray<KeyValuePair<string, string>> Added(string? context)
    {
        if (context is null)
        {
            return [];
        }

        try
        {
            return [.. ((JsonNode.Parse(Convert.FromBase64String(context)) as JsonObject) ?? throw new FormatException()).Select(static pair => KeyValuePair.Create(
                pair.Key, pair.Value is JsonValue value && value.TryGetValue<string>(out var text) && pair.Key != "aws:s3:arn" ? text : throw new FormatException()))];
        }
        catch (Exception e) when (e is FormatException or JsonException or ArgumentException)
        {
            throw S3Refusals.InvalidArgument(
                "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map",
                ObjectEncryption.ContextHeader, context).Raised();
        }
    }
}
