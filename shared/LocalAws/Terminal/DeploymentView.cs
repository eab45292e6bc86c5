using System.Globalization;
using Spectre.Console;

namespace Tool.Terminal;

/// <summary>What a person sees of a change while LocalAws runs: that it is in force, and who gained or lost what by it; or why it is not.</summary>
internal sealed class DeploymentView(IAnsiConsole console, TimeProvider time)
{
    private TextWriter Plain => console.Profile.Out.Writer;

    private string Now => time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Files below this folder by their names from here.</summary>
    private static string Near(string line) => line.Replace($"{Environment.CurrentDirectory}{Path.DirectorySeparatorChar}", "", StringComparison.Ordinal);

    /// <summary>A project is built.</summary>
    public void Building(string project) => Plain.WriteLine($"{Now} Building {project}");

    /// <summary>A change is in force.</summary>
    public void Deployed(IReadOnlyList<string> changed, TimeSpan took, IReadOnlyList<string> access, IReadOnlyList<string> closed, IReadOnlyList<string> renewed)
    {
        console.MarkupInterpolated($"{Now} [green]In force[/]");
        var what = changed.Count == 0 ? "what has changed" : Near(string.Join(", ", changed));
        Plain.Write(string.Create(CultureInfo.InvariantCulture, $" after {took.TotalSeconds:0.0} s: {what}."));
        Plain.Write(access.Count == 0 ? " Nobody gained or lost a route." : "");
        Plain.WriteLine(renewed.Count == 0 ? "" : $" New processes for {string.Join(", ", renewed)}.");
        foreach (var line in access)
        {
            Plain.WriteLine($"         {Near(line)}");
        }

        foreach (var line in closed)
        {
            Plain.WriteLine($"         closed now: {Near(line)}");
        }
    }

    /// <summary>A change is not in force, and what ran before runs on.</summary>
    public void Failed(IReadOnlyList<string> errors)
    {
        console.MarkupInterpolated($"{Now} [red]Not in force[/]");
        Plain.WriteLine(", what ran before runs on:");
        foreach (var line in errors)
        {
            Plain.WriteLine($"         {Near(line).ReplaceLineEndings($"{Environment.NewLine}         ")}");
        }
    }
}
