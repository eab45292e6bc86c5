using System.CommandLine;
using Emulation;
using Tool.Terminal;

namespace Tool.Cli;

/// <summary><c>localaws publish</c>: the functions with what they need, for the container image, which compiles and installs nothing.</summary>
internal static class PublishCommand
{
    public static Command Create(StackArguments stack)
    {
        var output = new Option<string>("--output", "-o")
        {
            Description = "Folder for the published files, a folder for each project, or for each function.", HelpName = "FOLDER", Required = true,
        };
        var runtime = new Option<string>("--runtime")
        {
            Description = "The system that they will run on.",
            HelpName = "linux-x64|linux-arm64",
            DefaultValueFactory = _ => FunctionWiring.LinuxOfThisMachine,
        };
        runtime.AcceptOnlyFromAmong("linux-x64", "linux-arm64", "linux-musl-x64", "linux-musl-arm64");
        var command = new Command("publish", "Publish the functions for a LocalAws in a container: mount the folder at /functions.") { output, runtime };
        stack.AddTo(command);
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var options = stack.Read(parsed);
            var stacks = LoadedStacks.Load(options);
            IReadOnlyList<Sam.Function> closed = [];
            await BuildProgress.RunAsync(async (report, _) =>
                closed = await FunctionWiring.PublishAsync(
                    options, stacks, Path.GetFullPath(parsed.GetValue(output)!), parsed.GetValue(runtime)!, report,
                    cancellation).ConfigureAwait(false)).ConfigureAwait(false);
            foreach (var function in closed)
            {
                await Console.Error.WriteLineAsync($"{function.LogicalId} is not published: {function.Closed!.Message}").ConfigureAwait(false);
            }

            return CommandLine.Done;
        }));
        return command;
    }
}
