using System.Text;

namespace LambdaHost.Logging;

/// <summary>
/// What the function prints, a line for each message, in the form that its <c>LoggingConfig</c> asks for. Lambda Developer Guide, "Log and monitor C# Lambda functions": time,
/// request id, level and message with tabs between them; or JSON.
/// </summary>
/// <param name="output">Where the lines go.</param>
/// <param name="variable">The process's variables.</param>
/// <param name="time">The clock.</param>
internal sealed class FunctionLines(TextWriter output, Func<string, string?> variable, TimeProvider time)
{
    private readonly object gate = new();
    private readonly LineLevel least = LeastOf(Either(variable, "LOG_LEVEL"));
    private readonly LineFormat format = Enum.TryParse<LineFormat>(Either(variable, "LOG_FORMAT"), ignoreCase: true, out var known) ? known : LineFormat.Text;

    /// <summary>Of the invocation at work; null before the first.</summary>
    public string? RequestId { get; set; }

    /// <summary>Likewise; only JSON has it.</summary>
    public string? TraceId { get; set; }

    /// <summary>Likewise.</summary>
    public string? TenantId { get; set; }

    /// <summary>Takes the place of the process's console: what is written there as a line is a message of its own, what is written without its end is passed on as it is.</summary>
    public static FunctionLines OfConsole(Func<string, string?> variable, TimeProvider time)
    {
        var lines = new FunctionLines(Raw(Console.OpenStandardOutput()), variable, time);
        Console.SetOut(new LineWriter(lines, lines.Output, LineLevel.Information));
        var errors = Raw(Console.OpenStandardError());
        Console.SetError(new LineWriter(lines, errors, LineLevel.Error));
        return lines;
    }

    public TextWriter Output => output;

    /// <summary>A message of no level that anybody has given.</summary>
    public void WriteLine(string? message) => WriteLine(output, LineLevel.Information, message);

    public void WriteLine(TextWriter to, LineLevel level, string? message) => Write(to, level, null, message, []);

    /// <summary>An exception that the handler did not catch.</summary>
    public void WriteError(Exception exception) => Write(output, LineLevel.Error, exception, null, []);

    /// <summary>A message with a level's name, and values for the placeholders that it has in braces. A name that is no level counts as the lowest, and is always printed.</summary>
    public void Write(string? level, Exception? exception, string? template, object?[]? values)
    {
        var isLevel = Enum.TryParse<LineLevel>(level, ignoreCase: true, out var known);
        Write(output, isLevel ? known : LineLevel.Trace, exception, template, values, isAlways: !isLevel);
    }

    private void Write(TextWriter to, LineLevel level, Exception? exception, string? template, object?[]? values, bool isAlways = false)
    {
        if (level < least && !isAlways)
        {
            return;
        }

        var line = new MessageLine(time.GetUtcNow(), level, MessageTemplate.Parse(template ?? "", values ?? []), exception)
        {
            RequestId = RequestId, TraceId = TraceId, TenantId = TenantId,
        };
        var text = format switch
        {
            LineFormat.Json => line.ToJson(),
            LineFormat.Unformatted => line.ToText(),
            _ => line.ToPrefixedText(),
        };
        lock (gate)
        {
            to.WriteLine(text);
        }
    }

    private static StreamWriter Raw(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    /// <summary>The handler's own setting before the function's.</summary>
    private static string? Either(Func<string, string?> variable, string name) =>
        variable($"AWS_LAMBDA_HANDLER_{name}") is { Length: > 0 } own ? own : variable($"AWS_LAMBDA_{name}");

    private static LineLevel LeastOf(string? name) => name?.ToUpperInvariant() switch
    {
        "FATAL" => LineLevel.Critical,
        "WARN" => LineLevel.Warning,
        _ => Enum.TryParse<LineLevel>(name, ignoreCase: true, out var known) ? known : LineLevel.Information,
    };
}

/// <summary>The levels of <c>Amazon.Lambda.Core.LogLevel</c>.</summary>
internal enum LineLevel
{
    Trace,
    Debug,
    Information,
    Warning,
    Error,
    Critical,
}

/// <summary>How lines look.</summary>
internal enum LineFormat
{
    Text,
    Unformatted,
    Json,
}
