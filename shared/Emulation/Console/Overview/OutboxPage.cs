using System.Globalization;
using Emulation.Cognito.Outbox;
using Emulation.Cognito.Pages;

namespace Emulation.Console.Overview;

/// <summary>What pools "sent", for people as a page. Bodies are shown as text: a custom message is whatever a function wrote.</summary>
internal static class OutboxPage
{
    public static Task HandleAsync(HttpContext http, ConsoleParts parts)
    {
        var outbox = parts.UserPools.Outbox;
        if (!ConsoleFrame.IsWanted(http.Request))
        {
            return OutboxPages.HandleAsync(http, outbox);
        }

        var messages = outbox.Messages(http.Request.Query["to"] is [var to, ..] ? to : null);
        return ConsoleFrame.SendAsync(http, parts.Stacks, new ConsolePage("Outbox", ConsolePaths.Outbox, Html.Of(
            $"""
            <h1>Outbox</h1><p class="quiet">The emails and text messages of Cognito, the newest first. LocalAws sends none to anybody: they are here.</p>
            {(messages.Count == 0 ? Html.Of($"<p>Nothing was sent yet. Codes, invitations and temporary passwords appear here.</p>")
                : Html.Of($"""<p><button type="button" data-empty="{ConsolePaths.Outbox}">Empty it</button></p>"""))}
            {Html.Join(messages.Select(static message => Html.Of(
                $"""
                <article class="message"><p class="quiet"><b>{message.Destination}</b> {message.Medium} {message.SentAt.ToString("u", CultureInfo.InvariantCulture)}</p>
                <h2>{message.Subject}</h2><p>{message.Body}</p></article>
                """)))}
            """))
        {
            Modules = ["outbox.js"],
        });
    }
}
