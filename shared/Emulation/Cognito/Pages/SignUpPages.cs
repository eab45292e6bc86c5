using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pages;

/// <summary><c>/signup</c> and <c>/confirm</c>: a new account, and the code that confirms it.</summary>
internal sealed class SignUpPages(PoolCalls calls, SignInPages signIn, CsrfTokens csrf, PoolStore store)
{
    public const string Path = "/signup";
    public const string ConfirmPath = "/confirm";

    public async Task<PageAnswer> HandleAsync(PageCall call)
    {
        if (!call.IsPost)
        {
            return View(call);
        }

        var username = call.Field("username").Trim();
        try
        {
            var attributes = WireJson.Attributes(AttributeInputs.ForSignUp(call)
                .Select(attribute => KeyValuePair.Create(attribute.Name, call.Field(attribute.Name).Trim()))
                .Where(static pair => pair.Value.Length > 0));
            var made = await calls.CallAsync(
                call, "SignUp", username,
                new JsonObject { ["Password"] = call.Field("password"), ["UserAttributes"] = attributes }).ConfigureAwait(false);
            if ((bool?)made["UserConfirmed"] == true)
            {
                return await signIn.SignInAsync(call, username, call.Field("password")).ConfigureAwait(false);
            }

            return Confirm(call, csrf.TokenFor(call.Domain), username) with { Notice = Sent(call, (string?)made["CodeDeliveryDetails"]?["Destination"]) };
        }
        catch (CognitoException e)
        {
            return View(call, isPasswordWrong: e.Type == "InvalidPasswordException") with { Problem = Words.Of(e), Status = 400 };
        }
    }

    public async Task<PageAnswer> ConfirmAsync(PageCall call)
    {
        var username = call.Field("username").Trim();
        var view = Confirm(call, csrf.TokenFor(call.Domain), username);
        if (!call.IsPost)
        {
            return view;
        }

        try
        {
            if (call.Field("action") == "resend")
            {
                var sent = await calls.CallAsync(call, "ResendConfirmationCode", username, []).ConfigureAwait(false);
                return view with { Notice = Sent(call, call.Client.HidesUsers ? null : (string?)sent["CodeDeliveryDetails"]?["Destination"]) };
            }

            await calls.CallAsync(call, "ConfirmSignUp", username, new JsonObject { ["ConfirmationCode"] = call.Field("code").Trim() }).ConfigureAwait(false);
            return signIn.View(call, username) with { Notice = "Your account is confirmed. Sign in to go on." };
        }
        catch (CognitoException e) when (call.Field("action") == "resend" && call.Client.HidesUsers && e.Type != Refusal.LimitExceeded.Type)
        {
            return view with { Notice = Sent(call, null) };
        }
        catch (CognitoException e)
        {
            return view with { Problem = Words.OfCode(e, call.Client), Status = 400 };
        }
    }

    /// <summary>Asks for the code; the name too when it is not known yet.</summary>
    public static PageView Confirm(PageCall call, string token, string username)
    {
        var name = username.Length > 0
            ? Controls.Hidden("username", username)
            : Controls.Text(call, new Input("username", Words.NameOf(call.Pool), "text", "username") { IsFirst = true });
        var form = Controls.Form(
            call, ConfirmPath, token, "Confirm account",
            Html.Of($"{name}{Controls.Text(call, Input.Code("Confirmation code") with { IsFirst = username.Length > 0 })}"));
        var again = Html.Of($"{Controls.Hidden("username", username)}{Controls.Hidden("action", "resend")}");
        var resend = Html.When(username.Length > 0, Html.Of($"""<div class="secondary">{Controls.Form(call, ConfirmPath, token, "Send a new code", again)}</div>"""));
        return new("Confirm your account", Html.Of($"""{form}{resend}<p class="links">{Controls.Link(call, call.Link(SignInPages.Path), "Back to sign in")}</p>"""));
    }

    /// <summary>The form. After a password that the pool refuses, that field is where the user goes on.</summary>
    private PageView View(PageCall call, bool isPasswordWrong = false)
    {
        if (call.Pool.OnlyAdministratorsCreateUsers)
        {
            return new("Sign up", Html.Of(
                $"""<p class="links">{Controls.Link(call, call.Link(SignInPages.Path), "Back to sign in")}</p>"""))
                {
                    Problem = "Only an administrator can create accounts here.",
                    Status = 403,
                };
        }

        var name = Words.NameOf(call.Pool);
        var type = name == "Email address" ? "email" : name == "Phone number" ? "tel" : "text";
        var username = new Input("username", name, type, "username") { Value = call.Field("username"), IsFirst = !isPasswordWrong };
        var inputs = AttributeInputs.ForSignUp(call).Select(attribute => AttributeInputs.Of(attribute.Name, attribute.Name, call.Field(attribute.Name)))
            .Prepend(username).Append(Input.NewPassword("Password", Words.HintOf(call)) with { IsFirst = isPasswordWrong });
        var form = Controls.Form(call, Path, csrf.TokenFor(call.Domain), "Sign up", Html.Join(inputs.Select(input => Controls.Text(call, input))));
        var signIn = Html.Of($"""<p class="links">{call.Say("Have an account?")} {Controls.Link(call, call.Link(SignInPages.Path), "Sign in")}</p>""");
        return new("Sign up", Html.Of($"""{form}{Terms(call)}{signIn}<p class="links">{Controls.Link(call, call.Link(ConfirmPath), "Enter a confirmation code")}</p>"""));
    }

    /// <summary>Both documents or neither. "Terms documents": the line of managed login, which asks for nothing.</summary>
    private Html Terms(PageCall call)
    {
        if (!call.Look.IsManaged || TermsOperations.LinksOf(store, call.Pool.Id, call.Client.Id, call.Language.Name) is not { } links)
        {
            return Html.None;
        }

        // The names are links, so the sentence is cut at their places.
        var parts = call.Say("By signing up, you agree to our {0} and {1}.").Split(["{0}", "{1}"], StringSplitOptions.None);
        return Html.Of($"""<p class="hint terms">{parts[0]}{Document(links.Use, "Terms of use")}{parts[1]}{Document(links.Privacy, "Privacy policy")}{parts[^1]}</p>""");

        Html Document(string target, string name) =>
            Html.Of($"""<a href="{target}" target="_blank" rel="noopener" class="redirect-customizable">{call.Say(name)}</a>""");
    }

    private static string Sent(PageCall call, string? destination) =>
        destination is null ? "If a code is due, it was sent. Enter it here." : call.Say("A code was sent to {0}. Enter it here.", destination);
}
