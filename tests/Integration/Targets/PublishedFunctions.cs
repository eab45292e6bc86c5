using Integration.CommandLine;

namespace Integration.Targets;

/// <summary>The template's functions as <c>localaws publish</c> makes them, for a LocalAws that builds none.</summary>
internal static class PublishedFunctions
{
    public static string Folder { get; } = Path.Combine(StackFixture.Root, "artifacts", "functions");

    public static async Task MakeAsync(string template)
    {
        var published = await Cli.RunAsync("publish", "--template", template, "--output", Folder);
        if (published.ExitCode != 0)
        {
            throw new InvalidOperationException(published.Error);
        }
    }
}
