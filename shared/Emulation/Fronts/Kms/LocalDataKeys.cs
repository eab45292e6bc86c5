using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.State;
using Emulation.Upstreams;
using Iam;
using Sam;

namespace Emulation.Fronts.Kms;

/// <summary>
/// The keys of the templates where no server runs KMS: they wrap data keys and open them again, which is what a function needs that gets a code of Cognito's. Everything else of
/// the service needs a server. AWS KMS API Reference, GenerateDataKey and Decrypt.
/// </summary>
/// <param name="stacks">Declare the keys.</param>
/// <param name="stateKey">The state folder's 32 bytes, of which each key's own are made: what one run has wrapped, the next one opens.</param>
/// <param name="ids">Draws data keys.</param>
internal sealed class LocalDataKeys(IReadOnlyCollection<Stack> stacks, byte[] stateKey, IdSource ids) : IFrontedServer
{
    public const string Service = "kms";

    private const string Remedy = "Start a server of KMS, and LocalAws in front of it: localaws up --upstream kms=http://127.0.0.1:5000.";
    private const string Symmetric = "SYMMETRIC_DEFAULT";
    private const int IdLength = 36;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly TemplateKeys templates = new(stacks);
    private readonly ImmutableArray<KmsKey> keys = [.. stacks.SelectMany(static stack => stack.Keys)];

    /// <summary>Nowhere but in the template.</summary>
    public Uri Url { get; } = new("localaws:template");

    /// <summary>Whether a template has any.</summary>
    public static bool AreIn(IEnumerable<Stack> stacks) => stacks.Any(static stack => !stack.Keys.IsEmpty);

    public Task<HttpResponseMessage> SendAsync(UpstreamRequest request, string region, string account, CancellationToken cancellation)
    {
        var operation = request.Headers.First(static header => header.Name.Equals("x-amz-target", StringComparison.OrdinalIgnoreCase)).Value.Split('.')[^1];
        var members = (JsonObject)JsonNode.Parse(request.Body.Span)!;
        return Task.FromResult(operation switch
        {
            "GenerateDataKey" => Generated(members, region, account),
            "Decrypt" => Opened(members, region, account),
            "DescribeKey" or "ListResourceTags" or "ListAliases" => templates.Answer(operation, members, region, AccountId.Parse(account)) is { } known
                ? Answer(200, known)
                : Refused("NotFoundException", $"Key '{Text(members, "KeyId")}' does not exist"),
            _ => throw new RefusedException(new ServiceRefusal(
                501, "NotImplementedException", $"LocalAws wraps and opens data keys by the template's keys (GenerateDataKey, Decrypt) and does no {operation}. {Remedy}")),
        });
    }

    public void Dispose()
    {
        // The keys are made of the state folder's when they are needed.
    }

    private HttpResponseMessage Generated(JsonObject members, string region, string account)
    {
        if (Find(Text(members, "KeyId") ?? "", region, account) is not { } key)
        {
            return Refused("NotFoundException", $"Key '{Text(members, "KeyId")}' does not exist");
        }

        if (WhyNot(key) is { } refusal)
        {
            return refusal;
        }

        int? length = (Text(members, "KeySpec"), members["NumberOfBytes"]?.ToString()) switch
        {
            ("AES_256", null) => 32,
            ("AES_128", null) => 16,
            (null, { } bytes) when int.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 1024 => count,
            _ => null,
        };
        if (length is not { } wanted)
        {
            return Refused("ValidationException", "Please specify either number of bytes or key spec.");
        }

        var plain = ids.Bytes(wanted);
        return Answer(200, new JsonObject
        {
            ["CiphertextBlob"] = Convert.ToBase64String(Wrap(key, plain, members)),
            ["Plaintext"] = Convert.ToBase64String(plain),
            ["KeyId"] = key.Arn.ToString(),
        });
    }

