using System.CommandLine;

namespace Tool.Cli;

/// <summary><c>localaws completion</c>: a script by which a shell completes verbs, options and the names of the template.</summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or powershell." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "powershell");
        var command = new Command("completion", "Print the script by which a shell completes verbs, options, roles, APIs and functions; its first line says how to use it.")
        {
            shell,
        };
        command.SetAction((parsed, cancellation) => Guard.RunAsync(() => PrintAsync(parsed.GetValue(shell)!, cancellation)));
        return command;
    }

    private static async Task<int> PrintAsync(string shell, CancellationToken cancellation)
    {
        using var reader = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion/{shell}")!);
        await Console.Out.WriteAsync(await reader.ReadToEndAsync(cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        return CommandLine.Done;
    }
}
