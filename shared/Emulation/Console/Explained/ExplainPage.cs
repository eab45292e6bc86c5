using Emulation.Cognito.Pages;

namespace Emulation.Console.Explained;

/// <summary><c>/_localaws/explain</c>: a call that nobody has made, by GET as a page, by POST as a piece of one.</summary>
internal static class ExplainPage
{
    public static Task HandleAsync(HttpContext http, ConsoleParts parts) => HttpMethods.IsPost(http.Request.Method) ? PieceAsync(http, parts) : PageAsync(http, parts);

    private static async Task PieceAsync(HttpContext http, ConsoleParts parts)
    {
        if (await ConsolePost.ReadAsync(http, AskedCallJson.Default.AskedCall).ConfigureAwait(false) is not { } call)
        {
            return;
        }

        try
        {
            var (text, subject) = call.Explain(parts);
            var word = ExplanationView.WordOf(text);
            await ConsolePost.AnswerAsync(http, Html.Of(
                $"""<h3><span class="pill {word.Split(' ')[0]}">{word}</span> {text.Title}</h3>{ExplanationView.Of(text, subject, parts.Stacks, "h4")}""")).ConfigureAwait(false);
        }
        catch (UsageException e)
        {
            await ConsolePost.FailAsync(http, e.Message).ConfigureAwait(false);
        }
    }

    private static Task PageAsync(HttpContext http, ConsoleParts parts)
    {
        string Asked(string name) => http.Request.Query[name].ToString();
        var call = new AskedCall { As = Asked("as"), Method = Asked("method"), Path = Asked("path"), Api = Asked("api") };
        try
        {
            var (text, subject) = call.Explain(parts);
            var word = ExplanationView.WordOf(text);
            return SendAsync(http, parts, call, text.Title, Html.Of(
                $"""
                <h1><span class="pill {word.Split(' ')[0]}">{word}</span> {text.Title}</h1><p class="quiet">Nobody has made this call: it is decided by the template's policies.</p>
                {ExplanationView.Of(text, subject, parts.Stacks)}
                """));
        }
        catch (UsageException e)
        {
            http.Response.StatusCode = 400;
            return SendAsync(http, parts, call, "Explain", Html.Of($"""<h1>Explain</h1><p class="caution">{e.Message}</p>"""));
        }
    }

    private static Task SendAsync(HttpContext http, ConsoleParts parts, AskedCall call, string title, Html content) =>
        ConsoleFrame.SendAsync(http, parts.Stacks, new ConsolePage(title, ConsolePaths.Matrix, Html.Of(
            $"""<p class="back"><a href="{ConsolePaths.Matrix}">Who may call what</a></p>{content}{AgainForm.Form(call, call.As, parts, isKnown: false)}"""))
        {
            Modules = ["again.js"],
        });
}
