using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using Spectre.Console;

namespace Tool.Demo;

/// <summary>Prints a demonstration: each step with the command that does the same, what came of it, and whether that is right.</summary>
internal sealed class DemoScreen(IAnsiConsole console)
{
    private int step;

    /// <summary>How many steps did not come out as they should.</summary>
    public int Wrong { get; private set; }

    /// <summary>Begins a step, with the <c>aws</c> or <c>curl</c> command that does the same.</summary>
    public void Begin(string title, string command)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{++step}. {title}[/]");
        Plain($"   $ {command}");
    }

    /// <summary>Ends it with what came back, and says what was expected where that differs.</summary>
    public bool End(string result, bool isRight, string expected)
    {
        Plain($"   {result}");
        if (!isRight)
        {
            Wrong++;
            console.MarkupLineInterpolated($"   [red]differs: expected {expected}[/]");
        }

        return isRight;
    }

    /// <summary>The header and claims of a token; its signature stays where it is.</summary>
    public void ShowToken(string title, string token)
    {
        var parts = token.Split('.');
        Plain($"   {title}:");
        Plain($"     {Decode(parts[0])}");
        foreach (var (name, value) in (JsonObject)JsonNode.Parse(Decode(parts[1]))!)
        {
            Plain($"     {name}: {value}");
        }
    }

    /// <summary>The verdict at the end.</summary>
    public void Finish(string afterwards)
    {
        console.WriteLine();
        if (Wrong == 0)
        {
            console.MarkupLineInterpolated($"[green]All {step} steps came out as they should.[/]");
        }
        else
        {
            console.MarkupLineInterpolated($"[red]{Wrong} of {step} steps differ.[/]");
        }

        Plain(afterwards);
    }

    // Commands and answers are copied: they must not be wrapped or taken for markup.
    private void Plain(string line) => console.Profile.Out.Writer.WriteLine(line);

    private static string Decode(string part) => Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(part));
}
