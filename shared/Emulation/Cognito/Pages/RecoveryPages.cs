using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pages;

/// <summary><c>/forgotPassword</c> and <c>/confirmForgotPassword</c>: a code, and a new password by it.</summary>
internal sealed class RecoveryPages(PoolCalls calls, SignInPages signIn, CsrfTokens csrf)
{
    public const string Path = "/forgotPassword";
    public const string ConfirmPath = "/confirmForgotPassword";

    public async Task<PageAnswer> HandleAsync(PageCall call)
    {
        var username = call.Field("username").Trim();
        if (!call.IsPost)
        {
            return Ask(call, csrf.TokenFor(call.Domain), call.Authorize.LoginHint ?? "");
        }

        try
        {
            var sent = await calls.CallAsync(call, "ForgotPassword", username, []).ConfigureAwait(false);
            return Reset(call, username) with { Notice = Sent(call, call.Client.HidesUsers ? null : (string?)sent["CodeDeliveryDetails"]?["Destination"]) };
        }
        catch (CognitoException e) when (call.Client.HidesUsers && username.Length > 0 && e.Type != Refusal.LimitExceeded.Type)
        {
            // Disabled, or without an address: nobody must learn from this page that there is such a user.
            return Reset(call, username) with { Notice = Sent(call, null) };
        }
        catch (CognitoException e)
        {
            return Ask(call, csrf.TokenFor(call.Domain), username) with { Problem = Words.Of(e), Status = 400 };
        }
    }

    public async Task<PageAnswer> ConfirmAsync(PageCall call)
    {
        var username = call.Field("username").Trim();
        if (!call.IsPost || username.Length == 0)
        {
            return PageAnswer.GoTo(call.Link(Path));
        }

        try
        {
            await calls.CallAsync(
                call, "ConfirmForgotPassword", username,
                new JsonObject { ["ConfirmationCode"] = call.Field("code").Trim(), ["Password"] = call.Field("password") }).ConfigureAwait(false);
            return signIn.View(call, username) with { Notice = "Your password is changed. Sign in with the new one." };
        }
        catch (CognitoException e)
        {
            return Reset(call, username) with { Problem = Words.OfCode(e, call.Client), Status = 400 };
        }
    }

    /// <summary>Asks whose password it is.</summary>
    public static PageView Ask(PageCall call, string token, string username) => new("Reset your password", Html.Of(
        $"""
        <p class="textDescription-customizable">{call.Say("A code will be sent to the address or number of your account.")}</p>
        {Controls.Form(call, Path, token, "Send code", Name(call, username))}
        <p class="links">{Controls.Link(call, call.Link(SignInPages.Path), "Back to sign in")}</p>
        """));

    private static Html Name(PageCall call, string username) =>
        Controls.Text(call, new Input("username", Words.NameOf(call.Pool), "text", "username") { Value = username, IsFirst = true });

    private PageView Reset(PageCall call, string username)
    {
        var fields = Html.Of(
            $"{Controls.Hidden("username", username)}{Controls.Text(call, Input.Code())}{Controls.Text(call, Input.NewPassword("New password", Words.HintOf(call)))}");
        var form = Controls.Form(call, ConfirmPath, csrf.TokenFor(call.Domain), "Change password", fields);
        return new("Choose a new password", Html.Of($"""{form}<p class="links">{Controls.Link(call, call.Link(Path), "Send another code")}</p>"""));
    }

    private static string Sent(PageCall call, string? destination) =>
        destination is null ? "If there is an account with that name, a code was sent to it." : call.Say("A code was sent to {0}.", destination);
}
