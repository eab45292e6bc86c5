using System.Diagnostics;
using System.Runtime.InteropServices;
using Benchmarks.Ratios;

namespace Benchmarks.Start;

/// <summary>
/// LocalAws as it is published for this system, with the functions of the repository's template, and beside it the least programs of their kind, published by the same
/// settings: in a temporary folder, which goes with this.
/// </summary>
internal sealed class PublishedPrograms : IDisposable
{
    private const string Hello = """
        Console.WriteLine("hello world");
        """;

    private const string Server = """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Hosting;
        using Microsoft.AspNetCore.Http;

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(args[0]);
        var app = builder.Build();
        app.Run(static context => context.Response.WriteAsync("hello world"));
        app.Run();
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-published-").FullName;

    private PublishedPrograms()
    {
    }

    /// <summary>The program under test.</summary>
    public string LocalAws { get; private set; } = "";

    /// <summary>Writes a line, and ends.</summary>
    public string HelloWorld { get; private set; } = "";

    /// <summary>Kestrel at the address that it is given, and nothing else.</summary>
    public string BareServer { get; private set; } = "";

    /// <summary>The functions of the repository's template.</summary>
    public string Functions => Path.Combine(folder, "functions");

    public static async Task<PublishedPrograms> MakeAsync()
    {
        var made = new PublishedPrograms();
        made.LocalAws = Environment.GetEnvironmentVariable("LOCALAWS_PROGRAM") is { Length: > 0 } program
            ? program
            : await made.PublishAsync(Path.Combine(ReferenceTemplate.Repository, "shared", "LocalAws"), "LocalAws");
        made.HelloWorld = await made.PublishAsync(made.Write("HelloWorld", "Microsoft.NET.Sdk", Hello), "HelloWorld");
        made.BareServer = await made.PublishAsync(made.Write("BareServer", "Microsoft.NET.Sdk.Web", Server), "BareServer");
        await RunAsync(made.LocalAws, ["publish", "--template", ReferenceTemplate.Path, "--output", made.Functions]);
        return made;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Write(string name, string sdk, string source)
    {
        var project = Directory.CreateDirectory(Path.Combine(folder, "source", name)).FullName;
        File.WriteAllText(Path.Combine(project, "Program.cs"), source);
        File.WriteAllText(Path.Combine(project, $"{name}.csproj"), $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
              <Import Project="{Path.Combine(ReferenceTemplate.Repository, "shared", "LocalAws", "Native.props")}" />
            </Project>
            """);
        return project;
    }

    private async Task<string> PublishAsync(string project, string name)
    {
        var output = Path.Combine(folder, name);
        await RunAsync("dotnet", [
            "publish", project, "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier, "--output", output,
            "--artifacts-path", Path.Combine(folder, "artifacts", name), "--nologo", "--verbosity", "quiet",
        ]);
        return Path.Combine(output, OperatingSystem.IsWindows() ? $"{name}.exe" : name);
    }

    private static async Task RunAsync(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', start.ArgumentList)} failed:\n{await output}{await error}");
        }
    }
}
