using Emulation.Cognito.OAuth;

namespace Emulation.Cognito.Pages;

/// <summary>
/// Which language a browser is shown: the one that a link asks for with <c>lang</c>, which a cookie then remembers. What the browser itself prefers does not count. Amazon Cognito
/// Developer Guide, "Managed login localization".
/// </summary>
internal static class PageLanguage
{
    private const string Name = "lang";

    public static Language Of(DomainCall call)
    {
        if (Language.Of(call.Query[Name]) is not { } asked)
        {
            return Language.Of(call.Http.Request.Cookies[Name]) ?? Language.English;
        }

        call.Http.Response.Cookies.Append(Name, asked.Code, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = call.CookiePath });
        return asked;
    }
}
