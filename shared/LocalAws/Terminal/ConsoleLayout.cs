using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Spectre.Console;

namespace Tool.Terminal;

/// <summary>Lays the log out for the console: decisions by their parts, everything else as its sentence. Numbers of events are for programs, and not shown.</summary>
/// <param name="callerOf">What a caller is called, by ARN.</param>
/// <param name="asked">What was asked for, in people's names.</param>
internal sealed class ConsoleLayout(Func<string, string> callerOf, Func<string, string> asked) : ConsoleFormatter(LayoutName)
{
    public const string LayoutName = "localaws";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var profile = AnsiConsole.Console.Profile;
        var values = logEntry.State as IReadOnlyList<KeyValuePair<string, object?>>;
        var line = LineOf(logEntry.LogLevel, values, logEntry.Formatter(logEntry.State, logEntry.Exception), callerOf, asked);
        var told = logEntry.Exception is null ? line : line with { Why = logEntry.Exception.ToString() };
        textWriter.Write(told.Show(
            TimeOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime), profile.Out.IsTerminal ? profile.Width : null,
            profile.Capabilities.Ansi && profile.Capabilities.ColorSystem != ColorSystem.NoColors));
    }

    /// <summary>What is shown of an entry of the log.</summary>
    /// <param name="level">How much it weighs.</param>
    /// <param name="values">Its values by name.</param>
    /// <param name="sentence">The whole of it in words.</param>
    /// <param name="callerOf">What a caller is called, by ARN.</param>
    /// <param name="asked">What was asked for, in people's names.</param>
    public static ConsoleLine LineOf(
        LogLevel level, IReadOnlyList<KeyValuePair<string, object?>>? values, string sentence, Func<string, string> callerOf, Func<string, string> asked)
    {
        string? Value(string name) => values?.FirstOrDefault(value => value.Key == name).Value is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
        return Value("Outcome") is { } outcome && Value("What") is { } what && Value("Principal") is { } caller
            ? new ConsoleLine(Value("Status") is { } status ? $"{outcome} {status}" : outcome, $"{asked(what)} by {callerOf(caller)}")
            {
                Why = Value("Reason") is { } reason ? WithoutRepeating(reason, caller) : null,
                Decision = Value("Id"),
            }
            : new ConsoleLine(level switch { LogLevel.Warning => "warning", >= LogLevel.Error => "error", _ => "" }, sentence);
    }

    /// <summary>Who asked for what stands beside it already: of <c>No identity policy allows s3:GetObject on arn:... to arn:...</c> the policy alone is news.</summary>
    private static string WithoutRepeating(string reason, string caller) =>
        reason.StartsWith("No ", StringComparison.Ordinal) && reason.EndsWith($" to {caller}.", StringComparison.Ordinal)
            && reason.IndexOf(" allows ", StringComparison.Ordinal) is >= 0 and var at
                ? $"{reason[..at]} allows it."
                : reason;
}
