using System.Collections.Immutable;
using System.Globalization;
using Emulation.Access;
using Emulation.Cognito.Pages;
using Emulation.Console.Explained;

namespace Emulation.Console.WhatIf;

/// <summary><c>/_localaws/what-if</c>: a policy to be edited, and who would gain or lose, at once. Nothing of it is put in force or written anywhere.</summary>
internal static class WhatIfPage
{
    public static Task HandleAsync(HttpContext http, ConsoleParts parts) => HttpMethods.IsPost(http.Request.Method) ? JudgeAsync(http, parts) : SendAsync(http, parts);

    private static Task SendAsync(HttpContext http, ConsoleParts parts)
    {
        var blocks = PolicyBlock.All(parts.Stacks);
        var at = http.Request.Query["at"].ToString();
        var chosen = blocks.FirstOrDefault(block => block.Place == at) ?? blocks.FirstOrDefault(block => block.Has(at)) ?? blocks.FirstOrDefault();
        return ConsoleFrame.SendAsync(http, parts.Stacks, new ConsolePage("What if", ConsolePaths.WhatIf, Html.Of(
            $"""
            <h1>What if a policy were another?</h1>
            <p class="quiet">Edit it here: who would gain or lose access is told at once, from the whole template. Nothing is put in force and no file is written.</p>
            {(chosen is null || TextOf(chosen) is not { } text ? Html.Of($"<p>No template has a policy with statements of its own.</p>") : Editor(blocks, chosen, text, at))}
            """))
        {
            Modules = ["what-if.js"],
        });
    }

    private static Html Editor(ImmutableArray<PolicyBlock> blocks, PolicyBlock chosen, string text, string at) => Html.Of(
        $"""
        <form class="line-form" method="get" action="{ConsolePaths.WhatIf}" data-choose>
        <label>Policy <select name="at">{Html.Join(blocks.Select(block => Option(block, block == chosen)))}</select></label>
        <button type="submit">Show</button></form>
        <div class="columns"><div>
        <label class="whole">{chosen.Place}: the statements of {chosen.Name}
        <textarea class="editor" spellcheck="false" autocapitalize="off" wrap="off"
        rows="{Math.Clamp(chosen.Last - chosen.First + 2, 8, 36).ToString(CultureInfo.InvariantCulture)}"
        data-place="{chosen.Place}" data-address="{ConsolePaths.WhatIf}" data-line="{LineIn(chosen, at)}">{"\n"}{text}</textarea></label>
        <p class="buttons"><button type="button" data-reset>Start over</button></p>
        </div><div><div class="judged" role="region" aria-live="polite" aria-label="Who would gain and lose"><h2>Who would gain, who would lose</h2>
        <p class="quiet">Nothing is changed yet.</p></div></div></div>
        """);

    private static Html Option(PolicyBlock block, bool isChosen) => isChosen
        ? Html.Of($"""<option value="{block.Place}" selected>{block.Name} ({block.Place})</option>""")
        : Html.Of($"""<option value="{block.Place}">{block.Name} ({block.Place})</option>""");

    /// <summary>The line that somebody came for, counted from the policy's first.</summary>
    private static string LineIn(PolicyBlock block, string at) => !block.Has(at) ? "0"
        : (int.Parse(at.AsSpan(at.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture) - block.First).ToString(CultureInfo.InvariantCulture);

    private static string? TextOf(PolicyBlock block) =>
        TemplateLines.Read(block.File) is { } lines && lines.Length >= block.Last ? string.Join('\n', lines[(block.First - 1)..block.Last]) : null;

    private static async Task JudgeAsync(HttpContext http, ConsoleParts parts)
    {
        if (await ConsolePost.ReadAsync(http, EditedPolicyJson.Default.EditedPolicy).ConfigureAwait(false) is not { } edited)
        {
            return;
        }

        try
        {
            var (changes, patch) = edited.Judge(parts);
            await ConsolePost.AnswerAsync(http, Judged(changes, patch, parts)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is UsageException or TemplateException)
        {
            await ConsolePost.AnswerAsync(http, Html.Of(
                $"""
                <h2>It cannot be read so</h2>{Html.Join(((e as TemplateException)?.Errors.Select(static error => error.ToString()) ?? [e.Message])
                    .Select(static line => Html.Of($"""<p class="caution">{line}</p>""")))}
                """)).ConfigureAwait(false);
        }
    }

    private static Html Judged(ImmutableArray<AccessChange> changes, string patch, ConsoleParts parts) => Html.Of(
        $"""
        <h2>Who would gain, who would lose</h2>
        {(changes.IsEmpty ? Html.Of($"<p>Everybody could do what they can.</p>") : Html.Of(
            $"""<ul class="gains">{Html.Join(changes.Select(change => Html.Of(
                $"""<li class="{(change.IsGain ? "gained" : "lost")}"><b>{(change.IsGain ? "gain" : "loss")}</b> {parts.Shortened(change.Text)}</li>""")))}</ul>"""))}
        {Html.When(patch.Length > 0, Html.Of(
            $"""
            <h2>As a patch of the template</h2><p><button type="button" data-copy>Copy</button> <span class="quiet">for git apply, in the template's folder</span></p>
            <pre class="patch" tabindex="0"><code>{patch}</code></pre>
            """))}
        """);
}
