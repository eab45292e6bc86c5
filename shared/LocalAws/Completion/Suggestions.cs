using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Tool.Completion;

/// <summary>
/// What can be typed at a place of a command line, for a shell that asks as <c>dotnet-suggest</c> does: <c>localaws "[suggest:POSITION]" "COMMAND LINE"</c>.
/// </summary>
internal static class Suggestions
{
    private const string Question = "[suggest";

    public static bool AreAsked(string[] args) => args is [var first, ..] && first.StartsWith(Question, StringComparison.Ordinal);

    /// <summary>The words, of which each begins with what is typed already. Options are there for whoever begins one.</summary>
    public static IEnumerable<string> Of(RootCommand root, string[] args)
    {
        var line = args.Length > 1 ? args[1] : "";
        var position = args[0].Split(':') is [_, var number] && int.TryParse(number.TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given <= line.Length
            ? given
            : line.Length;
        var word = line[..position].Split(' ')[^1];
        return root.Parse(line, new ParserConfiguration { ResponseFileTokenReplacer = null }).GetCompletions(position).Select(static one => one.Label)
            .Where(one => one.StartsWith(word, StringComparison.Ordinal) && (word.StartsWith('-') ? one.StartsWith("--", StringComparison.Ordinal) : !one.StartsWith('-')))
            .Where(static one => one is not ("/?" or "/h"))
            .Where(static one => !one.Any(char.IsControl));
    }

    /// <summary>The arguments before the word that is being typed.</summary>
    public static IReadOnlyList<string> ArgumentsBefore(CompletionContext context)
    {
        var typed = context.ParseResult.CommandResult.Children.OfType<ArgumentResult>().SelectMany(static argument => argument.Tokens).Select(static token => token.Value).ToList();
        if (context.WordToComplete.Length > 0 && typed.Count > 0)
        {
            typed.RemoveAt(typed.Count - 1);
        }

        return typed;
    }
}