    private HttpResponseMessage Opened(JsonObject members, string region, string account)
    {
        var blob = new byte[Text(members, "CiphertextBlob")?.Length ?? 0];
        if (!Convert.TryFromBase64String(Text(members, "CiphertextBlob") ?? "", blob, out var length) || length <= IdLength + NonceLength + TagLength
            || Find(Encoding.Latin1.GetString(blob, 0, IdLength), region, account) is not { } key)
        {
            return Refused("InvalidCiphertextException", "");
        }

        return WhyNot(key) ?? (Unwrap(key, blob.AsSpan(0, length), members) is { } plain
            ? Answer(200, new JsonObject { ["KeyId"] = key.Arn.ToString(), ["Plaintext"] = Convert.ToBase64String(plain), ["EncryptionAlgorithm"] = Symmetric })
            : Refused("InvalidCiphertextException", ""));
    }

    /// <summary>By its id, its ARN, or an alias.</summary>
    private KmsKey? Find(string id, string region, string account)
    {
        var arn = id.StartsWith("arn:", StringComparison.Ordinal) ? id
            : $"arn:aws:kms:{region}:{account}:{(id.StartsWith("alias/", StringComparison.Ordinal) ? "" : "key/")}{id}";
        arn = templates.TargetOf(arn) ?? arn;
        return keys.FirstOrDefault(key => key.Arn.ToString() == arn);
    }

    private static HttpResponseMessage? WhyNot(KmsKey key) =>
        Text(key.Properties, "Enabled") is "false" or "False" ? Refused("DisabledException", $"{key.Arn} is disabled.")
        : (Text(key.Properties, "KeySpec") ?? Symmetric) != Symmetric || (Text(key.Properties, "KeyUsage") ?? "ENCRYPT_DECRYPT") != "ENCRYPT_DECRYPT"
            ? Refused("InvalidKeyUsageException", $"{key.Arn} key usage is not valid for this operation: it is no symmetric key that encrypts.")
        : null;

    /// <summary>The key's id, as other servers of KMS have it, then nonce, ciphertext and tag.</summary>
    private byte[] Wrap(KmsKey key, byte[] plain, JsonObject members)
    {
        var nonce = ids.Bytes(NonceLength);
        var closed = new byte[plain.Length + TagLength];
        using var aes = new AesGcm(KeyOf(key), TagLength);
        aes.Encrypt(nonce, plain, closed.AsSpan(0, plain.Length), closed.AsSpan(plain.Length), ContextOf(members));
        return [.. Encoding.Latin1.GetBytes(key.KeyId), .. nonce, .. closed];
    }

    private byte[]? Unwrap(KmsKey key, ReadOnlySpan<byte> blob, JsonObject members)
    {
        var closed = blob[(IdLength + NonceLength)..];
        var plain = new byte[closed.Length - TagLength];
        using var aes = new AesGcm(KeyOf(key), TagLength);
        try
        {
            aes.Decrypt(blob.Slice(IdLength, NonceLength), closed[..^TagLength], closed[^TagLength..], plain, ContextOf(members));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private byte[] KeyOf(KmsKey key) => HKDF.DeriveKey(HashAlgorithmName.SHA256, stateKey, 32, info: Encoding.UTF8.GetBytes($"localaws kms {key.Arn}"));

    /// <summary>The encryption context, whatever order it comes in.</summary>
    private static byte[] ContextOf(JsonObject members) => Encoding.UTF8.GetBytes(new JsonArray(
    [
        .. (members["EncryptionContext"] as JsonObject ?? []).OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .SelectMany(static pair => (JsonNode?[])[pair.Key, pair.Value?.DeepClone()]),
    ]).ToJsonString());

    private static string? Text(JsonObject members, string name) => members[name] is JsonValue value ? value.ToString() : null;

    private static HttpResponseMessage Refused(string type, string message) => Answer(400, new JsonObject { ["__type"] = type, ["message"] = message });

    private static HttpResponseMessage Answer(int status, JsonObject members)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(members.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        return new HttpResponseMessage((HttpStatusCode)status) { Content = content };
    }
}
