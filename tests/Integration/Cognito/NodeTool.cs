namespace Integration.Cognito;

/// <summary>The scripts in <c>Node</c>, with the npm packages that they use.</summary>
internal static class NodeTool
{
    private static readonly string Folder = Path.Combine(StackFixture.Root, "tests", "Integration", "Cognito", "Node");

    public static async Task<ExternalTool.Outcome> RunAsync(string script, params IEnumerable<string> arguments)
    {
        ExternalTool.Require("node");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules")), "the npm packages are not installed: npm install --prefix tests/Integration/Cognito/Node");
        var outcome = await ExternalTool.RunAsync("node", [Path.Combine(Folder, script), .. arguments]);
        return outcome.ExitCode == 0 ? outcome : throw new InvalidOperationException($"{script}: {outcome.Output} {outcome.Error}");
    }
}
