using System.Text.Json;

namespace Integration.Console;

/// <summary>The script in <c>Node</c>, which drives Chromium through the console.</summary>
internal static class Chromium
{
    private static readonly string Folder = Path.Combine(StackFixture.Root, "tests", "Integration", "Console", "Node");

    /// <summary>What a person does, and what is seen then.</summary>
    public static async Task<JsonElement> SeesAsync(string act, Uri address, params IEnumerable<string> more)
    {
        ExternalTool.Require("chromium");
        ExternalTool.Require("node");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules")), "the npm packages are not installed: npm install --prefix tests/Integration/Console/Node");
        var outcome = await ExternalTool.RunAsync("node", [Path.Combine(Folder, "console.mjs"), act, "/usr/bin/chromium", address.AbsoluteUri, .. more]);
        return outcome.ExitCode == 0 ? JsonDocument.Parse(outcome.Output).RootElement : throw new InvalidOperationException($"{act}: {outcome.Output} {outcome.Error}");
    }

    public static string Text(this JsonElement seen, string name) => seen.GetProperty(name).GetString()!;

    public static IEnumerable<string> Texts(this JsonElement seen, string name) => seen.GetProperty(name).EnumerateArray().Select(static one => one.GetString()!);
}
