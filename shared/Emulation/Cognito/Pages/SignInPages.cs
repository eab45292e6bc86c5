using Emulation.Cognito.OAuth;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.SignIn;

namespace Emulation.Cognito.Pages;

/// <summary><c>/login</c>: name and password, then whatever the sign-in asks next, then back to the application.</summary>
internal sealed class SignInPages(
    PoolCalls calls, ChallengePages challenges, BrowserSessions sessions, AuthorizeResponses responses, PasskeyLinks passkeys, CsrfTokens csrf, ProviderChoices choices)
{
    public const string Path = "/login";

    public async Task<PageAnswer> HandleAsync(PageCall call)
    {
        if (!call.IsPost)
        {
            return View(call, call.Authorize.LoginHint ?? "");
        }

        if (ProviderChoices.IsAnswered(call))
        {
            return choices.Of(call) ?? View(call, "", ProviderChoices.Typed(call)) with { Problem = "No sign-in of a company is known for this email address.", Status = 400 };
        }

        var username = call.Field("username").Trim();
        return await SignInAsync(call, username, call.Field("password")).ConfigureAwait(false);
    }

    /// <summary>Signs a user in whose password has just been typed.</summary>
    public async Task<PageAnswer> SignInAsync(PageCall call, string username, string password)
    {
        try
        {
            return await NextAsync(call, username, await calls.StartAsync(call, username, password).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (CognitoException e) when (e.Type == Refusal.UserIsNotConfirmed.Type)
        {
            return SignUpPages.Confirm(call, csrf.TokenFor(call.Domain), username) with
            {
                Notice = "Your account is not confirmed yet. Enter the code that was sent to you, or ask for a new one.",
            };
        }
        catch (CognitoException e) when (e.Type == Refusal.PasswordResetRequired.Type)
        {
            return RecoveryPages.Ask(call, csrf.TokenFor(call.Domain), username) with { Notice = "Your password has to be reset before you can sign in." };
        }
        catch (CognitoException e)
        {
            return View(call, username) with { Problem = Words.Of(e), Status = 400 };
        }
    }

    /// <summary><c>/challenge</c>: the answer to what the sign-in asked.</summary>
    public async Task<PageAnswer> AnswerAsync(PageCall call)
    {
        if (challenges.TicketOf(call) is not { } ticket)
        {
            return PageAnswer.GoTo(call.Link(Path));
        }

        try
        {
            return await NextAsync(call, ticket.Username, await challenges.AnswerAsync(call, ticket).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (CognitoException e) when (e.Message == Refusal.ExpiredSession.Message || e.Message == Refusal.UsedSession.Message)
        {
            return View(call, ticket.Username) with { Problem = Words.TookTooLong, Status = 400 };
        }
        catch (CognitoException e) when (ticket.Challenge == PasskeyChallenge.Name)
        {
            // The challenge is used up.
            return View(call, ticket.Username) with { Problem = Words.Of(e), Status = 400 };
        }
        catch (CognitoException e)
        {
            return challenges.View(call, ticket) with { Problem = Words.Of(e), Status = 400 };
        }
    }

    public PageView View(PageCall call, string username, string address = "")
    {
        // One token for both forms: a browser keeps the last.
        var token = csrf.TokenFor(call.Domain);
        return new("Sign in", Html.Of(
            $"""
            {Html.When(call.Client.IdentityProviders.IsEmpty || call.Client.IdentityProviders.Contains("COGNITO"), OfPool(call, token, username))}
            {choices.View(call, token, address)}
            """));
    }

    /// <summary>For the users of the pool itself.</summary>
    private Html OfPool(PageCall call, string token, string username) => Html.Of(
        $"""
        {Form(call, token, username)}
        {Html.When(passkeys.IsOffered(call), Html.Of($"""<p class="links">{Controls.Link(call, call.Link(PasskeyPages.LoginPath), "Sign in with a passkey")}</p>"""))}
        <p class="links">{Controls.Link(call, call.Link(RecoveryPages.Path), "Forgot your password?")}</p>
        {Html.When(!call.Pool.OnlyAdministratorsCreateUsers, Html.Of($"""<p class="links">{call.Say("Need an account?")} {SignUp(call)}</p>"""))}
        """);

    private static Html SignUp(PageCall call) => Controls.Link(call, call.Link(SignUpPages.Path), "Sign up");

    /// <summary>What a sign-in asks next, or where it leads.</summary>
    public async Task<PageAnswer> NextAsync(PageCall call, string username, SignInOutcome outcome)
    {
        if (outcome.User is not { } user)
        {
            return challenges.View(call, await challenges.OpenAsync(call, username, outcome).ConfigureAwait(false));
        }

        var session = sessions.Begin(call.Domain, user);
        return PageAnswer.GoTo(PasskeyPages.AfterSignIn(call) ?? await responses.LocationAsync(call.Authorize, user, session.SignedInAt, call.Cancellation).ConfigureAwait(false));
    }

    private static Html Form(PageCall call, string token, string username) => Controls.Form(call, Path, token, "Sign in", Html.Of(
        $"""
        {Controls.Text(call, new Input("username", Words.NameOf(call.Pool), "text", "username") { Value = username, IsFirst = username.Length == 0 })}
        {Controls.Text(call, new Input("password", "Password", "password", "current-password") { IsFirst = username.Length > 0 })}
        """));
}
