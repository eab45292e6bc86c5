using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using SigV4;
using Tool.Calling;

namespace Tool.Conformance;

/// <summary>Sends the calls of rows, signed as they say, to whoever answers as AWS does.</summary>
/// <param name="endpoint">The server.</param>
/// <param name="region">The region of signatures, but for IAM's.</param>
/// <param name="credentials">Whose rows they are.</param>
/// <param name="client">Sends.</param>
/// <param name="time">Tells the time of signatures.</param>
internal sealed class RowClient(RowEndpoint endpoint, string region, AwsCredentials credentials, HttpClient client, TimeProvider time)
{
    private const string RegionOfIam = "us-east-1";
    private static readonly TimeSpan LongAgo = TimeSpan.FromHours(1);

    /// <summary>AWS's own example, which is nobody's.</summary>
    private static readonly AwsCredentials Unknown = new("AKIAIOSFODNN7EXAMPLE", "nobody's secret");

    private static readonly JavaScriptEncoder InAscii = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin);

    private static readonly Dictionary<string, string> Versions = new(StringComparer.Ordinal) { ["iam"] = "2010-05-08", ["sts"] = "2011-06-15" };

    /// <exception cref="HttpRequestException">Nothing answers.</exception>
    public async Task<RowAnswer> SendAsync(RowCall call, RunValues values, CancellationToken cancellation)
    {
        var server = endpoint.Of(call.Service, region);
        var (method, target, headers, body) = Read(call, values);
        var signer = new SigV4Signer(call.Service == "iam" ? RegionOfIam : region, call.Service);
        using var request = SignedRequest.Of(
            new SignedRequest.Head(method, new Uri(server, target), server.Authority), headers, body, signer, SignerOf(call, values),
            call.Signature == RowSignature.Old ? time.GetUtcNow() - LongAgo : time.GetUtcNow());
        using var response = await client.SendAsync(request, cancellation).ConfigureAwait(false);
        var errorType = response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? string.Join("", types) : null;
        return new RowAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false), errorType);
    }

    private AwsCredentials? SignerOf(RowCall call, RunValues values)
    {
        var own = call.As is null ? credentials : values.CredentialsOf(call.As) ?? credentials;
        return call.Signature switch
        {
            RowSignature.None => null,
            RowSignature.UnknownKey => Unknown,
            RowSignature.WrongSecret => new AwsCredentials(own.AccessKeyId, Unknown.SecretAccessKey, own.SessionToken),
            RowSignature.WrongToken => new AwsCredentials(own.AccessKeyId, own.SecretAccessKey, "no token"),
            _ => own,
        };
    }

    private static (string Method, string Target, HeaderField[] Headers, byte[] Body) Read(RowCall call, RunValues values)
    {
        List<HeaderField> headers = [.. call.Headers.Select(header => new HeaderField(header.Key, values.Fill(header.Value)))];
        if (call.Action is not null)
        {
            headers.Add(new HeaderField("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"));
            var form = call.Parameters.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, Value: values.Fill(TextOf(pair.Value))))
                .Prepend(("Action", call.Action));
            form = call.Parameters.ContainsKey("Version") || Versions.GetValueOrDefault(call.Service) is not { } version ? form : form.Append(("Version", version));
            return ("POST", "/", [.. headers], Encoding.UTF8.GetBytes(string.Join('&', form.Select(static pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}"))));
        }

        var body = Encoding.UTF8.GetBytes(call.Body is { } document ? values.Fill(TextOf(document)) : "");
        if (call.Target is not null)
        {
            headers.AddRange([new HeaderField("Content-Type", "application/x-amz-json-1.1"), new HeaderField("X-Amz-Target", call.Target)]);
            return ("POST", "/", [.. headers], body.Length == 0 ? "{}"u8.ToArray() : body);
        }

        if (body.Length > 0 && !call.Headers.ContainsKey("Content-Type"))
        {
            headers.Add(new HeaderField("Content-Type", "application/json"));
        }

        return (call.Method ?? "GET", values.Fill(call.Path ?? "/"), [.. headers], body);
    }

    private static string TextOf(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : Compact(element);

    /// <summary>A document without the blanks of the file that it is in, which IAM counts of some, and in ASCII: IAM and STS take no other letters but escaped.</summary>
    private static string Compact(JsonElement element)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = InAscii }))
        {
            element.WriteTo(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
