using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Emulation.Tests.Lambda.Debugging;

/// <summary>What LocalAws says of its functions.</summary>
internal sealed class SaidLines : ILoggerFactory, ILogger
{
    private readonly List<string> lines = [];

    /// <summary>The first match of a pattern in what is said, once it is.</summary>
    public async Task<Match> MatchAsync(string pattern)
    {
        Match? found = null;
        await Patience.UntilAsync(() => (found = Find(pattern)) is not null, $"a line like {pattern}");
        return found!;
    }

    /// <summary>How often something was said.</summary>
    public int Count(string pattern)
    {
        lock (lines)
        {
            return lines.Count(line => Regex.IsMatch(line, pattern));
        }
    }

    /// <summary>Forgets what was said.</summary>
    public void Clear()
    {
        lock (lines)
        {
            lines.Clear();
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (lines)
        {
            lines.Add(formatter(state, exception));
        }
    }

    public void Dispose()
    {
    }

    private Match? Find(string pattern)
    {
        lock (lines)
        {
            return lines.Select(line => Regex.Match(line, pattern)).FirstOrDefault(static match => match.Success);
        }
    }
}
