using System.CommandLine;
using Emulation;
using Emulation.Lambda.Runtimes;
using Sam;

namespace Tool.Cli;

/// <summary><c>localaws validate</c>: reads the templates and reports every error, without starting anything.</summary>
internal static class ValidateCommand
{
    public static Command Create(StackArguments stack)
    {
        var command = new Command("validate", "Check the template: every error, with file and line.");
        stack.AddTo(command);
        command.SetAction((parsed, _) => Guard.RunAsync(async () =>
        {
            var stacks = Load(stack.Read(parsed));
            foreach (var notice in stacks.Notices)
            {
                await Console.Out.WriteLineAsync($"note: {notice}").ConfigureAwait(false);
            }

            await Console.Out.WriteLineAsync(
                $"{stacks.Main.TemplatePath}: {stacks.Main.AllApis.Sum(a => a.Routes.Length)} routes, {stacks.Main.Functions.Length} functions, "
                    + $"{stacks.Main.Roles.Length} roles; no errors.").ConfigureAwait(false);
            return CommandLine.Done;
        }));
        return command;
    }

    /// <summary>What only a start would meet is told with the rest, also where the rest alone stops it.</summary>
    private static LoadedStacks Load(EmulatorOptions options)
    {
        try
        {
            var stacks = LoadedStacks.Load(options);
            return LambdaRuntimes.Served.Errors(stacks.Main).ToList() is { Count: > 0 } errors ? throw new TemplateException([.. errors]) : stacks;
        }
        catch (TemplateException e) when (Tolerated(options) is { } tolerated)
        {
            throw new TemplateException([.. e.Errors.Union(LambdaRuntimes.Served.Errors(tolerated)).OrderBy(static error => error.At.Line)]);
        }
    }

    private static Stack? Tolerated(EmulatorOptions options) => TemplateLoader.Load(
        options.Templates[0].Path, new StackOptions(options.Templates[0].AccountId, options.Region, options.StackName, options.Parameters, ToleratesTraps: true)).Stack;
}
