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

    private static readonly ParserConfiguration Settings = new() { ResponseFileTokenReplacer = null };

    public static bool AreAsked(string[] args) => args is [var first, ..] && first.StartsWith(Question, StringComparison.Ordinal);

    /// <summary>The words, of which each begins with what is typed already. Options are there for whoever begins one.</summary>
    public static IEnumerable<string> Of(RootCommand root, TypedStacks stacks, string[] args)
    {
        var line = args.Length > 1 ? args[1] : "";
        var number = args[0].Split(':') is [_, var digits] ? digits.TrimEnd(']') : "";
        line = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position <= line.Length ? line[..position] : line;
        var word = line.Split(' ')[^1];
        stacks.Line = root.Parse(line, Settings);
        var asked = WithoutRepeated(stacks.Line, line, word);
        return root.Parse(asked, Settings).GetCompletions(asked.Length).Select(static one => one.Label)
            .Where(one => one.StartsWith(word, StringComparison.Ordinal) && (word.StartsWith('-') ? one.StartsWith("--", StringComparison.Ordinal) : !one.StartsWith('-')))
            .Where(static one => one is not ("/?" or "/h"))
            .Where(static one => !one.Any(char.IsControl));
    }

    /// <summary>
    /// The line without options that may be given again, each with its value: the library has nothing to offer after one but another value. While its value is typed, such an
    /// option stays.
    /// </summary>
    private static string WithoutRepeated(ParseResult typed, string line, string word)
    {
        var repeated = typed.CommandResult.Command.Options.Where(static option => option.Arity.MaximumNumberOfValues > 1)
            .SelectMany(static option => option.Aliases.Prepend(option.Name)).ToHashSet(StringComparer.Ordinal);
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var last = word.Length > 0 ? words.Count - 1 : words.Count;
        for (var i = last - 2; i >= 0; i--)
        {
            if (repeated.Contains(words[i]))
            {
                words.RemoveRange(i, 2);
            }
        }

        return $"{string.Join(' ', words)}{(word.Length > 0 ? "" : " ")}";
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
