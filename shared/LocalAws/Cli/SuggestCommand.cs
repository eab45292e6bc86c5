using System.CommandLine;
using Emulation;
using Emulation.Decisions.Recorded;
using Emulation.LeastPrivilege;
using Emulation.Principals;
using Sam.Errors;
using Spectre.Console;
using Tool.Completion;

namespace Tool.Cli;

/// <summary><c>localaws suggest</c>: the smallest policies of roles for the calls that were made.</summary>
internal static class SuggestCommand
{
    private const string Decisions = "decisions";
    private const string Tests = "tests";

    public static Command Create(StackArguments stack)
    {
        var role = new Option<string?>("--role") { Description = "A role by logical id, name or ARN. Default: every role of the templates.", HelpName = "ROLE" };
        role.CompletionSources.Add(context => TemplateValues.Roles(stack.Typed, context));
        var from = new Option<string?>("--from")
        {
            Description = $"{Decisions}: what a LocalAws that is up has decided, of which it keeps the last. {Tests}: runs that were recorded. Default: {Decisions}, "
                + $"and with --records {Tests}.",
        };
        from.AcceptOnlyFromAmong(Decisions, Tests);
        var records = new Option<string?>("--records")
        {
            Description = $"The folder of recorded runs: of 'localaws up --record', and of tests with {CallRecorder.Variable}. Default: what that names.",
            HelpName = "FOLDER",
        };
        var output = new OutputOptions(new OutputFormat("text"), new OutputFormat("yaml", ".yaml", ".yml"), new OutputFormat("json", ".json"));
        var running = new RunningOptions(stack, takesStack: true, "For --from decisions. Default: as the profiles beside the template say.");
        var command = new Command("suggest", "Suggest the smallest policies of roles, from the calls that were made.") { role, from, records };
        output.AddTo(command);
        running.AddTo(command);
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var stacks = LoadedStacks.Load(stack.Read(parsed));
            var only = parsed.GetValue(role) is { } named ? RoleOf(named, stacks) : null;
            var folder = parsed.GetValue(records);
            var seen = (parsed.GetValue(from) ?? (folder is null ? Decisions : Tests)) == Tests
                ? CallRecords.Read(CallRecorder.FolderOf(folder, Environment.GetEnvironmentVariable)
                    ?? throw new UsageException($"Say where the runs are recorded: --records FOLDER, or {CallRecorder.Variable}."))
                : folder is not null ? throw new UsageException($"--records is for --from {Tests}.")
                : await DecidedAsync(parsed, running, cancellation).ConfigureAwait(false);
            var report = LeastPrivilegeReport.Of(stacks, seen, only);
            var (format, _) = output.Read(parsed);
            await output.WriteAsync(
                parsed, () => format == "json" ? SuggestionJson.Of(report) : SuggestionYaml.Of(report, withNotes: false),
                () => AnsiConsole.Console.Profile.Out.Writer.Write(SuggestionYaml.Of(report, withNotes: true)), cancellation).ConfigureAwait(false);
            return CommandLine.Done;
        }));
        return command;
    }

    /// <exception cref="UsageException">Nothing answers there.</exception>
    private static async Task<CallRecords> DecidedAsync(ParseResult parsed, RunningOptions running, CancellationToken cancellation)
    {
        using var localAws = running.Find(parsed, signs: false);
        var servers = (await localAws.StackAsync(cancellation).ConfigureAwait(false)).Servers;
        var seen = CallRecords.Parse(await localAws.CallsAsync(cancellation).ConfigureAwait(false), localAws.Endpoint.Authority);
        return seen with { Runs = [.. seen.Runs.Select(run => run with { Servers = servers })] };
    }

    /// <exception cref="UsageException">No template declares it, or it is no role.</exception>
    private static string RoleOf(string named, LoadedStacks stacks)
    {
        var names = new PrincipalNames(stacks);
        var close = DidYouMean.Closest(named, names.All.Select(static one => one.Name));
        return names.Find(named) is { } found && found.Arn.Contains(":role/", StringComparison.Ordinal) ? found.Arn
            : throw new UsageException($"No role of the templates is called '{named}'.{(close is null ? "" : $" Did you mean '{close}'?")}");
    }
}
