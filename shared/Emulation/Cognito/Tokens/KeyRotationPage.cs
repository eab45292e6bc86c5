using Emulation.Wire;

namespace Emulation.Cognito.Tokens;

/// <summary>
/// <c>POST /_localaws/user-pools/{id}/rotate-keys</c>: AWS rotates a pool's keys when it likes; here a test can make it happen. Old tokens stay good.
/// </summary>
internal static class KeyRotationPage
{
    private const string Prefix = "/_localaws/user-pools/";
    private const string Suffix = "/rotate-keys";

    public static bool Owns(string path) => path.StartsWith(Prefix, StringComparison.Ordinal) && path.EndsWith(Suffix, StringComparison.Ordinal);

    public static Task HandleAsync(HttpContext http, CognitoService cognito)
    {
        var id = http.Request.Path.Value![Prefix.Length..^Suffix.Length];

        // A page of whatever site could send this POST through the user's browser; browsers say so.
        if (!HttpMethods.IsPost(http.Request.Method) || http.Request.Headers.ContainsKey("Origin"))
        {
            return PlainAnswer.WriteAsync(http, 405, "MethodNotAllowed", "POST to it, and not from a browser.");
        }

        if (!cognito.Stores.Pools.HasPool(id))
        {
            return PlainAnswer.WriteAsync(http, 404, "ResourceNotFoundException", $"User pool {id} does not exist.");
        }

        cognito.Keys.Rotate(id);
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    }
}
