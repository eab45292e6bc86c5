using Emulation.Cognito.Pages;
using Emulation.Cognito.Pools;

namespace Emulation.StandIns;

/// <summary>The page where somebody chooses who to be: people with a button each, claims of one's own, and what is to go wrong.</summary>
internal static class ChoicePage
{
    /// <summary>Where the page's form goes, below the stand-in.</summary>
    public const string Path = "/choice";

    public const string Visit = "visit";
    public const string Person = "person";
    public const string Claims = "claims";
    public const string Fault = "fault";

    /// <summary>The button of whoever writes claims.</summary>
    public const string OfClaims = "claims";

    /// <param name="standIn">The stand-in.</param>
    /// <param name="key">The key of the visit.</param>
    /// <param name="visit">The visit.</param>
    /// <param name="store">The pools.</param>
    /// <param name="wrong">What is wrong with the claims that were sent, and those claims.</param>
    public static StandInAnswer Show(StandInProvider standIn, string key, StandInVisit visit, PoolStore store, (string Problem, string Claims, string? Fault)? wrong = null)
    {
        var people = Html.Join(TestPerson.All.Select(person => Html.Of(
            $"""
            <button type="submit" name="{Person}" value="{person.Key}" class="idpButton-customizable person"><strong>{person.Name}</strong> <span>{person.Note}</span></button>

            """)));
        var faults = Html.Join(standIn.Kind.Faults.Select(fault => Html.Of(
            $"""<option value="{fault.Name}"{Html.When(fault.Name == wrong?.Fault, Html.Of($" selected"))}>{fault.Label}</option>""")));
        var claims = wrong?.Claims ?? StandInClaims.Show(TestPerson.All[0].ClaimsAt(standIn.Provider));
        var attributes = Html.Of($"""id="{Claims}" name="{Claims}" rows="9" spellcheck="false" autocapitalize="none" autocomplete="off" class="inputField-customizable claims" """);
        var body = Html.Of(
            $"""
            <p class="textDescription-customizable">Nobody of {standIn.Title} is asked, and no password. Choose who you are for the user pool {standIn.Pool.Name}.</p>
            <form method="post" action="{standIn.Place}{Path}">{Controls.Hidden(Visit, key)}
            <div role="group" aria-label="Test people">
            {people}</div>
            <div class="field after"><label for="{Fault}" class="label-customizable">What goes wrong</label>
            <select id="{Fault}" name="{Fault}" class="inputField-customizable"><option value="">Nothing</option>{faults}</select></div>
            <div class="field"><label for="{Claims}" class="label-customizable">Somebody else, by claims</label>
            <p class="hint" id="{Claims}-hint">JSON, as {standIn.Title} says it.
            <code>{standIn.Kind.UserClaim}</code> names the user; without it the name follows from the rest.</p>
            <textarea {attributes}aria-describedby="{Claims}-hint {Controls.ProblemId}">{claims}</textarea></div>
            <button type="submit" name="{Person}" value="{OfClaims}" class="submitButton-customizable">Sign in with these claims</button>
            </form>
            """);
        return StandInAnswer.Of(
            new StandInPage($"Sign in with {standIn.Title}", body) { Problem = wrong?.Problem, Targets = standIn.Targets(visit.ReturnUrl, store) }, wrong?.Problem);
    }

    /// <summary>The visit is over.</summary>
    public static StandInAnswer TooLate() =>
        StandInAnswer.Refuse(400, "Too late", "This page was used before, or is older than ten minutes. Begin again at the application.");

    /// <summary>A form that goes to the pool by itself, for answers that are posted. Without scripts it has a button.</summary>
    public static StandInAnswer Post(StandInProvider standIn, StandInVisit visit, PoolStore store, IEnumerable<(string Name, string? Value)> fields)
    {
        var hidden = Html.Join(fields.Where(static field => field.Value is not null).Select(static field => Controls.Hidden(field.Name, field.Value!)));
        var button = Html.Of($"""<button type="submit" class="submitButton-customizable">Continue</button>""");
        return StandInAnswer.Of(new StandInPage($"Back from {standIn.Title}", Html.Of($"""<form method="post" action="{visit.ReturnUrl}">{hidden}{button}</form>"""))
        {
            Targets = standIn.Targets(visit.ReturnUrl, store),
            SendsItself = true,
        });
    }
}
