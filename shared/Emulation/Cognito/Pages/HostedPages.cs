using Emulation.Cognito.OAuth;

namespace Emulation.Cognito.Pages;

/// <summary>
/// The pages on which users of a pool sign in, sign up and recover, after Cognito's managed login. They work without JavaScript, but for passkeys. Amazon Cognito Developer Guide,
/// "User pool managed login".
/// </summary>
internal sealed class HostedPages(
    AuthorizeRequests requests, CsrfTokens csrf, Looks looks, SignInPages signIn, SignUpPages signUp, RecoveryPages recovery, PasskeyPages passkeys)
{
    public static bool Owns(string path) =>
        path is SignInPages.Path or ChallengePages.Path or SignUpPages.Path or SignUpPages.ConfirmPath or RecoveryPages.Path or RecoveryPages.ConfirmPath
            or PasskeyPages.LoginPath or PasskeyPages.AddPath;

    /// <summary>Answers with a page or a redirect.</summary>
    /// <returns>Why the request was refused; null when it was not.</returns>
    public async Task<OAuthRefusal?> HandleAsync(DomainCall call)
    {
        call = PasskeyPages.Completed(call);
        var reading = requests.Read(call.Pool, call.Query);
        if (reading.Request is not { } request)
        {
            await AnswerAsync(call, new(reading.Location, reading.Refusal)).ConfigureAwait(false);
            return reading.Refusal;
        }

        var look = looks.Of(call.Pool, request.Client);
        if (look is { IsManaged: true, Brand: null })
        {
            var unstyled = new OAuthRefusal("login_pages_unavailable", "Login pages unavailable. Please contact an administrator.")
            {
                Why = $"The domain has managed login (ManagedLoginVersion 2), and the client {request.Client.Name} has no style, without which AWS shows no pages: add an "
                    + "AWS::Cognito::ManagedLoginBranding with UseCognitoProvidedValues: true.",
            };
            await SendErrorAsync(call, unstyled).ConfigureAwait(false);
            return unstyled;
        }

        var page = new PageCall(call, request, look, look.IsManaged ? PageLanguage.Of(call) : Language.English);
        if (page.IsPost && (call.Form is not { RepeatsOne: false } || !csrf.IsOurs(call)))
        {
            var refusal = new OAuthRefusal(
                "invalid_csrf_token",
                "The form does not come from a page that this browser was shown. Go back, load the page again, and send it once more.", 403);
            await SendErrorAsync(call, refusal).ConfigureAwait(false);
            return refusal;
        }

        var answer = await DispatchAsync(page).ConfigureAwait(false);
        if (answer.Location is { } location)
        {
            Redirect(call, location);
            return null;
        }

        var view = answer.View!;
        await PageFrame.SendAsync(call, page.Client, new(look, page.Language), view, request.RedirectUri).ConfigureAwait(false);
        return view.Status < 400 ? null : new("refused", view.Problem ?? "", view.Status);
    }

    /// <summary>Redirects, or shows the error page.</summary>
    public Task AnswerAsync(DomainCall call, BrowserAnswer answer)
    {
        if (answer.Location is { } location)
        {
            Redirect(call, location);
            return Task.CompletedTask;
        }

        return SendErrorAsync(call, answer.Refusal!);
    }

    /// <summary>The error page: nothing on it leads anywhere, since the query that led here is not to be trusted.</summary>
    public Task SendErrorAsync(DomainCall call, OAuthRefusal refusal) => PageFrame.SendAsync(
        call,
        null,
        new(looks.Of(call.Pool, null), Language.English),
        new PageView("Something is wrong", Html.Of(
            $"""<p class="textDescription-customizable">{refusal.Reason}</p><p class="hint">Error code: <code>{refusal.Error}</code></p>"""))
            {
                Problem = "The request cannot go on.",
                Status = refusal.Status,
            },
        null);

    private Task<PageAnswer> DispatchAsync(PageCall page) => page.Domain.Path switch
    {
        SignInPages.Path => signIn.HandleAsync(page),
        ChallengePages.Path => signIn.AnswerAsync(page),
        SignUpPages.Path => signUp.HandleAsync(page),
        SignUpPages.ConfirmPath => signUp.ConfirmAsync(page),
        RecoveryPages.Path => recovery.HandleAsync(page),
        PasskeyPages.LoginPath => passkeys.LoginAsync(page),
        PasskeyPages.AddPath => passkeys.AddAsync(page),
        _ => recovery.ConfirmAsync(page),
    };

    private static void Redirect(DomainCall call, string location)
    {
        call.Http.Response.StatusCode = 302;
        call.Http.Response.Headers.Location = location;
        call.Http.Response.Headers.CacheControl = "no-store";
        call.Http.Response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
