using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Emulation.Tests.Lambda.Sources;

namespace Emulation.Tests.Lambda;

/// <summary>What on Lambda is in <c>/opt</c> is in the layers' folders, and the variables of the process lead there.</summary>
public sealed class Layers_of_a_function : IDisposable
{
    private const string Elsewhere = "arn:aws:lambda:us-east-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-x86_64:7";
    private const string Adapter = "arn:aws:lambda:us-east-1:753240598075:layer:LambdaAdapterLayerX86:25";

    private readonly Project project = new();

    [Fact]
    public void Are_where_python_looks_for_packages_the_last_one_first()
    {
        project.Write("first/python/a.py");
        project.Write("first/python/lib/python3.13/site-packages/b.py");
        project.Write("second/python/a.py");

        Assert.Equal(
            $"/deps:{At("first/python/lib/python3.13/site-packages")}:{At("second/python")}:{At("first/python")}",
            Variable("python3.13", "PYTHONPATH", ["first", "second"], before: new() { ["PYTHONPATH"] = "/deps" }));
    }

    [Fact]
    public void Are_where_node_looks_for_packages()
    {
        project.Write("first/nodejs/node_modules/a/index.js");
        project.Write("first/nodejs/node22/node_modules/a/index.js");
        project.Write("first/nodejs/node20/node_modules/a/index.js");

        Assert.Equal($"{At("first/nodejs/node22/node_modules")}:{At("first/nodejs/node_modules")}", Variable("nodejs22.x", "NODE_PATH", ["first"]));
    }

    [Fact]
    public void Have_programs_and_libraries_for_any_runtime()
    {
        project.Write("first/bin/tool");
        project.Write("first/lib/libx.so");

        Assert.Equal($"{Environment.GetEnvironmentVariable("PATH")}:{At("first/bin")}", Variable("provided.al2023", "PATH", ["first"]));
        Assert.Equal($"/own:{At("first/lib")}", Variable("provided.al2023", "LD_LIBRARY_PATH", ["first"], ("LD_LIBRARY_PATH", "/own")));
    }

    [Fact]
    public void Add_nothing_that_they_do_not_have()
    {
        project.Write("first/readme");

        Assert.Empty(Over("python3.13", ["first"]).Variables);
    }

    [Theory]
    [InlineData("/opt/etc/settings.json", "second/etc/settings.json")]
    [InlineData("/opt/data", "first/data")]
    [InlineData("https://example.com/opt/data", null)]
    [InlineData("/opt/elsewhere", null)]
    [InlineData("/opts/data", null)]
    [InlineData("/opt/etc", null)]
    public void Are_meant_by_the_templates_own_variables_where_it_is_clear_which(string value, string? leadsTo)
    {
        project.Write("first/etc/settings.json");
        project.Write("first/data/x");
        project.Write("second/etc/settings.json");

        Assert.Equal(leadsTo is null ? value : At(leadsTo), Variable("python3.13", "SETTINGS", ["first", "second"], ("SETTINGS", value)));
    }

    [Fact]
    public void Are_all_meant_by_a_list_of_folders()
    {
        project.Write("first/python/a.py");
        project.Write("second/python/b.py");

        Assert.Equal($"/x:{At("second/python")}:{At("first/python")}", Variable("java21", "PYTHONPATH", ["first", "second"], ("PYTHONPATH", "/x:/opt/python")));
    }

    [Fact]
    public void Have_the_wrapper_that_starts_the_runtime()
    {
        project.Write("first/wrap");
        var command = Over("python3.13", ["first"], ("AWS_LAMBDA_EXEC_WRAPPER", "/opt/wrap"));

        Assert.Equal((At("first/wrap"), "/usr/bin/python3.13 --run h"), (command.Program, string.Join(' ', command.Arguments)));
    }

    [Fact]
    public void Are_not_needed_for_a_wrapper_in_the_functions_own_folder() =>
        Assert.Equal("/code/wrap", Over("python3.13", [], ("AWS_LAMBDA_EXEC_WRAPPER", "/var/task/wrap")).Program);

    [Fact]
    public void Wrap_no_program_that_is_its_own_runtime() => Assert.Equal("/usr/bin/provided.al2023", Over("provided.al2023", [], ("AWS_LAMBDA_EXEC_WRAPPER", "/var/task/wrap")).Program);

