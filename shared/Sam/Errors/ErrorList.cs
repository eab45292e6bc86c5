using System.Collections.Immutable;
using Sam.Documents;

namespace Sam.Errors;

/// <summary>Collects the errors of one template, so that all of them are told at once.</summary>
internal sealed class ErrorList(string file, bool toleratesTraps = false)
{
    private const int MostHints = 100;

    private readonly List<TemplateTrap> traps = [];
    private readonly List<TemplateError> errors = [];
    private readonly HashSet<(int Line, string Message)> told = [];
    private int hints;

    public bool Any => errors.Count > 0;

    /// <summary>Adds an error, once: a value of <c>Globals</c> is looked at again for every resource that inherits it.</summary>
    public void Add(int line, string resource, string property, string message, string remedy)
    {
        if (told.Add((line, message)))
        {
            errors.Add(new TemplateError(new SourceLine(file, line), resource, property, message, remedy));
        }
    }

    /// <summary>A remedy that names the closest known name. Looked for a hundred times at most: a file of thousands of wrong names is no misspelling.</summary>
    public string? Hint(string wrong, IEnumerable<string> known) => ++hints <= MostHints ? DidYouMean.Hint(wrong, known) : null;

    /// <summary>Whether what LocalAws does not do is passed over where it makes a trap only: for a reader that runs nothing.</summary>
    public bool ToleratesTraps { get; } = toleratesTraps;

    public ImmutableArray<TemplateTrap> Traps => [.. traps.DistinctBy(static t => (t.Kind, t.At)).OrderBy(static t => t.At.Line)];

    /// <summary>Adds what does not do what it seems to.</summary>
    public void AddTrap(TrapKind kind, int line, string resource, string message, string remedy) =>
        traps.Add(new TemplateTrap(kind, new SourceLine(file, line), resource, message, remedy));

    // PLACEHOLDER until core
    public void Close(int line, string resource, string property, string message, string remedy)
    {
    }

    public void CloseAll(int line, string section, Unknown why)
    {
    }

    /// <summary>All errors in the order of their lines.</summary>
    public ImmutableArray<TemplateError> ToImmutable() => [.. errors.OrderBy(static e => e.At.Line)];
}
