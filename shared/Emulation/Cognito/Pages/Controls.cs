namespace Emulation.Cognito.Pages;

/// <summary>The parts of which the forms are made. Their classes are those that a client's own style sheet may name.</summary>
internal static class Controls
{
    /// <summary>The id of the error text that fields refer to.</summary>
    public const string ProblemId = "problem";

    /// <summary>A form that posts back to a page of the same sign-in.</summary>
    public static Html Form(PageCall call, string path, string csrf, string submit, Html fields)
    {
        var button = Html.Of($"""<button type="submit" class="submitButton-customizable">{call.Say(submit)}</button>""");
        return Html.Of($"""<form method="post" action="{call.Link(path)}">{Hidden(CsrfTokens.Field, csrf)}{fields}{button}</form>""");
    }

    public static Html Hidden(string name, string value) => Html.Of($"""<input type="hidden" name="{name}" value="{value}">""");

    /// <summary>A field. Its label and hint are in the page's language.</summary>
    public static Html Text(PageCall call, Input input)
    {
        var hint = Html.When(input.Hint is not null, Html.Of($"""<p class="hint" id="{input.Name}-hint">{call.Say(input.Hint ?? "")}</p>"""));
        var described = (input.Hint is null ? "" : $"{input.Name}-hint ") + (input.IsFirst ? ProblemId : "");
        var typed = Html.Of($"""type="{input.Type}" autocomplete="{input.Autocomplete}" value="{input.Value}" """);
        return Html.Of(
            $"""
            <div class="field"><label for="{input.Name}" class="label-customizable">{call.Say(input.Label)}</label>{hint}
            <input id="{input.Name}" name="{input.Name}" {typed}class="inputField-customizable" required{Extras(input)} aria-describedby="{described.Trim()}"></div>
            """);
    }

    /// <summary>A link, with its text in the page's language.</summary>
    public static Html Link(PageCall call, string target, string text) => Link(target, call.Say(text));

    /// <summary>A link with its text as it is.</summary>
    public static Html Link(string target, string text) => Html.Of($"""<a href="{target}" class="redirect-customizable">{text}</a>""");

    private static Html Extras(Input input) => Html.Join(
    [
        Html.When(input.IsFirst, Html.Of($" autofocus")),
        Html.When(input.Type is "text" or "email" or "tel", Html.Of($""" autocapitalize="none" spellcheck="false" """)),
        Html.When(input.IsCode, Html.Of($""" inputmode="numeric" pattern="[0-9]*" maxlength="6" """)),
    ]);
}

/// <summary>A field that the user fills in.</summary>
/// <param name="Name">Its name and id.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Type">HTML's type.</param>
/// <param name="Autocomplete">What browsers and password stores fill in.</param>
internal sealed record Input(string Name, string Label, string Type = "text", string Autocomplete = "off")
{
    public string Value { get; init; } = "";

    public string? Hint { get; init; }

    /// <summary>Whether it has the focus when the page opens.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Whether it takes a code of six digits.</summary>
    public bool IsCode { get; init; }

    public static Input Code(string label = "Code") => new("code", label, "text", "one-time-code") { IsCode = true, IsFirst = true };

    public static Input NewPassword(string label, string hint) => new("password", label, "password", "new-password") { Hint = hint };
}
