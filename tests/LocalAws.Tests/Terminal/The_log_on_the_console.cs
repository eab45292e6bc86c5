using Microsoft.Extensions.Logging;
using Tool.Terminal;

namespace Tool.Tests.Terminal;

/// <summary>The log says the same alone, and beside an export that it goes to as well: the two are made in different ways.</summary>
public sealed class The_log_on_the_console
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Shows_what_is_refused_and_not_each_detail(bool isExported)
    {
        using var logging = Create(verbose: false, isExported);
        var logger = logging.CreateLogger("Emulation.Decisions");

        Assert.True(logger.IsEnabled(LogLevel.Information));
        Assert.False(logger.IsEnabled(LogLevel.Debug));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Shows_everything_when_asked_to(bool isExported)
    {
        using var logging = Create(verbose: true, isExported);

        Assert.True(logging.CreateLogger("Emulation.Decisions").IsEnabled(LogLevel.Debug));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Shows_warnings_of_the_server_and_nothing_less(bool isExported)
    {
        using var logging = Create(verbose: true, isExported);
        var logger = logging.CreateLogger("Microsoft.AspNetCore.Server.Kestrel");

        Assert.True(logger.IsEnabled(LogLevel.Warning));
        Assert.False(logger.IsEnabled(LogLevel.Information));
    }

    private static ILoggerFactory Create(bool verbose, bool isExported) =>
        ConsoleLogging.Create(verbose, new TemplateNames(static () => throw new InvalidOperationException("No name is asked for.")), isExported ? static _ => { } : null);
}
