using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;

namespace Tool.Terminal;

/// <summary>The log on the console: refusals always, what passes and what functions print only when asked for.</summary>
internal static class ConsoleLogging
{
    /// <param name="verbose">Whether everything is shown.</param>
    /// <param name="names">What callers and resources are called.</param>
    /// <param name="also">Adds where else the log goes; null for nowhere.</param>
    public static ILoggerFactory Create(bool verbose, TemplateNames names, Action<ILoggingBuilder>? also = null) => LoggerFactory.Create(logging =>
    {
        also?.Invoke(logging);
        logging.AddConsole(static console => console.FormatterName = ConsoleLayout.LayoutName)
            .SetMinimumLevel(verbose ? LogLevel.Debug : LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning);
        logging.Services.AddSingleton<ConsoleFormatter>(new ConsoleLayout(names.CallerOf, names.Asked));
    });
}
