using System.CommandLine;
using Emulation;
using Emulation.Access;
using Spectre.Console;
using Tool.Terminal;

namespace Tool.Cli;

/// <summary><c>localaws routes</c>: the routes with their authorizers, from the templates alone.</summary>
internal static class RoutesCommand
{
    public static Command Create(StackArguments stack)
    {
        var format = new Option<string>("--format") { Description = "table or json.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json");
        var command = new Command("routes", "List the routes and their authorizers.") { format };
        stack.AddTo(command);
        command.SetAction((parsed, _) => Guard.RunAsync(async () =>
        {
            var stacks = LoadedStacks.Load(stack.Read(parsed));
            if (parsed.GetValue(format) == "json")
            {
                await Console.Out.WriteAsync(RouteJson.Of(stacks)).ConfigureAwait(false);
            }
            else
            {
                RouteTableView.Print(AnsiConsole.Console, stacks);
            }

            return CommandLine.Done;
        }));
        return command;
    }
}
