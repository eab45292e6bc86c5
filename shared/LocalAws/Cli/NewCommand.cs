using System.CommandLine;
using Emulation;
using Tool.Scaffold;

namespace Tool.Cli;

/// <summary><c>localaws new</c>: a service with its route, role, policy and tests, to begin from.</summary>
internal static class NewCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The service's name, such as Shipping." };
        var output = new Option<string?>("--output", "-o") { Description = "The folder to make. Default: one of the service's name.", HelpName = "FOLDER" };
        var source = new Option<string?>("--source")
        {
            Description = "A folder with LocalAws's packages, if your NuGet sources have none. A nuget.config names it beside them.",
            HelpName = "FOLDER",
        };
        var command = new Command("new", "Make a service with its route, role, policy and tests.") { name, output, source };
        command.SetAction(parsed => Guard.RunAsync(() => RunAsync(parsed.GetValue(name)!, parsed.GetValue(output) ?? parsed.GetValue(name)!, parsed.GetValue(source))));
        return command;
    }

    private static async Task<int> RunAsync(string name, string folder, string? source)
    {
        if (source is not null && !Directory.Exists(source))
        {
            throw new UsageException($"--source {source}: there is no such folder.");
        }

        try
        {
            foreach (var file in ServiceScaffold.Write(name, folder, source))
            {
                await Console.Out.WriteLineAsync(Path.Combine(folder, file)).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(e.Message);
        }

        await Console.Out.WriteLineAsync($"Next: cd {folder} && dotnet test").ConfigureAwait(false);
        if (source is null)
        {
            await Console.Out.WriteLineAsync(
                "It restores LocalAws's packages from your NuGet sources. Where none has them, make it with --source FOLDER: where 'dotnet pack -c Release' has put them, "
                + "in LocalAws's repository artifacts/package/release.").ConfigureAwait(false);
        }

        return CommandLine.Done;
    }
}
