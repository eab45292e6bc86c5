using Emulation.Lambda;

namespace Emulation.Tests.Lambda.Sources;

/// <summary><c>BuildMethod: makefile</c>: the target of the function's name puts its files into <c>ARTIFACTS_DIR</c>.</summary>
public sealed class Code_that_a_makefile_makes : IDisposable
{
    private const string Template = "  F: {Type: AWS::Serverless::Function, Metadata: {BuildMethod: makefile}, Properties: {Handler: h, Runtime: provided.al2023, CodeUri: src} }\n";

    private readonly Project project = new();

    [Fact]
    public async Task Is_what_its_target_puts_into_the_folder()
    {
        NeedMake();
        project.Write("src/main.sh", "#!/bin/sh");
        project.Write("src/Makefile", "build-F:\n\ttouch made\n\tcp main.sh $(ARTIFACTS_DIR)/bootstrap\n");
        var command = await project.StartAsync(project.Deployed(Template));

        Assert.Equal("#!/bin/sh", await File.ReadAllTextAsync(command.Program, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(project.At("src/made")), "it is made in a copy of the sources");
    }

    [Fact]
    public async Task Is_made_again_when_a_source_changes_and_has_nothing_of_before()
    {
        NeedMake();
        project.Write("src/Makefile", "build-F:\n\ttouch $(ARTIFACTS_DIR)/bootstrap $(ARTIFACTS_DIR)/old\n");
        await project.StartAsync(project.Deployed(Template));
        project.Write("src/Makefile", "build-F:\n\ttouch $(ARTIFACTS_DIR)/bootstrap\n");
        var command = await project.StartAsync(project.Deployed(Template));

        Assert.False(File.Exists(Path.Combine(command.Folder, "old")));
    }

    [Fact]
    public async Task That_fails_is_told_by_the_functions_name_in_makes_words()
    {
        NeedMake();
        project.Write("src/Makefile", "build-F:\n\t@echo no compiler here >&2; exit 3\n");
        var refusal = await Assert.ThrowsAsync<FunctionBuildException>(() => project.StartAsync(project.Deployed(Template)));

        Assert.StartsWith("F: its Makefile does not make it: make ended with 2:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("no compiler here", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_not_there_without_a_makefile_which_closes_the_function()
    {
        project.Write("src/main.sh");

        Assert.Contains($"'BuildMethod: makefile' needs {project.At("src/Makefile")}", project.Load(Template).Main.Functions[0].Closed?.Message, StringComparison.Ordinal);
    }

    public void Dispose() => project.Dispose();

    private static void NeedMake() => Assert.SkipWhen(Emulation.Lambda.Runtimes.SearchPath.Find("make") is null, "'make' is not on the PATH");
}
