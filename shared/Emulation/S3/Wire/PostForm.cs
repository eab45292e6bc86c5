using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Emulation.Calls;
using Emulation.Wire;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using SigV4;

namespace Emulation.S3.Wire;

/// <summary>
/// A form by which a browser uploads an object: its fields, and behind them the file, which is not read yet. Amazon S3 API Reference, "POST Object" and "HTML form fields".
/// </summary>
internal sealed class PostForm
{
    /// <summary>In bytes: all that stands before the file's. Amazon S3 API Reference, "HTML form fields".</summary>
    private const int LongestFields = 20 * 1024;

    private const int LongestBoundary = 70;
    private const int Piece = 64 * 1024;
    private const string FileName = "${filename}";

    /// <summary>Fields that are headers of an upload under another name, or under their own beside those of Amazon.</summary>
    private static readonly FrozenDictionary<string, string> Headers = new Dictionary<string, string>
    {
        ["acl"] = "x-amz-acl",
        ["cache-control"] = "cache-control",
        ["content-disposition"] = "content-disposition",
        ["content-encoding"] = "content-encoding",
        ["content-md5"] = "content-md5",
        ["content-type"] = "content-type",
        ["expires"] = "expires",
    }.ToFrozenDictionary();

    /// <summary>Fields of Amazon's that are no headers of an upload, whatever other requests have of that name.</summary>
    private static readonly FrozenSet<string> NoHeaders =
    [
        S3Headers.CopySource, S3Headers.Trailer, S3Headers.PayloadHash, S3Headers.DecodedLength, "x-amz-rename-source", "x-amz-object-attributes", "x-amz-write-offset-bytes",
        "x-amz-tagging", "x-amz-acl",
    ];

