using System.Text.Json.Nodes;
using Emulation.Cognito.OAuth;
using Emulation.Cognito.Passkeys;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.SignIn;

namespace Emulation.Cognito.Pages;

/// <summary>
/// <c>/passkeys/login</c>: the name of whoever signs in with a passkey; <c>/passkeys/add</c>: a new passkey of the user who is signed in. Amazon Cognito Developer Guide,
/// "Sign-in with passkeys".
/// </summary>
internal sealed class PasskeyPages(PoolCalls calls, SignInPages signIn, BrowserSessions sessions, PasskeyRegistration registration, PasskeyLinks links, CsrfTokens csrf)
{
    public const string LoginPath = "/passkeys/login";
    public const string AddPath = "/passkeys/add";

    /// <summary>Says that a user who has to sign in first goes on to <see cref="AddPath"/>.</summary>
    private const string AddsAfterSignIn = "localaws_passkey";

    /// <summary>The request of an application that links here, which needs to say neither what it wants of the sign-in nor how.</summary>
    public static DomainCall Completed(DomainCall call) =>
        call.Path != AddPath || call.Query["response_type"] is not null ? call : call with { Query = Parameters.OfText($"{call.Query.Text}&response_type=code") };

    /// <summary>Where a sign-in ends that is only the way to here; null of any other.</summary>
    public static string? AfterSignIn(PageCall call) => call.Domain.Query[AddsAfterSignIn] == "add" ? call.Link(AddPath) : null;

    /// <summary>The form that has the browser's script ask for a passkey and send what it says.</summary>
    public static Html Form(PageCall call, string path, string token, (string What, JsonNode Options) ask, string submit, Html fields) => Html.Of(
        $"""
        <form method="post" action="{call.Link(path)}" data-passkey="{ask.What}" data-options="{ask.Options.ToJsonString()}"
         data-taken="{call.Say("This device has a passkey of this account already.")}" data-unused="{call.Say("No passkey was used. Try again, or go back.")}"
         data-absent="{call.Say("This browser has no passkeys for this address.")}">
        {Controls.Hidden(CsrfTokens.Field, token)}{Controls.Hidden("credential", "")}{fields}
        <button type="submit" class="submitButton-customizable">{call.Say(submit)}</button></form>
        <p id="passkey-problem" role="alert" class="hint"></p>
        """);

    public async Task<PageAnswer> LoginAsync(PageCall call)
    {
        if (links.ToElsewhere(call, LoginPath) is { } elsewhere)
        {
            return PageAnswer.GoTo(elsewhere);
        }

        if (!links.IsOffered(call))
        {
            return PageAnswer.GoTo(call.Link(SignInPages.Path));
        }

        var username = call.Field("username").Trim();
        if (!call.IsPost)
        {
            return Name(call, call.Authorize.LoginHint ?? "");
        }

        try
        {
            var outcome = await calls.StartAsync(call, username, ("PREFERRED_CHALLENGE", PasskeyChallenge.Name)).ConfigureAwait(false);
            return outcome.Challenge == PasskeyChallenge.Name
                ? await signIn.NextAsync(call, username, outcome).ConfigureAwait(false)
                : Name(call, username) with { Problem = "This account has no passkey that works here. Sign in another way.", Status = 400 };
        }
        catch (CognitoException e)
        {
            return Name(call, username) with { Problem = Words.Of(e), Status = 400 };
        }
    }

    public async Task<PageAnswer> AddAsync(PageCall call)
    {
        if (links.ToElsewhere(call, AddPath) is { } elsewhere)
        {
            return PageAnswer.GoTo(elsewhere);
        }

        if (sessions.Find(call.Domain) is not { } signedIn)
        {
            return PageAnswer.GoTo($"{call.Link(SignInPages.Path)}&{AddsAfterSignIn}=add");
        }

        try
        {
            if (call.IsPost)
            {
                await registration.CompleteAsync(call.Pool, call.Client, signedIn.User, PasskeyCredential.Read(call.Field("credential")), call.Cancellation).ConfigureAwait(false);
                return PageAnswer.GoTo(call.Authorize.RedirectUri);
            }

            return Add(call, registration.Begin(call.Pool, call.Client, signedIn.User));
        }
        catch (CognitoException e)
        {
            return new PageView("Add a passkey", Html.Of($"""<p class="links">{Controls.Link(call, call.Link(AddPath), "Start again")}</p>"""))
            {
                Problem = Words.Of(e),
                Status = 400,
            };
        }
    }

    private PageView Add(PageCall call, JsonObject options) => new("Add a passkey", Html.Of(
        $"""
        <p class="textDescription-customizable">{call.Say("With a passkey you sign in by this device's lock, such as a finger or a PIN, and need no password.")}</p>
        {Form(call, AddPath, csrf.TokenFor(call.Domain), ("create", options), "Create a passkey", Html.None)}
        <p class="links">{Controls.Link(call, call.Authorize.RedirectUri, "Not now")}</p>
        """))
    {
        AsksForPasskey = true,
    };

    private PageView Name(PageCall call, string username) => new("Sign in with a passkey", Html.Of(
        $"""
        {Controls.Form(
            call, LoginPath, csrf.TokenFor(call.Domain), "Continue",
            Controls.Text(call, new Input("username", Words.NameOf(call.Pool), "text", "username") { Value = username, IsFirst = true }))}
        <p class="links">{Controls.Link(call, call.Link(SignInPages.Path), "Sign in with a password")}</p>
        """));
}

/// <summary>Where the pages for passkeys are: browsers use them at the domain that they are for alone, and never at a number such as 127.0.0.1.</summary>
internal sealed class PasskeyLinks(RelyingParties relyingParties)
{
    /// <summary>Whether users may sign in with a passkey through this client, at some address of this machine.</summary>
    public bool IsOffered(PageCall call) =>
        call.Pool.TakesPasskeys && call.Client.Flows.Contains("USER_AUTH") && relyingParties.Of(call.Pool) is { } relyingParty
        && (IsHere(call, relyingParty) || RelyingParties.Covers("localhost", relyingParty));

    /// <summary>The same page where passkeys work; null when they do here, or nowhere on this machine.</summary>
    public string? ToElsewhere(PageCall call, string path)
    {
        if (relyingParties.Of(call.Pool) is not { } relyingParty || IsHere(call, relyingParty) || !RelyingParties.Covers("localhost", relyingParty))
        {
            return null;
        }

        // Only such names as are this domain's: below localhost itself the domain is found by its path.
        var request = call.Domain.Http.Request;
        var port = request.Host.Port is { } given ? $":{given}" : "";
        var basePath = Domains.UserPoolDomains.IsHost(relyingParty) ? "" : call.Domain.Base;
        return basePath.Length == 0 && !Domains.UserPoolDomains.IsHost(relyingParty) ? null : $"{request.Scheme}://{relyingParty}{port}{basePath}{path}?{call.Domain.Query.Text}";
    }

    private static bool IsHere(PageCall call, string relyingParty) => RelyingParties.Covers(relyingParty, call.Domain.Http.Request.Host.Host);
}
