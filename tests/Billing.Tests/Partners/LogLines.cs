using Billing.Partners;
using Microsoft.Extensions.Logging;

namespace Billing.Tests.Partners;

/// <summary>What the authorizer logs, as lines.</summary>
internal sealed class LogLines : ILogger<PartnerAuthorizer>
{
    private readonly List<string> lines = [];

    public string Last => lines[^1];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Add(formatter(state, exception));
}
