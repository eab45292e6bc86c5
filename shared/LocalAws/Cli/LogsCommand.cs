using System.CommandLine;
using Emulation;
using Tool.Completion;
using Tool.FunctionLogs;
using Tool.Terminal;

namespace Tool.Cli;

/// <summary><c>localaws logs</c>: what the functions print, of a LocalAws that is up or was.</summary>
internal static class LogsCommand
{
    private const int FewLines = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static Command Create(StackArguments stack)
    {
        var functions = new Argument<string[]>("FUNCTION")
        {
            HelpName = "FUNCTION", Description = "Functions by logical id or name. Default: all.", Arity = ArgumentArity.ZeroOrMore,
        };
        functions.CompletionSources.Add(context => TemplateValues.Functions(stack.Typed, context));
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what they print from now on, until Ctrl+C." };
        var tail = new Option<int>("--tail") { Description = "How many of the last lines of each.", HelpName = "COUNT", DefaultValueFactory = static _ => FewLines };
        var command = new Command("logs", "Show what the functions print.") { functions, follow, tail };
        var running = new RunningOptions(stack, takesStack: true, "Default: the one beside the template, be it up or not.");
        running.AddTo(command);
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var count = parsed.GetValue(tail) is >= 0 and var lines ? lines : throw new UsageException($"--tail {parsed.GetValue(tail)}: give a count of lines, such as 20.");
            var state = await running.StateFolderAsync(parsed, cancellation).ConfigureAwait(false);
            var isNamed = running.Given(parsed) is not null || running.FolderGiven(parsed) is not null;
            var logs = new LogFolder(Path.Combine(state, "logs"), DeclaredBy(() => LoadedStacks.Load(stack.Read(parsed)), isNamed));
            var view = new LogView(OpenConsole.On(Console.Out));
            var named = parsed.GetValue(functions) ?? [];
            return parsed.GetValue(follow)
                ? await FollowAsync(logs, named, view, count, cancellation).ConfigureAwait(false)
                : await ShowAsync(logs, named, view, count, state).ConfigureAwait(false);
        }));
        return command;
    }

    private static async Task<int> ShowAsync(LogFolder logs, string[] named, LogView view, int count, string state)
    {
        var functions = logs.Named(named).Where(static one => File.Exists(one.Path)).ToList();
        view.Begin([.. functions.Select(static one => one.Name).Distinct()]);
        functions.ForEach(one => view.Write(one.Name, new FollowedLog(one.Path).Last(count)));
        if (functions.Count == 0)
        {
            await Console.Error.WriteLineAsync(
                $"localaws: no function has printed anything into {state}. They start with their first call; another LocalAws is named with --port or --data.")
                .ConfigureAwait(false);
        }

        return CommandLine.Done;
    }

    /// <summary>Looks again and again, by name: whatever becomes of the files, what is there under the name is read.</summary>
    private static async Task<int> FollowAsync(LogFolder logs, string[] named, LogView view, int count, CancellationToken cancellation)
    {
        var tails = new Dictionary<string, FollowedLog>(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(Pause);
        do
        {
            var functions = logs.Named(named);
            view.Begin([.. functions.Select(static one => one.Name).Distinct()]);
            var isFirst = tails.Count == 0;
            foreach (var one in functions)
            {
                if (tails.TryGetValue(one.Path, out var tail))
                {
                    view.Write(one.Name, tail.New());
                    continue;
                }

                tails[one.Path] = tail = new FollowedLog(one.Path);
                view.Write(one.Name, isFirst ? tail.Last(count) : tail.New());
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
        return CommandLine.Done;
    }

    /// <summary>
    /// What the templates call the functions; nothing while a template is broken, since what was printed is there all the same, nor where there is none and somebody says whose
    /// logs are meant.
    /// </summary>
    private static IReadOnlyList<(string Name, string FunctionName)> DeclaredBy(Func<LoadedStacks> load, bool isNamed)
    {
        try
        {
            return [.. FunctionNames.Declared(load()).All.Select(static one => (one.Name, one.Item.FunctionName))];
        }
        catch (Exception e) when (e is TemplateException || (isNamed && e is UsageException))
        {
            return [];
        }
    }
}
