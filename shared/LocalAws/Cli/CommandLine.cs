using System.CommandLine;
using System.CommandLine.Help;
using Tool.Completion;

namespace Tool.Cli;

/// <summary>The verbs. Exit codes: 0 done, 1 what was checked does not hold, 2 bad usage or unreadable input.</summary>
internal static class CommandLine
{
    public const int Done = 0;
    public const int DoesNotHold = 1;
    public const int BadInput = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var stack = new StackArguments();
        var root = Verbs(stack);
        if (Suggestions.AreAsked(args))
        {
            foreach (var word in Suggestions.Of(root, stack.Typed, args))
            {
                await Console.Out.WriteLineAsync(word).ConfigureAwait(false);
            }

            return Done;
        }

        // An argument that begins with @ is a value here, such as call's --data, and no file of arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (Misspelling.In(parsed) is { } wrong)
        {
            await Console.Error.WriteLineAsync($"localaws: {wrong}").ConfigureAwait(false);
            return BadInput;
        }

        var settings = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        if (parsed.CommandResult.Command.Name == ExecCommand.Name)
        {
            // The program's end is this one's: it hears the signals, and takes the time that it takes.
            settings.ProcessTerminationTimeout = null;
        }

        return await parsed.InvokeAsync(settings).ConfigureAwait(false);
    }

    private static RootCommand Verbs(StackArguments options)
    {
        var up = UpCommand.Create(options);
        var root = new RootCommand("A local AWS that reads your template.yaml and enforces every authorizer in it.")
        {
            up, CallCommand.Create(options), ExecCommand.Create(options), LogsCommand.Create(options), ValidateCommand.Create(options), RoutesCommand.Create(options),
            LintCommand.Create(options), MatrixCommand.Create(options), WhoCanCommand.Create(options), CanCommand.Create(options), DiffCommand.Create(options),
            SuggestCommand.Create(options), ExplainCommand.Create(options), DemoCommand.Create(options), SimulateCommand.Create(),
            NewCommand.Create(), PublishCommand.Create(options), HealthCommand.Create(), ConformanceCommand.Create(), CompletionCommand.Create(),
        };
        foreach (var option in up.Options)
        {
            root.Options.Add(option);
        }

        root.Action = up.Action;
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new NamedHelp((HelpAction)help.Action!);
        return root;
    }
}
