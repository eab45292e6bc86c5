using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Tool.Terminal;

/// <summary>The log on the console: refusals always, what passes and what functions print only when asked for.</summary>
internal static class ConsoleLogging
{
    /// <param name="verbose">Whether everything is shown.</param>
    /// <param name="names">What callers and resources are called.</param>
    /// <param name="also">Adds where else the log goes; null for nowhere.</param>
    public static ILoggerFactory Create(bool verbose, TemplateNames names, Action<ILoggingBuilder>? also = null)
    {
        var layout = new ConsoleLayout(names.CallerOf, names.Asked);
        var level = verbose ? LogLevel.Debug : LogLevel.Information;
        // A container of services, which is what a builder needs, takes longer to make than a template to load.
        return also is null
            ? new LoggerFactory(
                [new ConsoleLoggerProvider(new FixedOptions(), [layout])], new LoggerFilterOptions { MinLevel = level, Rules = { new(null, "Microsoft", LogLevel.Warning, null) } })
            : LoggerFactory.Create(logging =>
            {
                also(logging);
                logging.AddConsole(static console => console.FormatterName = ConsoleLayout.LayoutName).SetMinimumLevel(level).AddFilter("Microsoft", LogLevel.Warning);
                logging.Services.AddSingleton<ConsoleFormatter>(layout);
            });
    }

    private sealed class FixedOptions : IOptionsMonitor<ConsoleLoggerOptions>
    {
        public ConsoleLoggerOptions CurrentValue { get; } = new() { FormatterName = ConsoleLayout.LayoutName };

        public ConsoleLoggerOptions Get(string? name) => CurrentValue;

        public IDisposable? OnChange(Action<ConsoleLoggerOptions, string?> listener) => null;
    }
}
