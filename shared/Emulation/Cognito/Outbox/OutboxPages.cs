using System.Net;
using System.Text;

namespace Emulation.Cognito.Outbox;

/// <summary>
/// <c>/_localaws/outbox</c>: what was "sent", for people as a page and for tests as JSON (<c>?format=json</c>, <c>?to=ADDRESS</c>); DELETE empties it.
/// </summary>
internal static class OutboxPages
{
    public const string Path = "/_localaws/outbox";

    public static Task HandleAsync(HttpContext http, Outbox outbox)
    {
        if (HttpMethods.IsDelete(http.Request.Method))
        {
            outbox.Clear();
            http.Response.StatusCode = 204;
            return Task.CompletedTask;
        }

        var messages = outbox.Messages(http.Request.Query["to"] is [var to, ..] ? to : null);
        if (http.Request.Query["format"] == "json" || !http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            return http.Response.WriteAsJsonAsync(messages, OutboxJson.Default.IReadOnlyListOutboxMessage);
        }

        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        return http.Response.WriteAsync(Page(messages), http.RequestAborted);
    }

    /// <summary>Bodies are shown as text: a custom message is whatever a function wrote.</summary>
    private static string Page(IReadOnlyList<OutboxMessage> messages)
    {
        var rows = new StringBuilder();
        foreach (var message in messages)
        {
            rows.Append("<article><header><b>").Append(Text(message.Destination)).Append("</b> <span>").Append(message.Medium)
                .Append("</span> <time>").Append(message.SentAt.ToString("u", null)).Append("</time></header><h2>")
                .Append(Text(message.Subject)).Append("</h2><p>").Append(Text(message.Body)).Append("</p></article>\n");
        }

        return Template.Replace(
            "MESSAGES",
            messages.Count == 0 ? "<p>Nothing was sent yet. Codes, invitations and temporary passwords appear here.</p>" : rows.ToString(),
            StringComparison.Ordinal);
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private const string Template = """
        <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Outbox - LocalAws</title>
        <style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1d2733;background:#f6f7f9}
        article{background:#fff;border:1px solid #dde2e8;border-radius:8px;padding:1rem 1.25rem;margin:1rem 0}header{color:#55606e;font-size:.9rem}header b{color:#1d2733}
        h1{font-size:1.4rem}h2{font-size:1.05rem;margin:.4rem 0}p{white-space:pre-wrap;overflow-wrap:anywhere;margin:.2rem 0}
        @media(prefers-color-scheme:dark){body{background:#12161b;color:#e6eaef}article{background:#1b2129;border-color:#303945}
        header{color:#9aa6b4}header b{color:#e6eaef}}</style>
        <h1>Outbox</h1><p>The emails and text messages of Cognito, the newest first. LocalAws sends none to anybody: they are here.</p>
        MESSAGES</html>
        """;
}
