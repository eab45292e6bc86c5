using System.Text.Json;

namespace Emulation.Wire;

/// <summary>An answer that no AWS service claims, in the shape that AWS's JSON services use so that clients can show it.</summary>
internal static class PlainAnswer
{
    public static async Task WriteAsync(HttpContext http, int status, string errorType, string message)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers["x-amzn-ErrorType"] = errorType;
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["__type"] = errorType, ["message"] = message }, PlainJson.Default.DictionaryStringString);
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class PlainJson : System.Text.Json.Serialization.JsonSerializerContext;
