using System.CommandLine;
using Emulation;
using Spectre.Console;
using Tool.Terminal;

namespace Tool.Cli;

/// <summary><c>localaws routes</c>: the routes with their authorizers, from the template alone.</summary>
internal static class RoutesCommand
{
    public static Command Create(StackArguments stack)
    {
        var command = new Command("routes", "List the routes and their authorizers.");
        stack.AddTo(command);
        command.SetAction((parsed, _) => Guard.RunAsync(() =>
        {
            RouteTableView.Print(AnsiConsole.Console, LoadedStacks.Load(stack.Read(parsed)).Main);
            return Task.FromResult(CommandLine.Done);
        }));
        return command;
    }
}
