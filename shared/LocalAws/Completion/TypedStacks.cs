using System.CommandLine;
using System.CommandLine.Completions;
using Emulation;

namespace Tool.Completion;

/// <summary>The stacks that a half typed command line means.</summary>
/// <param name="read">What a command line says of the stacks.</param>
internal sealed class TypedStacks(Func<ParseResult, EmulatorOptions> read)
{
    /// <summary>The whole line, where a shorter one is asked about; null where none is.</summary>
    public ParseResult? Line { get; set; }

    /// <exception cref="UsageException">No template was found, or an option is half typed.</exception>
    /// <exception cref="TemplateException">A template has errors.</exception>
    public LoadedStacks Load(CompletionContext context) => LoadedStacks.Load(read(Line ?? context.ParseResult));
}
