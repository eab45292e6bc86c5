namespace Emulation.Tests.Lambda.Sources;

/// <summary>A function runs what <c>sam build</c> made of it while that is newer than its sources.</summary>
public sealed class What_sam_build_left : IDisposable
{
    private static readonly DateTime Noon = new(2026, 5, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly Project project = new();

    [Fact]
    public async Task Is_run_when_it_is_newer_than_the_sources()
    {
        Sources(Noon);
        Build(Noon.AddMinutes(1));
        var function = project.Deployed(Project.Function);

        Assert.Equal((project.At(".aws-sam/build/F"), true), (function.Code, function.IsBuilt));
        Assert.Equal("Functions run what 'sam build' made: it is newer than their sources.", (await project.StartAsync(function)).Note);
    }

    [Fact]
    public async Task Is_passed_over_when_a_source_is_newer()
    {
        Sources(Noon);
        Build(Noon.AddMinutes(-1));
        var function = project.Deployed(Project.Function);

        Assert.Equal((project.At("src"), false), (function.Code, function.IsBuilt));
        Assert.Equal("F is taken from its sources, which are newer than what 'sam build' made of them.", (await project.StartAsync(function)).Note);
    }

    [Fact]
    public void Is_as_new_as_the_record_of_the_last_build()
    {
        Sources(Noon);
        Build(Noon.AddMinutes(-1));
        project.Write(".aws-sam/build.toml", at: Noon.AddMinutes(1));

        Assert.True(project.Deployed(Project.Function).IsBuilt);
    }

    /// <summary>What interpreters leave beside sources, and the build itself, are no sources.</summary>
    [Theory]
    [InlineData("src/__pycache__/app.pyc")]
    [InlineData("src/node_modules/p/index.js")]
    [InlineData("src/.aws-sam/build/F/bootstrap")]
    public void Is_not_older_for_a_file_that_is_no_source(string file)
    {
        Sources(Noon);
        Build(Noon.AddMinutes(1));
        project.Write(file, at: Noon.AddMinutes(2));

        Assert.True(project.Deployed(Project.Function).IsBuilt);
    }

    [Fact]
    public async Task Is_run_with_a_word_when_the_sources_cannot_be_run()
    {
        project.Write("src/main.go", at: Noon);
        Build(Noon.AddMinutes(-1));
        var function = project.Deployed(Project.Function);

        Assert.True(function.IsBuilt);
        Assert.Contains("older than its sources: run 'sam build'", (await project.StartAsync(function)).Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_shared_by_functions_of_the_same_sources()
    {
        Sources(Noon);
        Build(Noon.AddMinutes(1), "First");
        project.Write(".aws-sam/build.toml", "[function_build_definitions.a]\ncodeuri = \"src\"\nfunctions = [\"First\", \"F\"]\n\n[function_build_definitions.b]\nfunctions = [\"Other\"]\n", Noon);

        Assert.Equal(project.At(".aws-sam/build/First"), project.Deployed(Project.Function).Code);
        Assert.Equal(project.At("src"), project.Deployed(Project.Function.Replace("F:", "Other:", StringComparison.Ordinal)).Code);
    }

    [Fact]
    public void Of_a_nested_template_is_in_a_folder_of_its_name()
    {
        project.Write("child/src/bootstrap", at: Noon);
        project.Write("child/template.yaml", $"Transform: AWS::Serverless-2016-10-31\nResources:\n{Project.Function}");
        Build(Noon.AddMinutes(1), "Child/F");

        Assert.Equal(project.At(".aws-sam/build/Child/F"), project.Deployed("  Child: {Type: AWS::Serverless::Application, Properties: {Location: child/template.yaml} }\n").Code);
    }

    [Fact]
    public void Is_run_from_the_template_that_sam_build_wrote()
    {
        project.Write(".aws-sam/build/F/bootstrap");
        project.Write(".aws-sam/build/F/requirements.txt");
        const string built = "  F: {Type: AWS::Serverless::Function, Metadata: {BuildMethod: makefile}, Properties: {Handler: h, Runtime: provided.al2023, CodeUri: F} }\n";
        var function = project.Deployed(built, ".aws-sam/build/template.yaml");

        Assert.Equal((project.At(".aws-sam/build/F"), true, null), (function.Code, function.IsBuilt, function.Source));
    }

    /// <summary>The next <c>sam build</c> deletes all that is beside that template.</summary>
    [Fact]
    public void Does_not_hold_the_state_of_the_stack()
    {
        project.Write(".aws-sam/build/F/bootstrap");
        var stacks = project.Load(Project.Function.Replace("src", "F", StringComparison.Ordinal), ".aws-sam/build/template.yaml");

        Assert.Equal(project.Folder, stacks.Folder);
    }

    [Fact]
    public void Gives_way_to_what_is_published()
    {
        Sources(Noon);
        Build(Noon.AddMinutes(1));
        project.Write("published/F/bootstrap");

        Assert.Equal(project.At("published/F"), project.Deployed(Project.Function, published: project.At("published")).Code);
    }

    public void Dispose() => project.Dispose();

    private void Sources(DateTime at) => project.Write("src/bootstrap", at: at);

    private void Build(DateTime at, string function = "F")
    {
        project.Write($".aws-sam/build/{function}/bootstrap", at: Noon.AddYears(-1));
        project.Write(".aws-sam/build/template.yaml", at: at);
    }
}
