namespace Emulation.Lambda.Runtimes;

/// <summary>A program in a folder of published files: a <c>bootstrap</c>, or one named like the handler that brings its own runtime or needs none.</summary>
internal static class PublishedProgram
{
    public const string Bootstrap = "bootstrap";

    /// <summary>How it is started; null when there is none. It may be a .NET program, compiled ahead or not, so it gets what those look for.</summary>
    public static LaunchCommand? In(DeployedFunction function, string code)
    {
        var bootstrap = Path.Combine(code, Bootstrap);
        var named = Path.Combine(code, function.Function.Handler);
        var program = File.Exists(bootstrap) ? bootstrap : File.Exists(named) && NeedsNothingElse($"{named}.dll") ? named : null;
        return program is null ? null : new LaunchCommand(program, [], code) { Variables = DotnetHost.VariablesOf(function.Function) };
    }

    private static bool NeedsNothingElse(string assembly) => !File.Exists(assembly) || BringsItsRuntime(assembly);

    /// <summary>Whether the files include .NET itself.</summary>
    private static bool BringsItsRuntime(string assembly)
    {
        var settings = Path.ChangeExtension(assembly, ".runtimeconfig.json");
        return File.Exists(settings) && DotnetSettings.Read(settings).BringsItself;
    }
}
