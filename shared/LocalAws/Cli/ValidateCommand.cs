using System.CommandLine;
using Emulation.Lambda;

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
            if (ClassLibraryHandler.Errors(stacks.Main).ToList() is { Count: > 0 } errors)
            {
                throw new TemplateException([.. errors]);
            }

            foreach (var notice in stacks.Notices)
            {
                await Console.Out.WriteLineAsync($"note: {notice}").ConfigureAwait(false);
            }

            await Console.Out.WriteLineAsync($"{stacks.Main.TemplatePath}: {stacks.Main.AllApis.Sum(a => a.Routes.Length)} routes, {stacks.Main.Functions.Length} functions, {stacks.Main.Roles.Length} roles; no errors.").ConfigureAwait(false);
            return CommandLine.Done;
        }));
        return command;
    }
}
