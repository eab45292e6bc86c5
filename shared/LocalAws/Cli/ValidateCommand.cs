using System.CommandLine;

namespace Emulation.Cli;

/// <summary><c>localaws validate</c>: reads the templates and reports every error, without starting anything.</summary>
internal static class ValidateCommand
{
    public static Command Create(StackArguments stack)
    {
        var command = new Command("validate", "Check the template: every error, with file and line.");
        stack.AddTo(command);
        command.SetAction((parsed, _) => Guard.RunAsync(async () =>
        {
            var stacks = LoadedStacks.Load(stack.Read(parsed));
            await Console.Out.WriteLineAsync($"{stacks.Main.TemplatePath}: {stacks.Main.AllApis.Sum(a => a.Routes.Length)} routes, {stacks.Main.Functions.Length} functions, {stacks.Main.Roles.Length} roles; no errors.").ConfigureAwait(false);
            return CommandLine.Done;
        }));
        return command;
    }
}
