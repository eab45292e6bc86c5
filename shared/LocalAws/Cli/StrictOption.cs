using System.CommandLine;

namespace Tool.Cli;

/// <summary><c>--strict</c>: what is closed is an error.</summary>
internal static class StrictOption
{
    public static Option<bool> Create(string description) => new("--strict") { Description = description };
}
