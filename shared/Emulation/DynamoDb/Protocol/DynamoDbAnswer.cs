using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;

namespace Emulation.DynamoDb.Protocol;

/// <summary>Writes answers as DynamoDB does: its own with their checksum, the server's as they came.</summary>
internal static class DynamoDbAnswer
{
    private static readonly string[] OfConnection = ["Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Upgrade", "Trailer", "Proxy-Connection"];

    /// <summary>Begins an answer: what LocalAws adds to every one.</summary>
    public static void Begin(HttpContext http, string decision, string reason)
    {
        http.Response.Headers["x-localaws-decision"] = decision;
        http.Response.Headers["x-localaws-reason"] = HeaderSafe(reason);
        if (http.Request.Headers.Origin.Count > 0)
        {
            // The AWS SDK for JavaScript calls from pages. What counts is the signature, so any page may.
            http.Response.Headers.AccessControlAllowOrigin = "*";
            http.Response.Headers.AccessControlExposeHeaders = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,x-amz-crc32,Date,x-localaws-decision,x-localaws-reason";
        }
    }

    public static Task WriteAsync(HttpContext http, string requestId, DynamoDbException refusal) =>
        WriteAsync(http, requestId, refusal.Status, new JsonObject { ["__type"] = refusal.Type, [refusal.IsCapital ? "Message" : "message"] = refusal.Message });

    public static async Task WriteAsync(HttpContext http, string requestId, int status, JsonObject answer)
    {
        var body = Encoding.UTF8.GetBytes(answer.ToJsonString());
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/x-amz-json-1.0";
        http.Response.Headers["x-amzn-RequestId"] = requestId;
        http.Response.Headers["x-amz-crc32"] = Crc32.HashToUInt32(body).ToString(CultureInfo.InvariantCulture);
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Status, headers and body as the server sent them; the body in pieces, so that 16 MB of it cost no memory.</summary>
    public static async Task PassOnAsync(HttpContext http, string requestId, HttpResponseMessage answer)
    {
        http.Response.StatusCode = (int)answer.StatusCode;
        Copy(answer.Headers.NonValidated, http.Response.Headers);
        Copy(answer.Content.Headers.NonValidated, http.Response.Headers);
        http.Response.Headers.TryAdd("x-amzn-RequestId", requestId);
        http.Response.ContentLength = answer.Content.Headers.ContentLength;
        await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted).ConfigureAwait(false);
    }

    private static void Copy(System.Net.Http.Headers.HttpHeadersNonValidated from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from)
        {
            if (!OfConnection.Contains(name, StringComparer.OrdinalIgnoreCase) && !IsOurs(name, to))
            {
                to[name] = values.Count == 1 ? values.ToString() : values.ToArray();
            }
        }
    }

    private static bool IsOurs(string name, IHeaderDictionary answer) =>
        name.StartsWith("x-localaws-", StringComparison.OrdinalIgnoreCase) || (name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) && answer.ContainsKey(name));

    private static string HeaderSafe(string text) =>
        text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? string.Concat(text.Select(static c => c is >= ' ' and <= '~' ? c : '?')) : text;
}
