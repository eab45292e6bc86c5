using System.CommandLine;
using Emulation;
using Emulation.Access;
using Spectre.Console;
using Tool.Terminal;

namespace Tool.Cli;

/// <summary><c>localaws routes</c>: the routes with their authorizers, and how functions are started, from the templates alone.</summary>
internal static class RoutesCommand
{
    public static Command Create(StackArguments stack)
    {
        var format = new Option<string>("--format") { Description = "table or json.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json");
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Say how each function is started: program, version, folder. JSON is then an object of routes and functions." };
        var command = new Command("routes", "List the routes and their authorizers.") { format, verbose };
        stack.AddTo(command);
        command.SetAction((parsed, _) => Guard.RunAsync(async () =>
        {
            var options = stack.Read(parsed);
            var stacks = LoadedStacks.Load(options);
            var isVerbose = parsed.GetValue(verbose);
            if (parsed.GetValue(format) == "json")
            {
                await Console.Out.WriteAsync(isVerbose ? FunctionStartView.JsonOf(options, stacks) : RouteJson.Of(stacks)).ConfigureAwait(false);
                return CommandLine.Done;
            }

            RouteTableView.Print(AnsiConsole.Console, stacks);
            if (isVerbose)
            {
                FunctionStartView.Print(AnsiConsole.Console, options, stacks);
            }

            return CommandLine.Done;
        }));
        return command;
    }
}
