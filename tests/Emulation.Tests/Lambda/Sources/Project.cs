using Emulation.Lambda;
using Emulation.Lambda.Runtimes;

namespace Emulation.Tests.Lambda.Sources;

/// <summary>A template and the files beside it, in a folder of their own.</summary>
internal sealed class Project : IDisposable
{
    public const string Function = "  F: {Type: AWS::Serverless::Function, Properties: {Handler: app.handler, Runtime: provided.al2023, CodeUri: src} }\n";

    public string Folder { get; } = Directory.CreateTempSubdirectory("sources-").FullName;

    public string Write(string file, string text = "", DateTime? at = null)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (at is { } time)
        {
            File.SetLastWriteTimeUtc(path, time);
        }

        return path;
    }

    /// <summary>The stacks of a template with some resources.</summary>
    public LoadedStacks Load(string resources, string file = "template.yaml", string? published = null)
    {
        var path = Write(file, $"Transform: AWS::Serverless-2016-10-31\nResources:\n{resources}");
        return LoadedStacks.Load(Options(published) with { Templates = [TemplateSource.Parse(path)] });
    }

    /// <summary>The one function of such stacks, with where its code comes from.</summary>
    public DeployedFunction Deployed(string resources, string file = "template.yaml", string? published = null)
    {
        var stacks = Load(resources, file, published);
        return stacks.All.SelectMany(stack => FunctionWiring.Deployed(Options(published), stacks, stack, stack.Functions)).First();
    }

    public string At(string file) => Path.Combine(Folder, file);

    /// <summary>Builds a function, and says how it is started.</summary>
    public async Task<LaunchCommand> StartAsync(DeployedFunction function, params IReadOnlyList<IRuntime> runtimes)
    {
        var build = new FunctionBuild(At(".localaws/build")) { IsForOwnerAlone = true, Runtimes = runtimes.Count == 0 ? LambdaRuntimes.Served : new LambdaRuntimes(runtimes) };
        await build.BuildAsync([function], static _ => { }, TestContext.Current.CancellationToken);
        return build.CommandOf(function);
    }

    public static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static EmulatorOptions Options(string? published) => new() { Templates = [], FunctionsFolder = published };

    /// <summary>What runs any function by a program that is named like its runtime.</summary>
    internal sealed class AnyRuntime : IRuntime
    {
        public string Takes => "anything";

        public string? Lacks => null;

        public string FileOf(DeployedFunction function) => "anything";

        public bool Runs(DeployedFunction function) => true;

        public string? WhyNot(DeployedFunction function) => null;

        public IFunctionProject? ProjectOf(DeployedFunction function) => null;

        public LaunchCommand? CommandOf(DeployedFunction function, string code) => new($"/usr/bin/{function.Function.Runtime}", ["--run", function.Function.Handler], code);
    }
}
