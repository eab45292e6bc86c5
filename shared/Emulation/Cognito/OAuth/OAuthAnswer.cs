using System.Text.Json.Nodes;

namespace Emulation.Cognito.OAuth;

/// <summary>What an endpoint for programs answers: JSON, nothing (<see cref="Json"/> null), or a refusal.</summary>
internal readonly record struct OAuthAnswer(JsonObject? Json, OAuthRefusal? Refusal)
{
    /// <summary>What a client that may have sent a bad bearer token learns of it; RFC 6750, section 3.</summary>
    public string? BearerChallenge { get; init; }

    public static implicit operator OAuthAnswer(JsonObject json) => new(json, null);

    public static implicit operator OAuthAnswer(OAuthRefusal refusal) => new(null, refusal);

    public async Task SendAsync(HttpContext http)
    {
        http.Response.StatusCode = Refusal?.Status ?? 200;
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
        if (BearerChallenge is { } challenge)
        {
            http.Response.Headers.WWWAuthenticate = challenge;
        }

        var body = Refusal is { } refusal ? ErrorOf(refusal) : Json;
        if (body is not null)
        {
            http.Response.ContentType = "application/json;charset=UTF-8";
            await http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Cognito says the code alone; only about bearer tokens it says more.</summary>
    private JsonObject ErrorOf(OAuthRefusal refusal) => BearerChallenge is null
        ? new() { ["error"] = refusal.Error }
        : new() { ["error"] = refusal.Error, ["error_description"] = refusal.Reason };
}
