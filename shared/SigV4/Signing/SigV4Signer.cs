using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SigV4.Canonical;
using SigV4.Keys;

namespace SigV4;

/// <summary>
/// Signs requests for one service of one region. Any number of threads may use one instance. Source: IAM User Guide, "AWS Signature
/// Version 4 for API requests".
/// </summary>
/// <remarks>Signing allocates the headers it returns, and one small object more where a query of several parameters is sorted.</remarks>
public sealed class SigV4Signer
{
    /// <summary>The longest that a presigned request is valid: seven days.</summary>
    public static readonly TimeSpan LongestPresigned = TimeSpan.FromDays(7);

    private readonly SigningKeyCache keys;
    private readonly bool isS3;
    private readonly bool sendsContentSha256;

    /// <param name="region">Such as <c>us-east-1</c>.</param>
    /// <param name="service">Such as <c>execute-api</c>.</param>
    /// <param name="options">By default what suits the service.</param>
    public SigV4Signer(string region, string service, SigV4SignerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(region);
        ArgumentException.ThrowIfNullOrEmpty(service);
        options ??= new SigV4SignerOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.KeyCacheCapacity);
        Region = region;
        Service = service;
        isS3 = ServiceFamily.IsS3(service);
        sendsContentSha256 = options.SendContentSha256 ?? isS3;
        keys = new SigningKeyCache(options.KeyCacheCapacity);
    }

    /// <summary>The region of the credential scope.</summary>
    public string Region { get; }

    /// <summary>The service of the credential scope.</summary>
    public string Service { get; }

    /// <summary>Signs a request by headers.</summary>
    /// <param name="method">Such as <c>POST</c>.</param>
    /// <param name="target">Path and query exactly as they will stand in the request line.</param>
    /// <param name="headers">
    /// The headers to sign, <c>Host</c> among them. Leave out what others may change on the way; the headers that the result carries are
    /// signed as well and must not be among these.
    /// </param>
    /// <param name="payload">The body's hash.</param>
    /// <param name="credentials">Who signs.</param>
    /// <param name="now">The time of the signature. Servers refuse one that is more than five minutes off.</param>
    /// <exception cref="ArgumentException">There is no <c>Host</c> among the headers, or one that the signature itself adds.</exception>
    public SignatureHeaders Sign(
        ReadOnlySpan<char> method, ReadOnlySpan<char> target, ReadOnlySpan<HeaderField> headers, in PayloadHash payload, AwsCredentials credentials, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        CheckHeaders(headers);
        var time = new SigningTime(now);
        var added = new SignatureHeaders("", time.ToString(), credentials.SessionToken, sendsContentSha256 ? payload.ToString() : null);

        var signed = ArrayPool<HeaderField>.Shared.Rent(headers.Length + 3);
        var writer = new ByteWriter(ByteWriter.Usual);
        try
        {
            var fields = signed.AsSpan(0, Fill(signed, headers, added));
            HeaderName.Sort(fields);
            CanonicalRequest.Add(ref writer, method, target, fields, payload, isS3, out var names);
            return added with { Authorization = Authorization(ref writer, names, credentials, time) };
        }
        finally
        {
            writer.Dispose();
            ArrayPool<HeaderField>.Shared.Return(signed, clearArray: true);
        }
    }

    /// <summary>Signs a request by its query, so that whoever has the address may send it until it expires.</summary>
    /// <param name="method">Such as <c>GET</c>.</param>
    /// <param name="target">Path and query without the signature, as they would stand in the request line.</param>
    /// <param name="headers">The headers that must be sent as they are here, <c>Host</c> among them.</param>
    /// <param name="credentials">Who signs.</param>
    /// <param name="now">When the request becomes valid.</param>
    /// <param name="expires">How long it is valid, 1 second to 7 days, in whole seconds.</param>
    /// <param name="payload">The body's hash. Null for: unsigned with S3, no body with others.</param>
    /// <returns>The target to send.</returns>
    /// <exception cref="ArgumentException">There is no <c>Host</c> among the headers, or one that the signature itself adds.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="expires"/> is out of its range.</exception>
    public string Presign(
        string method, string target, ReadOnlySpan<HeaderField> headers, AwsCredentials credentials, DateTimeOffset now, TimeSpan expires, PayloadHash? payload = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(credentials);
        ArgumentOutOfRangeException.ThrowIfLessThan(expires, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(expires, LongestPresigned);
        CheckHeaders(headers);

        var time = new SigningTime(now);
        HeaderField[] signed = [.. headers];
        HeaderName.Sort(signed);
        var writer = new ByteWriter(ByteWriter.Usual);
        try
        {
            CanonicalHeaders.AddNames(ref writer, signed);
            var unsigned = WithParameters(target, Encoding.ASCII.GetString(writer.Written), credentials, time, expires);
            writer.Truncate(0);
            CanonicalRequest.Add(ref writer, method, unsigned, signed, payload ?? (isS3 ? PayloadHash.NotSigned : PayloadHash.Empty), isS3, out _);
            Span<byte> signature = stackalloc byte[SHA256.HashSizeInBytes];
            Sign(ref writer, KeyOf(credentials, time), time, signature);
            return $"{unsigned}&{QueryParameter.Signature}={Convert.ToHexStringLower(signature)}";
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static void CheckHeaders(ReadOnlySpan<HeaderField> headers)
    {
        var hasHost = false;
        foreach (ref readonly var header in headers)
        {
            if (header.Name.Equals("host", StringComparison.OrdinalIgnoreCase))
            {
                hasHost = true;
            }
            else if (header.Name is ['x' or 'X', '-', 'a' or 'A', ..] && IsAddedHere(header.Name))
            {
                throw new ArgumentException($"{header.Name} is added by the signature. Leave it out of the headers to sign.", nameof(headers));
            }
        }

        if (!hasHost)
        {
            throw new ArgumentException("Host is not among the headers to sign. Add it: a signature without it is valid nowhere.", nameof(headers));
        }
    }

    private static bool IsAddedHere(string name) =>
        name.Equals("x-amz-date", StringComparison.OrdinalIgnoreCase)
        || name.Equals("x-amz-security-token", StringComparison.OrdinalIgnoreCase)
        || name.Equals("x-amz-content-sha256", StringComparison.OrdinalIgnoreCase);

    private static int Fill(HeaderField[] signed, ReadOnlySpan<HeaderField> headers, in SignatureHeaders added)
    {
        headers.CopyTo(signed);
        var count = headers.Length;
        if (added.ContentSha256 is { } hash)
        {
            signed[count++] = new HeaderField("x-amz-content-sha256", hash);
        }

        signed[count++] = new HeaderField("x-amz-date", added.Date);
        if (added.SecurityToken is { } token)
        {
            signed[count++] = new HeaderField("x-amz-security-token", token);
        }

        return count;
    }

    private string Authorization(ref ByteWriter writer, Range names, AwsCredentials credentials, SigningTime time)
    {
        var key = KeyOf(credentials, time);
        Span<byte> signature = stackalloc byte[SHA256.HashSizeInBytes];
        Sign(ref writer, key, time, signature);

        var start = writer.Length;
        writer.Add("AWS4-HMAC-SHA256 Credential="u8);
        writer.Add(credentials.AccessKeyId);
        writer.Add((byte)'/');
        writer.Add(key.Scope);
        writer.Add(", SignedHeaders="u8);
        var (offset, length) = names.GetOffsetAndLength(start);
        writer.Reserve(length);
        writer.Add(writer.Array.AsSpan(offset, length));
        writer.Add(", Signature="u8);
        StringToSign.AddHex(ref writer, signature);
        return Encoding.ASCII.GetString(writer[start..writer.Length]);
    }

    private SigningKey KeyOf(AwsCredentials credentials, SigningTime time) => keys.Get(credentials.SecretAccessKey, time.Date, Region, Service);

    /// <summary>Signs the canonical request, which is all that was written.</summary>
    private static void Sign(ref ByteWriter writer, SigningKey key, SigningTime time, Span<byte> signature)
    {
        var start = writer.Length;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        KeptSha256.HashData(writer.Written, hash);
        StringToSign.Add(ref writer, time, key.Scope, hash);
        key.Sign(writer[start..writer.Length], signature);
    }

    private string WithParameters(string target, string signedHeaders, AwsCredentials credentials, SigningTime time, TimeSpan expires)
    {
        var query = new StringBuilder(target)
            .Append(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')
            .Append(QueryParameter.Algorithm).Append("=AWS4-HMAC-SHA256");
        Append(query, QueryParameter.Credential, $"{credentials.AccessKeyId}/{new CredentialScope(time.Date, Region, Service)}");
        Append(query, QueryParameter.Date, time.ToString());
        Append(query, QueryParameter.Expires, ((long)expires.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        if (credentials.SessionToken is { } token)
        {
            Append(query, QueryParameter.SecurityToken, token);
        }

        return Append(query, QueryParameter.SignedHeaders, signedHeaders).ToString();
    }

    private static StringBuilder Append(StringBuilder query, string name, string value) =>
        query.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
}
