using System.Text.Json;

namespace Emulation.Lambda;

/// <summary>Tells how a folder of published files is started.</summary>
internal static class PublishedCode
{
    /// <summary>What to do where nothing can be compiled.</summary>
    public const string Elsewhere = "publish the functions elsewhere ('localaws publish --output FOLDER') and name that folder with --functions; the container image looks for it at /functions.";

    /// <summary>The program that runs .NET assemblies; null where none is installed.</summary>
    public static string? DotnetPath { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : FindDotnet();

    /// <summary>A <c>bootstrap</c>, a program that brings its own runtime or needs none, or an assembly.</summary>
    /// <param name="function">The function.</param>
    /// <param name="code">The folder of its files.</param>
    /// <exception cref="FunctionBuildException">The folder has nothing to start, or what it has cannot run here.</exception>
    public static LaunchCommand CommandOf(FunctionSpec function, string code)
    {
        var assembly = Path.Combine(code, $"{function.Handler}.dll");
        foreach (var program in (ReadOnlySpan<string>)[Path.Combine(code, "bootstrap"), Path.Combine(code, function.Handler)])
        {
            if (File.Exists(program) && (Path.GetFileName(program) == "bootstrap" || !File.Exists(assembly) || BringsItsRuntime(assembly)))
            {
                return new LaunchCommand(program, [], code);
            }
        }

        if (!File.Exists(assembly))
        {
            throw new FunctionBuildException(
                $"{function.Name} ({function.Runtime}): {code} has neither '{function.Handler}.dll' nor 'bootstrap'. LocalAws runs functions that speak the Lambda Runtime API: "
                + "let CodeUri name a .NET project whose assembly is the Handler, a folder with its published files, or a folder with a bootstrap."
                + (DotnetPath is null ? $" Nothing can be compiled here: {Elsewhere}" : ""));
        }

        return DotnetPath is { } dotnet
            ? new LaunchCommand(dotnet, ["exec", assembly], code)
            : throw new FunctionBuildException(
                $"{function.Name} ({function.Runtime}): {assembly} needs the .NET runtime, and there is no 'dotnet' here. Publish it with its runtime ('localaws publish', or 'dotnet publish --self-contained'), "
                + "or install the runtime; for the container image choose a base that has it: docker build --build-arg BASE=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled.");
    }

    /// <summary>Whether the files include .NET itself. .NET's "runtimeconfig.json", the member <c>includedFrameworks</c>.</summary>
    private static bool BringsItsRuntime(string assembly)
    {
        var settings = Path.ChangeExtension(assembly, ".runtimeconfig.json");
        if (!File.Exists(settings))
        {
            return false;
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(settings));
        return json.RootElement.TryGetProperty("runtimeOptions", out var options) && options.TryGetProperty("includedFrameworks", out _);
    }

    private static string? FindDotnet()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name))) ? name : null;
    }
}
