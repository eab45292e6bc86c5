using System.CommandLine;
using Emulation;
using Tool.Terminal;

namespace Tool.Cli;

/// <summary><c>localaws validate</c>: reads the templates without starting anything, reports every error, and says what of them is enforced, emulated, inert and closed.</summary>
internal static class ValidateCommand
{
    public static Command Create(StackArguments stack)
    {
        var strict = StrictOption.Create("Exit with 1 when something is closed.");
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Name each inert resource too." };
        var command = new Command("validate", "Check the template: every error, with file and line; then what is enforced, emulated, inert and closed.") { strict, verbose };
        stack.AddTo(command);
        command.SetAction((parsed, _) => Guard.RunAsync(async () =>
        {
            var stacks = LoadedStacks.Load(stack.Read(parsed));
            foreach (var notice in stacks.Notices)
            {
                await Console.Out.WriteLineAsync($"note: {notice}").ConfigureAwait(false);
            }

            foreach (var one in stacks.All)
            {
                if (stacks.AreSeveral)
                {
                    var gap = one == stacks.Main ? "" : Environment.NewLine;
                    await Console.Out.WriteLineAsync($"{gap}stack {stacks.NameOf(one)} of account {one.AccountId}").ConfigureAwait(false);
                }

                ElementsView.Print(Console.Out, one, parsed.GetValue(verbose));
                await Console.Out.WriteLineAsync(
                    $"{one.TemplatePath}: {Count(one.ListedRoutes.Count(), "route")}, {Count(one.Functions.Length, "function")}, {Count(one.Roles.Length, "role")}; no errors"
                        + $"{(one.Closures.IsEmpty ? "" : $", {one.Closures.Length} closed")}.").ConfigureAwait(false);
            }

            return parsed.GetValue(strict) && !stacks.Closures.IsEmpty ? CommandLine.DoesNotHold : CommandLine.Done;
        }));
        return command;
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
