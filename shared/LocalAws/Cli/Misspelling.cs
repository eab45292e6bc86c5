using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Sam.Errors;

namespace Tool.Cli;

/// <summary>What is wrong with a command line, in one line: what was not understood, and what may have been meant.</summary>
internal static partial class Misspelling
{
    /// <summary>Verbs of other tools that people type out of habit, and what does the same here.</summary>
    private static readonly Dictionary<string, string> Habits = new(StringComparer.Ordinal)
    {
        ["start-api"] = "'localaws up' serves every API of the template, on one port: localaws up -p 3000 --env-vars env.json",
        ["start-lambda"] = "'localaws up' answers Lambda's own calls too: localaws exec -- aws lambda invoke --function-name NAME answer.json",
        ["invoke"] = "while 'localaws up' runs: localaws exec -- aws lambda invoke --function-name NAME answer.json; through its API: localaws call METHOD API/path",
        ["local"] = "leave 'local' out: 'localaws up' is what 'sam local start-api' and 'start-lambda' are together",
        ["build"] = "'localaws up' builds what has changed; 'localaws publish' builds for a container",
        ["start"] = "it is 'localaws up'",
        ["run"] = "it is 'localaws up', or 'localaws exec -- PROGRAM' for a program with credentials",
        ["deploy"] = "nothing is deployed: 'localaws up' serves the template as it is",
    };

    /// <summary>The options that say which LocalAws is meant of those that are up.</summary>
    private static readonly string[] Whereabouts = ["--port", "-p", "--endpoint-url", "--profile-dir", "--data"];

    /// <summary>What is wrong; null where nothing is.</summary>
    public static string? In(ParseResult parsed) => OptionAmongArguments(parsed) is { } option ? Unknown(option, parsed) : parsed.Errors.Count > 0 ? Of(parsed) : null;

    /// <summary>A misspelt option, which the library takes for an argument where there may be one. After <c>--</c> it is one.</summary>
    private static string? OptionAmongArguments(ParseResult parsed)
    {
        var before = parsed.Tokens.TakeWhile(static token => token.Type != TokenType.DoubleDash).ToHashSet(ReferenceEqualityComparer.Instance);
        var arguments = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(static argument => argument.Tokens);

        // A program's own options follow it.
        arguments = parsed.CommandResult.Command.Name == ExecCommand.Name ? arguments.Take(1) : arguments;
        return arguments.FirstOrDefault(token => token.Value is ['-', _, ..] && before.Contains(token))?.Value;
    }

    private static string Unknown(string option, ParseResult parsed)
    {
        var verb = VerbOf(parsed);
        string[] options = [.. NamesOf(parsed.CommandResult.Command)];
        var name = option.Split('=')[0];
        var others = Others(name, parsed);
        return $"'{verb}' has no option '{name}'{(others.Length == 0 ? "." : "")}"
            + (others.Length == 0 ? $" {DidYouMean.Hint(name, options) ?? $"'{verb} --help' lists its options."}"
                : !Whereabouts.Contains(name) ? $": that is one of {Verbs(others)}. {DidYouMean.Hint(name, options) ?? "Leave it out, or use that verb."}"
                : options.Contains("--port") ? ": say where it is with --port or --endpoint-url."
                : ": it asks no LocalAws that is up, so leave it out.");
    }

    /// <summary>The verbs that have an option which this one has not.</summary>
    private static string[] Others(string option, ParseResult parsed) =>
        [.. parsed.RootCommandResult.Command.Subcommands.Where(verb => !verb.Hidden && NamesOf(verb).Contains(option)).Select(static verb => verb.Name)];

    private static string Verbs(string[] names) =>
        string.Join(" and ", ((string[])[string.Join(", ", names[..^1].Select(Quote)), Quote(names[^1])]).Where(static one => one.Length > 0));

    private static string Quote(string verb) => $"'localaws {verb}'";

    private static IEnumerable<string> NamesOf(Command command) => command.Options.SelectMany(static one => one.Aliases.Prepend(one.Name));

    private static string VerbOf(ParseResult parsed) => parsed.CommandResult.Command is RootCommand ? "localaws" : $"localaws {parsed.CommandResult.Command.Name}";

    private static string Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var verb = VerbOf(parsed);
        if (parsed.UnmatchedTokens is not [var token, ..])
        {
            return Wrong(parsed.Errors[0], verb);
        }

        if (token is ['-', _, ..])
        {
            return Unknown(token, parsed);
        }

        return command is not RootCommand ? $"'{verb}' does not take '{token}'. '{verb} --help' shows what it takes."
            : Habits.TryGetValue(token, out var habit) ? $"There is no verb '{token}': {habit}."
            : $"There is no verb '{token}'. {DidYouMean.Among(token, [.. command.Subcommands.Where(static one => !one.Hidden).Select(static one => one.Name)])}";
    }

    private static string Wrong(ParseError error, string verb)
    {
        // What is given to which: the library's words name types of .NET, and lists over several lines.
        var place = error.SymbolResult switch
        {
            OptionResult option => option.IdentifierToken?.Value ?? option.Option.Name,
            ArgumentResult { Parent: OptionResult option } => option.IdentifierToken?.Value ?? option.Option.Name,
            ArgumentResult argument => argument.Argument.Name,
            _ => "",
        };
        if (OneOf().Match(error.Message) is { Success: true } one)
        {
            string[] known = [.. Quoted().Matches(one.Groups[2].Value).Select(static match => match.Groups[1].Value)];
            var wrong = one.Groups[1].Value;
            return $"{place} {wrong}: it is one of {string.Join(", ", known)}.{(DidYouMean.Hint(wrong, known) is { } hint ? $" {hint}" : "")}";
        }

        return NotANumber().Match(error.Message) is { Success: true } number
            ? $"{place} {number.Groups[1].Value}: that is no number."
            : $"{error.Message.ReplaceLineEndings(" ").TrimEnd('.')}. '{verb} --help' shows what it takes.";
    }

    [GeneratedRegex(@"\AArgument '(.*?)' not recognized\. Must be one of:(.*)\z", RegexOptions.Singleline)]
    private static partial Regex OneOf();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\ACannot parse argument '(.*?)' .*Int32", RegexOptions.Singleline)]
    private static partial Regex NotANumber();
}
