using System.CommandLine;

namespace Tool.Cli;

/// <summary>The verbs. Exit codes: 0 done, 1 what was checked does not hold, 2 bad usage or unreadable input.</summary>
internal static class CommandLine
{
    public const int Done = 0;
    public const int DoesNotHold = 1;
    public const int BadInput = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new StackArguments();
        var up = UpCommand.Create(options);
        var root = new RootCommand("A local AWS that reads your template.yaml and enforces every authorizer in it.")
        {
            up, ValidateCommand.Create(options), RoutesCommand.Create(options), LintCommand.Create(options), MatrixCommand.Create(options),
            ExplainCommand.Create(options), DemoCommand.Create(options), SimulateCommand.Create(), NewCommand.Create(),
            PublishCommand.Create(options), HealthCommand.Create(),
        };
        foreach (var option in up.Options)
        {
            root.Options.Add(option);
        }

        root.Action = up.Action;
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"localaws: {error.Message}").ConfigureAwait(false);
            }

            await Console.Error.WriteLineAsync("localaws: try --help.").ConfigureAwait(false);
            return BadInput;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
    }
}
