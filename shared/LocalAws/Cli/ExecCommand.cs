using System.CommandLine;
using Emulation;
using Tool.Calling;
using Tool.Programs;

namespace Tool.Cli;

/// <summary><c>localaws exec</c>: any program with somebody's credentials, and with LocalAws in AWS's place.</summary>
internal static class ExecCommand
{
    public const string Name = "exec";

    public static Command Create(StackArguments stack)
    {
        var running = new RunningOptions(stack);
        var caller = AsOption.Create(stack, $"{Callers.Administrator}, who may do everything in the account");
        var export = new Option<string?>("--export")
        {
            Description = "Start nothing, and print the credentials: env for bash and zsh, powershell, or process for credential_process of an AWS profile.",
            HelpName = string.Join('|', ExportedCredentials.Forms),
        };
        export.AcceptOnlyFromAmong(ExportedCredentials.Forms);
        var command = new Argument<string[]>("COMMAND") { Description = "The program and its arguments, after --.", Arity = ArgumentArity.ZeroOrMore };
        var exec = new Command(Name, "Run a program with a role's credentials and LocalAws's address: localaws exec --as ROLE -- aws sts get-caller-identity.")
        {
            caller, export, command,
        };
        running.AddTo(exec);
        exec.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var name = parsed.GetValue(caller) ?? Callers.Administrator;
            using var aws = running.Find(parsed, signs: true);

            // Whoever starts a program that cannot reach it would hear so from the program, in other words.
            await aws.StackAsync(cancellation).ConfigureAwait(false);
            var who = Callers.IsNobody(name) ? null : await new Callers(aws, TimeProvider.System).FindAsync(name, cancellation).ConfigureAwait(false);
            return parsed.GetValue(export) is { } form
                ? await PrintAsync(form, aws, who).ConfigureAwait(false)
                : await RunAsync(parsed.GetValue(command) ?? [], aws, who).ConfigureAwait(false);
        }));
        return exec;
    }

    private static async Task<int> PrintAsync(string form, RunningLocalAws aws, SignedAs? who)
    {
        var signer = who ?? throw new UsageException("Nobody has no credentials to export.");
        var names = Environment.GetEnvironmentVariables().Keys.Cast<string>();
        await Console.Out.WriteAsync(ExportedCredentials.Of(form, aws, signer, names)).ConfigureAwait(false);
        return CommandLine.Done;
    }

    private static async Task<int> RunAsync(string[] command, RunningLocalAws aws, SignedAs? who)
    {
        if (command.Length == 0)
        {
            throw new UsageException("Say what to run, after --: localaws exec --as ROLE -- aws sts get-caller-identity.");
        }

        await using var end = new Timer(_ => TellEnd(who!), null, who?.Ends is { } ends ? Until(ends) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return await StartedProgram.RunAsync(command, environment => ProgramEnvironment.Apply(environment, aws, who)).ConfigureAwait(false);
    }

    private static TimeSpan Until(DateTimeOffset ends) => ends - TimeProvider.System.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private static void TellEnd(SignedAs who) => Console.Error.WriteLine(
        $"localaws: the credentials of {who.Name} have ended: what the program signs from now on is refused. Start it again for new ones.");
}
