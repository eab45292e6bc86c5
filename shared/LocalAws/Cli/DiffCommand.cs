using System.CommandLine;
using System.Text.RegularExpressions;
using Emulation;
using Emulation.Access;
using Emulation.Access.AnyAction;
using Emulation.Wire;
using Spectre.Console;
using Tool.Revisions;

namespace Tool.Cli;

/// <summary><c>localaws diff</c>: who gained or lost what between two readings of the templates. Exit code 1 when somebody gained.</summary>
internal static partial class DiffCommand
{
    public static Command Create(StackArguments stack)
    {
        var first = new Argument<string>("BASE") { Description = "A git revision such as main or HEAD~1, or another template: a file or a folder." };
        var second = new Argument<string?>("HEAD") { Description = "Likewise. Default: the template as it is now.", Arity = ArgumentArity.ZeroOrOne };
        var output = new OutputOptions(new OutputFormat("text"), new OutputFormat("markdown", ".md", ".markdown"), new OutputFormat("json", ".json"));
        var command = new Command("diff", "Show who gained or lost what access between two revisions: exit code 1 when somebody gained.") { first, second };
        output.AddTo(command);
        stack.AddTo(command);
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var options = stack.Read(parsed);
            var before = await LoadAsync(options, parsed.GetValue(first)!, cancellation).ConfigureAwait(false);
            var after = parsed.GetValue(second) is { } named ? await LoadAsync(options, named, cancellation).ConfigureAwait(false) : LoadedStacks.Load(options);
            var changes = new AccessComparison(before, after).All;
            var (format, _) = output.Read(parsed);
            await output.WriteAsync(
                parsed, () => format == "json" ? Json(changes) : Markdown(changes), () => AnsiConsole.Console.Profile.Out.Writer.Write(Text(changes)), cancellation)
                .ConfigureAwait(false);
            return changes.Any(static change => change.IsGain) ? CommandLine.DoesNotHold : CommandLine.Done;
        }));
        return command;
    }

    private static async Task<LoadedStacks> LoadAsync(EmulatorOptions options, string named, CancellationToken cancellation)
    {
        if (File.Exists(named) || Directory.Exists(named))
        {
            return LoadedStacks.Load(options with { Templates = [TemplateSource.Parse(named)] });
        }

        return await RevisionStacks.LoadAsync(options, named, cancellation).ConfigureAwait(false);
    }

    private static string Text(IReadOnlyCollection<AccessChange> changes) =>
        changes.Count == 0 ? "Everybody may do what they could.\n" : string.Concat(changes.Select(static change => $"{(change.IsGain ? '+' : '-')} {change.Text}\n"));

    private static string Markdown(IReadOnlyCollection<AccessChange> changes)
    {
        if (changes.Count == 0)
        {
            return "Everybody may do what they could.\n";
        }

        return $"{Section("Gained", changes.Where(static change => change.IsGain))}{Section("Lost", changes.Where(static change => !change.IsGain))}";

        static string Section(string title, IEnumerable<AccessChange> of) =>
            of.Select(static change => $"- {Escaped(change.Text)}\n").ToList() is { Count: > 0 } lines ? $"**{title}**\n\n{string.Concat(lines)}\n" : "";
    }

    /// <summary>Stars, underscores and the like of ARNs and names stand for themselves.</summary>
    private static string Escaped(string text) => MarkedUp.Replace(text, @"\$0");

    [GeneratedRegex(@"[\\`*_\[\]<>|]")]
    private static partial Regex MarkedUp { get; }

    private static string Json(IEnumerable<AccessChange> changes) => JsonText.Document(json => json.WriteObjects("changes", changes, static (json, change) =>
    {
        json.WriteString("kind", change.IsGain ? "gained" : "lost");
        json.WriteString("text", change.Text);
    }));
}
