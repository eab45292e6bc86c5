using System.Text.Json.Nodes;
using Emulation.Cognito.Pages;

namespace Emulation.StandIns;

/// <summary>What a stand-in answers.</summary>
internal sealed record StandInAnswer
{
    public int Status { get; private init; } = 200;

    /// <summary>Where the browser goes; null where it stays.</summary>
    public string? Location { get; private init; }

    public JsonNode? Json { get; private init; }

    /// <summary>A document of XML.</summary>
    public string? Xml { get; private init; }

    /// <summary>A page for people.</summary>
    public StandInPage? Page { get; private init; }

    /// <summary>Why the stand-in said no, for the decision stream; null where it did not.</summary>
    public string? Refusal { get; private init; }

    public static StandInAnswer To(string location) => new() { Status = 302, Location = location };

    public static StandInAnswer Of(JsonNode json) => new() { Json = json };

    public static StandInAnswer OfXml(string xml) => new() { Xml = xml };

    public static StandInAnswer Of(StandInPage page, string? refusal = null) => new() { Page = page, Refusal = refusal, Status = refusal is null ? 200 : 400 };

    /// <summary>A refusal that only whoever sits at the browser is told.</summary>
    public static StandInAnswer Refuse(int status, string title, string reason) => new()
    {
        Status = status,
        Page = new StandInPage(title, Html.None) { Problem = reason },
        Refusal = reason,
    };

    /// <summary>A refusal as RFC 6749, section 5.2, has it.</summary>
    public static StandInAnswer Refuse(int status, string error, string description, string reason) =>
        Refuse(status, new JsonObject { ["error"] = error, ["error_description"] = description }, reason);

    public static StandInAnswer Refuse(int status, JsonNode json, string reason) => new() { Status = status, Json = json, Refusal = reason };
}

/// <summary>A page of a stand-in.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Body">What stands below the title.</param>
internal sealed record StandInPage(string Title, Html Body)
{
    public string? Problem { get; init; }

    /// <summary>Where the page's form may lead in the end, beside here.</summary>
    public IEnumerable<string> Targets { get; init; } = [];

    /// <summary>Whether the page sends its only form by itself.</summary>
    public bool SendsItself { get; init; }
}