    [Fact]
    public async Task Of_the_template_are_their_folders_archives_and_what_sam_build_made()
    {
        Bootstrap();
        project.Write("plain/bin/a");
        project.Write("built-sources/b", at: new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        project.Write(".aws-sam/build/Built/bin/b");
        project.Write(".aws-sam/build/template.yaml");
        project.Write("zipped/bin/c");
        System.IO.Compression.ZipFile.CreateFromDirectory(At("zipped"), At("zipped.zip"));
        var function = project.Deployed(
            $"{Function("[!Ref Plain, !Ref Built, !Ref Zipped]")}{Layer("Plain", "plain")}{Layer("Built", "built-sources", "python3.13")}{Layer("Zipped", "zipped.zip")}");
        var path = (await project.StartAsync(function)).Variables["PATH"].Split(':')[^3..];

        Assert.Equal([At(".aws-sam/build/Built/bin"), At("plain/bin")], path[1..]);
        Assert.True(File.Exists(Path.Combine(path[0], "c")));
    }

    [Fact]
    public async Task Are_made_by_their_makefile()
    {
        Assert.SkipWhen(SearchPath.Find("make") is null, "'make' is not on the PATH");
        Bootstrap();
        project.Write("layer/Makefile", "build-Made:\n\tmkdir -p $(ARTIFACTS_DIR)/bin\n\ttouch $(ARTIFACTS_DIR)/bin/a\n");
        var path = (await project.StartAsync(project.Deployed($"{Function("[!Ref Made]")}{Layer("Made", "layer", "makefile")}"))).Variables["PATH"].Split(':')[^1];

        Assert.True(File.Exists(Path.Combine(path, "a")));
    }

    [Fact]
    public async Task Are_built_for_python_with_their_sources()
    {
        Bootstrap();
        project.Write("layer/shared/tools.py");
        var function = project.Deployed($"{Function("[!Ref Shared]")}{Layer("Shared", "layer", "python3.13")}");
        await project.StartAsync(function);

        Assert.True(File.Exists(At(".localaws/build/Shared/python/shared/tools.py")));
    }

    [Fact]
    public async Task That_cannot_be_built_are_told_by_the_function_and_the_layer()
    {
        Assert.SkipWhen(Interpreter.Find(["python3"], "-c", "import sys, platform, pip; print(platform.python_version()); print(sys.executable)") is null, "there is no 'python3' with pip");
        Bootstrap();
        project.Write("layer/requirements.txt", "./no-such-package");
        var function = project.Deployed($"{Function("[!Ref Shared]")}{Layer("Shared", "layer", "python3.13")}");
        var refusal = await Assert.ThrowsAsync<FunctionBuildException>(() => project.StartAsync(function));

        Assert.StartsWith("F: the packages of the layer Shared cannot be installed", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("no-such-package", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_are_elsewhere_are_noted_and_the_function_runs()
    {
        Bootstrap();
        var function = project.Deployed(Function($"['{Elsewhere}']"));

        Assert.Null(project.Load(Function($"['{Elsewhere}']")).Main.Functions[0].Closed);
        Assert.StartsWith($"The layer {Elsewhere} is not on this machine", (await project.StartAsync(function)).Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_another_stack_are_found_by_their_arn()
    {
        Bootstrap();
        project.Write("shared/bin/a");
        project.Write("child.yaml", $"Transform: AWS::Serverless-2016-10-31\nParameters: {{L: {{Type: String}} }}\nResources:\n{Function("[!Ref L]")}");
        var stacks = project.Load(
            $"{Layer("Shared", "shared")}  Child: {{Type: AWS::Serverless::Application, Properties: {{Location: child.yaml, Parameters: {{L: !Ref Shared}} }} }}\n");
        var function = Assert.Single(FunctionWiring.Deployed(new EmulatorOptions { Templates = [] }, stacks, stacks.All[1], stacks.All[1].Functions));

        Assert.Equal(At("shared"), Assert.Single(function.Layers).Folder);
    }

    [Theory]
    [InlineData(Adapter, "", "is the Lambda Web Adapter")]
    [InlineData(Elsewhere, "Environment: {Variables: {AWS_LAMBDA_EXEC_WRAPPER: /opt/wrap} }, Runtime: dotnet10, ", "It is started by /opt/wrap, and its layer " + Elsewhere)]
    public void Close_the_function_where_it_could_not_start_without_them(string layer, string more, string why)
    {
        Bootstrap();

        Assert.Contains(why, project.Load(Function($"['{layer}']", more)).Main.Functions[0].Closed?.Message, StringComparison.Ordinal);
    }

    public void Dispose() => project.Dispose();

    private static string Function(string layers, string more = "") =>
        $"  F: {{Type: AWS::Serverless::Function, Properties: {{Handler: app, {(more.Contains("Runtime", StringComparison.Ordinal) ? more : $"Runtime: provided.al2023, {more}")}CodeUri: src, Layers: {layers}}} }}\n";

    private static string Layer(string name, string content, string? method = null) =>
        $"  {name}: {{Type: AWS::Serverless::LayerVersion, {(method is null ? "" : $"Metadata: {{BuildMethod: {method}}}, ")}Properties: {{ContentUri: {content}}} }}\n";

    private void Bootstrap() => project.Write("src/bootstrap");

    private string At(string file) => project.At(file);

    private string? Variable(string runtime, string name, string[] layers, params (string Name, string Value)[] own) => Over(runtime, layers, own).Variables.GetValueOrDefault(name);

    private string? Variable(string runtime, string name, string[] layers, Dictionary<string, string> before) =>
        new LayerFolders([.. layers.Select(At)]).Over(new LaunchCommand("p", [], "/code") { Variables = before }, new DeployedFunction(Given.Function("f", "h", runtime), "/code"))
            .Variables.GetValueOrDefault(name);

    private LaunchCommand Over(string runtime, string[] layers, params (string Name, string Value)[] own) => new LayerFolders([.. layers.Select(At)]).Over(
        new LaunchCommand($"/usr/bin/{runtime}", ["--run", "h"], "/code"),
        new DeployedFunction(Given.Function("f", "h", runtime) with { Environment = own.ToDictionary(static one => one.Name, static one => one.Value) }, "/code"));
}
