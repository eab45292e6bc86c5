using System.CommandLine;
using Emulation;
using Emulation.Access;
using Spectre.Console;
using Tool.Terminal;

namespace Tool.Cli;

/// <summary><c>localaws matrix</c>: who may call what, from the templates alone.</summary>
internal static class MatrixCommand
{
    public static Command Create(StackArguments stack)
    {
        var output = new OutputOptions(
            new OutputFormat("table"), new OutputFormat("markdown", ".md", ".markdown"), new OutputFormat("json", ".json"), new OutputFormat("html", ".html", ".htm"));
        var check = new Option<string?>("--check")
        {
            Description = "Compare with a kept Markdown matrix: exit code 1 and a line for each difference when they differ.",
            HelpName = "FILE",
        };
        var context = new Option<string[]>("--context")
        {
            Description = "A condition key of every request that cannot be known here, such as aws:SourceVpce.",
            HelpName = "KEY=VALUE",
        };
        var command = new Command("matrix", "Show who may call what, and which statement decides it.") { check, context };
        output.AddTo(command);
        stack.AddTo(command);
        command.SetAction((parsed, cancellation) => Guard.RunAsync(() =>
        {
            var (format, written) = output.Read(parsed);
            var stacks = LoadedStacks.Load(stack.Read(parsed) with { ContextKeys = KeyValueOption.Read("--context", parsed.GetValue(context)) });
            return parsed.GetValue(check) is { } file
                ? CheckAsync(file, stacks, cancellation)
                : WriteAsync(stacks, format, written, cancellation);
        }));
        return command;
    }

    private static async Task<int> CheckAsync(string file, LoadedStacks stacks, CancellationToken cancellation)
    {
        var kept = "";
        await Guard.FileAsync(
            file,
            async () => kept = await File.ReadAllTextAsync(file, cancellation).ConfigureAwait(false),
            $" Make it with localaws matrix --format markdown --output {file}.").ConfigureAwait(false);
        var differences = MatrixCheck.Compare(kept, Markdown(AccessMatrix.Of(stacks), stacks));
        foreach (var difference in differences)
        {
            await Console.Out.WriteLineAsync(difference).ConfigureAwait(false);
        }

        await Console.Out.WriteLineAsync(differences.Count == 0
            ? $"{file}: as {stacks.Title} says."
            : $"{file} is not what the template says. If the change is meant: localaws matrix --format markdown --output {file}").ConfigureAwait(false);

        return differences.Count == 0 ? CommandLine.Done : CommandLine.DoesNotHold;
    }

    private static async Task<int> WriteAsync(LoadedStacks stacks, string format, string? file, CancellationToken cancellation)
    {
        var matrix = AccessMatrix.Of(stacks);
        if (format == "table")
        {
            MatrixView.Print(AnsiConsole.Console, matrix);
            return CommandLine.Done;
        }

        var text = format switch
        {
            "json" => MatrixJson.Of(matrix),
            "html" => MatrixHtml.Write(matrix, stacks),
            _ => Markdown(matrix, stacks),
        };
        if (file is null)
        {
            await Console.Out.WriteAsync(text).ConfigureAwait(false);
            return CommandLine.Done;
        }

        await Guard.FileAsync(file, () => File.WriteAllTextAsync(file, text, cancellation)).ConfigureAwait(false);
        await Console.Out.WriteLineAsync($"Wrote {file}.").ConfigureAwait(false);
        return CommandLine.Done;
    }

    private static string Markdown(AccessMatrix matrix, LoadedStacks stacks) => MatrixMarkdown.Write(matrix, stacks.Title);
}
