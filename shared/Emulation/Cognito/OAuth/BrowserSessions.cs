using System.Text.Json;
using System.Text.Json.Serialization;
using Emulation.Cognito.Federation.Saml;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Emulation.Cognito.OAuth;

/// <summary>A browser in which a user has signed in.</summary>
/// <param name="Sub">The user.</param>
/// <param name="SignedInAt">When.</param>
/// <param name="ExpiresAt">When the browser has to ask again.</param>
/// <param name="Provider">The external provider that the user came by; null for the pool itself.</param>
internal sealed record BrowserSession(string Sub, DateTimeOffset SignedInAt, DateTimeOffset ExpiresAt, string? Provider = null)
{
    /// <summary>Who they are in the words of the SAML provider that they came by; null of another.</summary>
    public SamlSubject? Saml { get; init; }
}

/// <summary>
/// The cookie by which a browser that has signed in gets further codes without asking, for an hour. It holds a sealed id, and the session is in the store: a copy of the cookie
/// is worth nothing after <c>/logout</c>. Amazon Cognito Developer Guide, "Managed login session cookie".
/// </summary>
internal sealed class BrowserSessions(UserStore users, TicketStore tickets, Seal seal, IdSource ids, TimeProvider time)
{
    private const string Name = "cognito";
    private const string Purpose = "browser session";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>The browser has signed in, through an external provider or none.</summary>
    public BrowserSession Begin(DomainCall call, CognitoUser user, string? provider = null, SamlSubject? subject = null)
    {
        var now = time.GetUtcNow();
        var id = Convert.ToHexStringLower(ids.Bytes(16));
        var session = new BrowserSession(user.Sub, now, now + Lifetime, provider) { Saml = subject };
        tickets.Save(KeyOf(id), call.Pool.Id, JsonSerializer.Serialize(session, BrowserSessionJson.Default.BrowserSession), session.ExpiresAt);
        call.Http.Response.Cookies.Append(Name, seal.CloseText(Purpose, $"{call.Pool.Id}/{id}"), Options(call, Lifetime));
        return session;
    }

    /// <summary>The user who has signed in here; null when nobody has, or the sign-in is over.</summary>
    public (CognitoUser User, BrowserSession Session)? Find(DomainCall call)
    {
        if (IdOf(call) is not { } id || tickets.Find(KeyOf(id)) is not { } json
            || JsonSerializer.Deserialize(json, BrowserSessionJson.Default.BrowserSession) is not { } session
            || session.ExpiresAt <= time.GetUtcNow())
        {
            return null;
        }

        // A global sign-out ends the browsers' sign-ins too.
        return users.BySub(call.Pool.Id, session.Sub) is { Enabled: true } user && !(session.SignedInAt <= user.SignedOutAt) ? (user, session) : null;
    }

    public void End(DomainCall call)
    {
        if (IdOf(call) is { } id)
        {
            tickets.Delete(KeyOf(id));
        }

        call.Http.Response.Cookies.Delete(Name, Options(call, null));
    }

    private string? IdOf(DomainCall call) =>
        call.Http.Request.Cookies[Name] is { } cookie && seal.OpenText(Purpose, cookie)?.Split('/') is [var poolId, var id] && poolId == call.Pool.Id ? id : null;

    private static string KeyOf(string id) => $"browser/{id}";

    /// <summary>Not <c>Secure</c>: the pages are at http://127.0.0.1, which never leaves the machine.</summary>
    private static CookieOptions Options(DomainCall call, TimeSpan? lifetime) => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = call.CookiePath, MaxAge = lifetime };
}

[JsonSerializable(typeof(BrowserSession))]
internal sealed partial class BrowserSessionJson : JsonSerializerContext;
