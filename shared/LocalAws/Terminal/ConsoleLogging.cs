using Microsoft.Extensions.Logging.Console;

namespace Tool.Terminal;

/// <summary>The log on the console: one line each, time first; refusals always, passes only when asked for.</summary>
internal static class ConsoleLogging
{
    public static ILoggerFactory Create(bool verbose, Action<ILoggingBuilder>? also = null) => LoggerFactory.Create(logging => (also is null ? logging : With(logging, also))
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.ColorBehavior = LoggerColorBehavior.Default;
        })
        .SetMinimumLevel(verbose ? LogLevel.Debug : LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning));

    private static ILoggingBuilder With(ILoggingBuilder logging, Action<ILoggingBuilder> also)
    {
        also(logging);
        return logging;
    }
}
