using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.OAuth;

/// <summary>A browser in which a user has signed in.</summary>
/// <param name="Sub">The user.</param>
/// <param name="SignedInAt">When.</param>
/// <param name="ExpiresAt">When the browser has to ask again.</param>
internal sealed record BrowserSession(string Sub, DateTimeOffset SignedInAt, DateTimeOffset ExpiresAt);

/// <summary>
/// The cookie by which a browser that has signed in gets further codes without asking, for an hour. It holds a sealed id, and the session is in the store: a copy of the cookie
/// is worth nothing after <c>/logout</c>. Amazon Cognito Developer Guide, "Managed login session cookie".
/// </summary>
internal sealed class BrowserSessions(CognitoStore store, Seal seal, TimeProvider time)
{
    private const string Name = "cognito";
    private const string Purpose = "browser session";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>The browser has signed in.</summary>
    public BrowserSession Begin(HttpContext http, UserPool pool, CognitoUser user)
    {
        var now = time.GetUtcNow();
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var session = new BrowserSession(user.Sub, now, now + Lifetime);
        store.SaveTicket(KeyOf(id), pool.Id, JsonSerializer.Serialize(session, BrowserSessionJson.Default.BrowserSession), session.ExpiresAt);
        http.Response.Cookies.Append(Name, seal.CloseText(Purpose, $"{pool.Id}/{id}"), Options(Lifetime));
        return session;
    }

    /// <summary>The user who has signed in here; null when nobody has, or the sign-in is over.</summary>
    public (CognitoUser User, BrowserSession Session)? Find(HttpContext http, UserPool pool)
    {
        if (IdOf(http, pool) is not { } id || store.Ticket(KeyOf(id)) is not { } json || JsonSerializer.Deserialize(json, BrowserSessionJson.Default.BrowserSession) is not { } session || session.ExpiresAt <= time.GetUtcNow())
        {
            return null;
        }

        // A global sign-out ends the browsers' sign-ins too.
        return store.UserBySub(pool.Id, session.Sub) is { Enabled: true } user && !(session.SignedInAt <= user.SignedOutAt) ? (user, session) : null;
    }

    public void End(HttpContext http, UserPool pool)
    {
        if (IdOf(http, pool) is { } id)
        {
            store.DeleteTicket(KeyOf(id));
        }

        http.Response.Cookies.Delete(Name, Options(null));
    }

    private string? IdOf(HttpContext http, UserPool pool) =>
        http.Request.Cookies[Name] is { } cookie && seal.OpenText(Purpose, cookie)?.Split('/') is [var poolId, var id] && poolId == pool.Id ? id : null;

    private static string KeyOf(string id) => $"browser/{id}";

    /// <summary>Not <c>Secure</c>: the pages are at http://*.localhost, which never leaves the machine.</summary>
    private static CookieOptions Options(TimeSpan? lifetime) => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = lifetime };
}

[JsonSerializable(typeof(BrowserSession))]
internal sealed partial class BrowserSessionJson : JsonSerializerContext;
