using Emulation.Cognito.Pages;
using Emulation.Console.Live;
using Emulation.Decisions;

namespace Emulation.Console.Explained;

/// <summary>What a person may change of a call before it is decided, or made, once more.</summary>
internal static class AgainForm
{
    public static Html Of(DecisionEntry entry, ConsoleParts parts) => entry switch
    {
        { IsOfApi: true, HasRoute: true } => Form(
            new AskedCall { Id = entry.Id, Method = entry.Method, Path = entry.Path, Api = entry.Target }, DecisionRow.Of(entry, parts.Names).Principal, parts,
            entry.Subject is not null),
        { Subject: not null } => Html.Of(
            $"""
            <section class="again"><h2>Decide it again</h2><form data-again>{Hidden("id", entry.Id)}{Context()}
            <p class="buttons"><button type="submit" value="{ConsolePaths.Explain}">Explain</button></p></form>
            <div class="result" role="region" aria-live="polite" aria-label="Result"></div></section>
            """),
        _ => Html.None,
    };

    /// <param name="call">What is there at first.</param>
    /// <param name="principal">Who called.</param>
    /// <param name="parts">What runs.</param>
    /// <param name="isKnown">Whether it can be decided for whoever called, by what was decided from before.</param>
    public static Html Form(AskedCall call, string principal, ConsoleParts parts, bool isKnown) => Html.Of(
        $"""
        <section class="again"><h2>Send it again, or ask what would be decided</h2>
        <p class="quiet">Explain decides by the template's policies and sends nothing. Send makes the call through the gateway, signed as that role or user: its function runs.
        No record keeps a body or a query: give them again where they matter.</p>
        <form data-again>{Html.When(call.Id is not null, Hidden("id", call.Id ?? ""))}{Hidden("api", call.Api)}
        <label>As <select name="as">{Html.When(isKnown, Html.Of($"""<option value="" data-same="{principal}">{principal}, as it was</option>"""))}{Html.Join(
            parts.Names.All.Select(static one => one.Name).Append("anonymous").Distinct().Select(name => Option(name, !isKnown && name == principal)))}</select></label>
        <label class="short">Method <input name="method" value="{call.Method}" autocomplete="off" required></label>
        <label class="long">Path, with its query <input name="path" value="{call.Path}" autocomplete="off" required></label>
        <label class="whole">Body <textarea name="body" rows="3" spellcheck="false"></textarea></label>
        {Context()}
        <label class="whole">Token, in the place of a signature <input name="token" autocomplete="off" spellcheck="false"></label>
        <p class="buttons"><button type="submit" value="{ConsolePaths.Explain}">Explain</button> <button type="submit" value="{ConsolePaths.Send}">Send</button></p></form>
        <div class="result" role="region" aria-live="polite" aria-label="Result"></div></section>
        """);

    private static Html Option(string name, bool isChosen) =>
        isChosen ? Html.Of($"""<option value="{name}" selected>{name}</option>""") : Html.Of($"""<option value="{name}">{name}</option>""");

    private static Html Hidden(string name, string value) => Html.Of($"""<input type="hidden" name="{name}" value="{value}">""");

    private static Html Context() => Html.Of(
        $"""
        <label class="whole">Condition keys of the request, a line each (Explain alone)
        <textarea name="context" rows="2" spellcheck="false" placeholder="aws:SourceIp=203.0.113.7"></textarea></label>
        """);
}
