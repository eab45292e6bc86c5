using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Spectre.Console;

namespace Tool.Terminal;

/// <summary>Lays the log out for the console: decisions by their parts, everything else as its sentence. Numbers of events are for programs, and not shown.</summary>
/// <param name="nameOf">What a caller is called, by ARN.</param>
internal sealed class ConsoleLayout(Func<string, string> nameOf) : ConsoleFormatter(LayoutName)
{
    public const string LayoutName = "localaws";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var profile = AnsiConsole.Console.Profile;
        var line = LineOf(logEntry.LogLevel, logEntry.State as IReadOnlyList<KeyValuePair<string, object?>>, logEntry.Formatter(logEntry.State, logEntry.Exception), nameOf);
        var told = logEntry.Exception is null ? line : line with { Why = logEntry.Exception.ToString() };
        textWriter.Write(told.Show(
            TimeOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime), profile.Out.IsTerminal ? profile.Width : null,
            profile.Capabilities.Ansi && profile.Capabilities.ColorSystem != ColorSystem.NoColors));
    }

    /// <summary>What is shown of an entry of the log.</summary>
    /// <param name="level">How much it weighs.</param>
    /// <param name="values">Its values by name.</param>
    /// <param name="sentence">The whole of it in words.</param>
    /// <param name="nameOf">What a caller is called, by ARN.</param>
    public static ConsoleLine LineOf(LogLevel level, IReadOnlyList<KeyValuePair<string, object?>>? values, string sentence, Func<string, string> nameOf)
    {
        string? Value(string name) => values?.FirstOrDefault(value => value.Key == name).Value is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
        return Value("Outcome") is { } outcome && Value("What") is { } what && Value("Principal") is { } caller
            ? new ConsoleLine(Value("Status") is { } status ? $"{outcome} {status}" : outcome, $"{what} by {nameOf(caller)}") { Why = Value("Reason"), Decision = Value("Id") }
            : new ConsoleLine(level switch { LogLevel.Warning => "warning", >= LogLevel.Error => "error", _ => "" }, sentence);
    }
}
