using System.Security.Cryptography;
using System.Text;
using Emulation.Cognito.OAuth;
using Emulation.Cognito.Storage;
using Emulation.State;

namespace Emulation.Cognito.Pages;

/// <summary>
/// Keeps other sites from posting our forms: each form repeats a token that belongs to a sealed cookie of the browser, so that neither a form without one nor one with a token
/// of another browser counts.
/// </summary>
internal sealed class CsrfTokens(Seal seal, IdSource ids)
{
    public const string Field = "_csrf";
    private const string Cookie = "XSRF-TOKEN";
    private const string Purpose = "csrf cookie";

    /// <summary>The token for the forms of a page; the browser gets a cookie when it has none.</summary>
    public string TokenFor(DomainCall call)
    {
        if (Read(call) is { } present)
        {
            return TokenOf(present);
        }

        var secret = $"{call.Pool.Id}/{Convert.ToHexStringLower(ids.Bytes(16))}";
        call.Http.Response.Cookies.Append(Cookie, seal.CloseText(Purpose, secret), call.Cookie());
        return TokenOf(secret);
    }

    /// <summary>Whether a form comes from one of our pages in the same browser.</summary>
    public bool IsOurs(DomainCall call) => !SaysForeign(call.Http.Request) && Read(call) is { } secret && call.Form?[Field] is { } token
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(TokenOf(secret)));

    /// <summary>Browsers say themselves where a form comes from. The pages' own forms have the origin <c>null</c>, since they send no referrer.</summary>
    private static bool SaysForeign(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin")
        || (request.Headers.Origin.ToString() is { Length: > 0 } origin && origin != "null" && origin != $"{request.Scheme}://{request.Host}");

    private string? Read(DomainCall call) =>
        call.Http.Request.Cookies[Cookie] is { } cookie && seal.OpenText(Purpose, cookie) is { } secret && secret.StartsWith($"{call.Pool.Id}/", StringComparison.Ordinal)
            ? secret
            : null;

    private string TokenOf(string secret) => seal.Hash("csrf form", secret);
}
