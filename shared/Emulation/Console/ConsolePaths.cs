namespace Emulation.Console;

/// <summary>Where the parts of the console are.</summary>
internal static class ConsolePaths
{
    public const string Prefix = "/_localaws/";

    /// <summary>What happens: the decisions as they are made.</summary>
    public const string Home = Prefix;

    public const string Decisions = $"{Prefix}decisions";

    /// <summary>The decisions as they are made, for the page that shows them.</summary>
    public const string Feed = $"{Prefix}decisions/feed";

    public const string Matrix = $"{Prefix}matrix";

    /// <summary>The call graph as a file.</summary>
    public const string Graph = $"{Prefix}matrix/graph.svg";

    /// <summary>A call that nobody has made, explained.</summary>
    public const string Explain = $"{Prefix}explain";

    /// <summary>Makes a call as somebody.</summary>
    public const string Send = $"{Prefix}send";

    public const string WhatIf = $"{Prefix}what-if";

    /// <summary>What runs: for people as a page, for programs as JSON.</summary>
    public const string Stack = $"{Prefix}stack";

    /// <summary>What a function printed.</summary>
    public const string Log = $"{Prefix}log";

    public const string Findings = $"{Prefix}findings";

    public const string Outbox = $"{Prefix}outbox";
}
