using Emulation.Console.Explained;
using Emulation.Console.Live;
using Emulation.Console.Matrix;
using Emulation.Console.Overview;
using Emulation.Console.WhatIf;

namespace Emulation.Console;

/// <summary>The console: which page is at which path. Who may see any of it has been told before.</summary>
internal sealed class ConsolePages(ConsoleParts parts)
{
    private readonly MatrixPage matrix = new(parts);
    private readonly SentCalls sent = new(parts);

    /// <summary>Answers a request; null when the path is none of the console's.</summary>
    public Task? TryHandle(HttpContext http) => http.Request.Path.Value switch
    {
        "/" or ConsolePaths.Home => DecisionsPage.SendAsync(http, parts),
        ConsoleFrame.IconPath => ConsoleFrame.SendIconAsync(http),
        { } path when ConsoleFiles.Owns(path) => ConsoleFiles.SendAsync(http, path),
        ConsolePaths.Decisions when ConsoleFrame.IsWanted(http.Request) && http.Request.Query["id"].Count == 0 => DecisionsPage.SendAsync(http, parts),
        { } path when path == ConsolePaths.Decisions || path.StartsWith($"{ConsolePaths.Decisions}/", StringComparison.Ordinal) => DecisionPage.HandleAsync(http, parts),
        ConsolePaths.Matrix => matrix.SendAsync(http),
        ConsolePaths.Graph => matrix.SendGraphAsync(http),
        ConsolePaths.Explain => ExplainPage.HandleAsync(http, parts),
        ConsolePaths.Send => sent.HandleAsync(http),
        ConsolePaths.WhatIf => WhatIfPage.HandleAsync(http, parts),
        ConsolePaths.Stack when ConsoleFrame.IsWanted(http.Request) => OverviewPage.SendAsync(http, parts),
        ConsolePaths.Log => LogPage.SendAsync(http, parts),
        ConsolePaths.Findings => FindingsPage.SendAsync(http, parts),
        ConsolePaths.Outbox => OutboxPage.HandleAsync(http, parts),
        ConsolePaths.Stack => http.Response.WriteAsJsonAsync(parts.Stack(), StackPageJson.Default.StackPage),
        _ => null,
    };
}
