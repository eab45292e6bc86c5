using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.SignIn;
using Emulation.Cognito.Storage;

namespace Emulation.Cognito.Pages;

/// <summary>
/// What a sign-in asks after the name or the password, a page for each challenge: a passkey, a new password, a code, which factor, and setting up an authenticator app.
/// </summary>
internal sealed class ChallengePages(PoolCalls calls, CsrfTokens csrf, Seal seal)
{
    public const string Path = "/challenge";
    private const string TicketField = "ticket";
    private const string AttributePrefix = "userAttributes.";

    /// <summary>The ticket that the form carries; null when there is none of ours.</summary>
    public ChallengeTicket? TicketOf(PageCall call) => ChallengeTicket.Open(seal, call.Field(TicketField));

    /// <summary>The ticket of a challenge that was just made. Setting up an app begins with its secret.</summary>
    public async Task<ChallengeTicket> OpenAsync(PageCall call, string username, SignInOutcome outcome)
    {
        var parameters = outcome.Parameters.Where(static p => p.Value is not null).ToImmutableDictionary(static p => p.Key, static p => (string)p.Value!, StringComparer.Ordinal);
        var ticket = new ChallengeTicket(outcome.Challenge!, outcome.Session, username, parameters);
        if (ticket.Challenge != "MFA_SETUP")
        {
            return ticket;
        }

        var associated = await calls.CallAsync(call, "AssociateSoftwareToken", new JsonObject { ["Session"] = ticket.Session }).ConfigureAwait(false);
        return ticket with { Session = (string?)associated["Session"], Secret = (string?)associated["SecretCode"] };
    }

    public async Task<SignInOutcome> AnswerAsync(PageCall call, ChallengeTicket ticket)
    {
        var code = call.Field("code").Replace(" ", "", StringComparison.Ordinal);
        switch (ticket.Challenge)
        {
            case "MFA_SETUP":
                var verified = await calls.CallAsync(call, "VerifySoftwareToken", new JsonObject { ["Session"] = ticket.Session, ["UserCode"] = code }).ConfigureAwait(false);
                return await calls.AnswerAsync(call, ticket.Username, ticket.Challenge, (string?)verified["Session"], []).ConfigureAwait(false);
            case "NEW_PASSWORD_REQUIRED":
                var attributes = call.Domain.Form!.Names.Where(static name => name.StartsWith(AttributePrefix, StringComparison.Ordinal)).Select(name => (name, call.Field(name)));
                return await AnswerAsync(call, ticket, attributes.Append(("NEW_PASSWORD", call.Field("password")))).ConfigureAwait(false);
            case PasskeyChallenge.Name:
                return await AnswerAsync(call, ticket, [("CREDENTIAL", call.Field("credential"))]).ConfigureAwait(false);
            case "SELECT_MFA_TYPE":
                return await AnswerAsync(call, ticket, [("ANSWER", call.Field("factor"))]).ConfigureAwait(false);
            default:
                return await AnswerAsync(call, ticket, [($"{ticket.Challenge}_CODE", code)]).ConfigureAwait(false);
        }
    }

    public PageView View(PageCall call, ChallengeTicket ticket) => ticket.Challenge switch
    {
        "NEW_PASSWORD_REQUIRED" => new("Choose a new password", Html.Of(
            $"""
            <p class="textDescription-customizable">{call.Say("The password that you were given works once.")}</p>
            {Form(call, ticket, "Set password", NewPassword(call, ticket))}
            """)),
        PasskeyChallenge.Name => Passkey(call, ticket),
        "SELECT_MFA_TYPE" => new("Choose how to verify", Form(call, ticket, "Continue", Factors(call, ticket))),
        "MFA_SETUP" => new(
            "Set up an authenticator app",
            Html.Of($"{Instructions(call, ticket)}{Form(call, ticket, "Verify", Controls.Text(call, Input.Code("Code from the app")))}")),
        "SOFTWARE_TOKEN_MFA" => EnterCode(call, ticket, "Open your authenticator app and enter the six digits that it shows."),
        _ => EnterCode(call, ticket, call.Say("A code was sent to {0}.", ticket["CODE_DELIVERY_DESTINATION"])),
    };

    private Task<SignInOutcome> AnswerAsync(PageCall call, ChallengeTicket ticket, IEnumerable<(string Name, string Value)> answers) =>
        calls.AnswerAsync(call, ticket.Username, ticket.Challenge, ticket.Session, answers);

    private PageView Passkey(PageCall call, ChallengeTicket ticket)
    {
        var options = JsonNode.Parse(ticket["CREDENTIAL_REQUEST_OPTIONS"]!)!;
        var form = PasskeyPages.Form(call, Path, csrf.TokenFor(call.Domain), ("get", options), "Use the passkey", Controls.Hidden(TicketField, ticket.Close(seal)));
        return new("Use your passkey", Html.Of($"""{form}<p class="links">{Controls.Link(call, call.Link(SignInPages.Path), "Sign in with a password")}</p>"""))
        {
            AsksForPasskey = true,
        };
    }

    private PageView EnterCode(PageCall call, ChallengeTicket ticket, string hint) => new("Enter your code", Html.Of(
        $"""<p class="textDescription-customizable">{call.Say(hint)}</p>{Form(call, ticket, "Verify", Controls.Text(call, Input.Code()))}"""));

    private Html Form(PageCall call, ChallengeTicket ticket, string submit, Html fields)
    {
        var form = Controls.Form(call, Path, csrf.TokenFor(call.Domain), submit, Html.Of($"{Controls.Hidden(TicketField, ticket.Close(seal))}{fields}"));
        return Html.Of($"""{form}<p class="links">{Controls.Link(call, call.Link(SignInPages.Path), "Start again")}</p>""");
    }

    private static Html NewPassword(PageCall call, ChallengeTicket ticket)
    {
        var attributes = ticket.List("requiredAttributes").Select(static name => AttributeInputs.Of(name[AttributePrefix.Length..], name));
        return Html.Join(attributes.Prepend(Input.NewPassword("New password", Words.HintOf(call)) with { IsFirst = true }).Select(input => Controls.Text(call, input)));
    }

    private static Html Factors(PageCall call, ChallengeTicket ticket) => Html.Of(
        $"""
        <fieldset><legend class="label-customizable">{call.Say("Send or show me a code by")}</legend>
        {Html.Join(ticket.List("MFAS_CAN_CHOOSE").Select((factor, i) => Factor(call, factor, isFirst: i == 0)))}
        </fieldset>
        """);

    private static Html Factor(PageCall call, string factor, bool isFirst)
    {
        var first = Html.When(isFirst, Html.Of($" checked autofocus"));
        return Html.Of($"""<label class="choice"><input type="radio" name="factor" value="{factor}" required{first}> {call.Say(Words.FactorOf(factor))}</label>""");
    }

    private static Html Instructions(PageCall call, ChallengeTicket ticket)
    {
        var label = Uri.EscapeDataString($"{call.Pool.Name}:{ticket.Username}");
        var uri = $"otpauth://totp/{label}?secret={ticket.Secret}&issuer={Uri.EscapeDataString(call.Pool.Name)}";
        return Html.Of(
            $"""
            <p class="textDescription-customizable">{call.Say("Scan the picture with an authenticator app, or type the key into it. Then enter the code that the app shows.")}</p>
            {QrPicture.Of(uri)}
            <p class="key"><span>{call.Say("Key")}</span> <code id="totp-secret">{ticket.Secret}</code></p>
            <p class="links">{Controls.Link(call, uri, "Open in an app on this device")}</p>
            """);
    }
}