    private static readonly string[] OfSignature = ["Policy", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature"];

    private readonly Dictionary<string, string> fields;
    private readonly Stream file;

    private PostForm(Dictionary<string, string> fields, Stream file) => (this.fields, this.file) = (fields, file);

    public static S3Refusal Malformed { get; } =
        new(400, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");

    public static S3Refusal NoForm { get; } = S3Refusals.PreconditionFailed("Bucket POST must be of the enclosure-type multipart/form-data");

    /// <summary>The object's key.</summary>
    public string Key => fields["key"];

    /// <summary>What proves the form; null of one that nobody signed.</summary>
    public SignedForm? Signature => OfSignature.Any(name => fields.ContainsKey(name.ToLowerInvariant()))
        ? new SignedForm(
            fields["x-amz-algorithm"], fields["x-amz-credential"], fields["x-amz-date"], fields["policy"], fields["x-amz-signature"],
                fields.GetValueOrDefault("x-amz-security-token"))
        : null;

    /// <summary>The status that the answer of an upload is to have: 200, 201, or 204.</summary>
    public int Status => fields.GetValueOrDefault("success_action_status") is "200" or "201" ? int.Parse(fields["success_action_status"], null) : 204;

    /// <summary>Where the browser is to go then; null where nobody says, or it is no address.</summary>
    public Uri? Redirect => Uri.TryCreate(
        fields.GetValueOrDefault("success_action_redirect") ?? fields.GetValueOrDefault("redirect"), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address : null;

    /// <summary>Whether a request says that its body is a form.</summary>
    public static bool IsForm(ReceivedRequest request) =>
        HttpMethods.IsPost(request.Method) && MediaTypeHeaderValue.TryParse(request.Http.Request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the fields.</summary>
    /// <exception cref="RefusedException">It is no form, or lacks what it must have.</exception>
    public static async ValueTask<PostForm> ReadAsync(ReceivedRequest request)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.Http.Request.ContentType).Boundary).Value;
        if (boundary is not { Length: > 0 and <= LongestBoundary })
        {
            throw Malformed.Raised();
        }

        var body = request.Body.Length > 0 ? new MemoryStream(request.Body, writable: false) : request.Http.Request.BodyReader.AsStream();
        var reader = new MultipartReader(boundary, body, Piece) { HeadersLengthLimit = LongestFields };
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var left = LongestFields;
        try
        {
            while (await reader.ReadNextSectionAsync(request.Http.RequestAborted).ConfigureAwait(false) is { } section)
            {
                var disposition = section.GetContentDispositionHeader();
                var name = disposition is null ? "" : HeaderUtilities.RemoveQuotes(disposition.Name).Value?.ToLowerInvariant() ?? "";
                if (name == "file")
                {
                    return new PostForm(Complete(fields, disposition!), section.Body);
                }

                left -= section.Headers!.Sum(static header => header.Key.Length + header.Value.ToString().Length) + boundary.Length;
                var value = await TextAsync(section.Body, left, request.Http.RequestAborted).ConfigureAwait(false);
                left -= value.Length;

                // Of two fields of one name nobody can say which counts.
                if (name.Length == 0 || !fields.TryAdd(name, value))
                {
                    throw Malformed.Raised();
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Malformed.Raised();
        }

        throw S3Refusals.InvalidArgument("POST requires exactly one file upload per request.", "file", "0").Raised();
    }

    /// <summary>Refuses what the form's policy does not allow. One that nobody signed has none.</summary>
    /// <param name="bucket">The bucket that it was sent to.</param>
    /// <param name="now">The time.</param>
    /// <param name="upload">The file, to be read once.</param>
    /// <exception cref="RefusedException">The policy is none.</exception>
    public S3Refusal? Check(string bucket, DateTimeOffset now, out S3Body upload)
    {
        var policy = fields.TryGetValue("policy", out var text) ? PostPolicy.Parse(text) : null;
        upload = new S3Body(new FormFile(file, policy?.Length ?? LengthRange.Any), null, new Dictionary<string, string>());
        if (policy is null)
        {
            return null;
        }

        var checkedFields = fields.Where(static field => field.Key is not ("policy" or "x-amz-signature") && !field.Key.StartsWith("x-ignore-", StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);
        checkedFields["bucket"] = bucket;
        return policy.Refuse(checkedFields, now);
    }

    /// <summary>The fields as the headers of an upload.</summary>
    /// <exception cref="RefusedException">One cannot be a header, or the tags cannot be read.</exception>
    public Dictionary<string, string> AsHeaders()
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in fields)
        {
            if ((Headers.GetValueOrDefault(name) ?? (!NoHeaders.Contains(name) && name.StartsWith("x-amz-", StringComparison.Ordinal) && S3Headers.Has(name) ? name
                : null)) is { } header)
            {
                headers[header] = value.AsSpan().ContainsAnyInRange('\0', '\x1f') || value.Contains('\x7f', StringComparison.Ordinal)
                    ? throw S3Refusals.InvalidArgument("The field has characters that no header can have.", name, ClientText.Shown(value)).Raised()
                    : value.Trim();
            }
        }

        if (fields.TryGetValue("tagging", out var tagging))
        {
            headers["x-amz-tagging"] = string.Join(
                '&', S3Document.Of(Encoding.UTF8.GetBytes(tagging), "Tagging").Tags().Select(static tag => $"{S3Text.Encode(tag.Key)}={S3Text.Encode(tag.Value)}"));
        }

        return headers;
    }

    /// <summary>The fields with the file's name in them, where they ask for it.</summary>
    private static Dictionary<string, string> Complete(Dictionary<string, string> given, ContentDispositionHeaderValue file)
    {
        if (given.ContainsKey("awsaccesskeyid") || given.ContainsKey("signature"))
        {
            throw S3Refusals.InvalidRequest("The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.").Raised();
        }

        var path = HeaderUtilities.RemoveQuotes(file.FileNameStar.HasValue ? file.FileNameStar : file.FileName).Value ?? "";
        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        var fields = given.ToDictionary(
            static field => field.Key,
            field => field.Key is "policy" or "x-amz-signature" ? field.Value : field.Value.Replace(FileName, name, StringComparison.Ordinal),
            StringComparer.Ordinal);
        string[] needed = [.. OfSignature.Any(one => fields.ContainsKey(one.ToLowerInvariant())) ? OfSignature : [], "key"];
        if (needed.FirstOrDefault(one => !fields.ContainsKey(one.ToLowerInvariant())) is { } missing)
        {
            throw S3Refusals.InvalidArgument(
                $"Bucket POST must contain a field named '{missing}'.  If it is specified, please check the order of the fields.", missing, "").Raised();
        }

        return Encoding.UTF8.GetByteCount(fields["key"]) switch
        {
            0 => throw S3Refusals.InvalidArgument("User key must have a length greater than 0.", "key", "").Raised(),
            > S3Refusals.LongestKey and var bytes => throw S3Refusals.KeyTooLong(bytes).Raised(),
            _ => fields,
        };
    }

    private static async ValueTask<string> TextAsync(Stream body, int limit, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LongestFields + 1);
        try
        {
            var length = 0;
            int read;
            do
            {
                read = length > limit ? throw TooLong.Raised() : await body.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
                length += read;
            }
            while (read > 0);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static S3Refusal TooLong { get; } =
        new(400, "MaxPostPreDataLengthExceeded", "Your POST request fields preceding the upload file were too large.");
}
