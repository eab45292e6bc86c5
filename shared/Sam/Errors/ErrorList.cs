using System.Collections.Immutable;

namespace Sam.Errors;

/// <summary>Collects what one template has of errors, so that all of them are told at once, of what is closed, and of traps.</summary>
internal sealed class ErrorList
{
    private const int MostHints = 20;

    private readonly string file;
    private readonly List<TemplateTrap> traps;
    private readonly List<TemplateNotice> notices;
    private readonly List<TemplateError> errors;
    private readonly HashSet<(SourceLine At, string Message)> told;
    private readonly ClosureList closures;
    private readonly SortedSet<string> files;
    private int hints;

    public ErrorList(string file) => (this.file, traps, notices, errors, told, closures, files) = (file, [], [], [], [], new ClosureList(), new(StringComparer.Ordinal));

    private ErrorList(string file, ErrorList whole) =>
        (this.file, traps, notices, errors, told, closures, files) = (file, whole.traps, whole.notices, whole.errors, whole.told, whole.closures, whole.files);

    public bool Any => errors.Count > 0;

    public ImmutableArray<TemplateTrap> Traps => [.. traps.DistinctBy(static t => (t.Kind, t.At)).OrderBy(static t => t.At.Line)];

    /// <summary>What is closed, in the order of the lines.</summary>
    public ImmutableArray<Closure> Closures => closures.All;

    /// <summary>Every file that was read, or looked for, by its absolute path.</summary>
    public ImmutableArray<string> Files => [.. files];

    /// <summary>The same list for lines of another file, of which the template is made as well.</summary>
    public ErrorList In(string otherFile) => new(otherFile, this);

    /// <summary>Notes a file of which the template is made.</summary>
    public void Reads(string path)
    {
        // A path that cannot be one is told as an error by whoever reads it.
        if (path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal))
        {
            files.Add(Path.GetFullPath(path));
        }
    }

    /// <summary>Adds an error, once: a value of <c>Globals</c> is looked at again for every resource that inherits it.</summary>
    public void Add(int line, string resource, string property, string message, string remedy)
    {
        if (told.Add((new SourceLine(file, line), message)))
        {
            errors.Add(new TemplateError(new SourceLine(file, line), resource, property, message, remedy));
        }
    }

    /// <summary>Adds the errors of another template that is a part of this one.</summary>
    public void AddRange(IEnumerable<TemplateError> others) => errors.AddRange(others);

    /// <summary>A remedy that names the closest known name. Looked for twenty times at most: a file of thousands of wrong names is no misspelling.</summary>
    public string? Hint(string wrong, IEnumerable<string> known) => ++hints <= MostHints ? DidYouMean.Hint(wrong, known) : null;

    /// <summary>Closes the smallest unit of a resource that a path of its properties belongs to: the template loads, and nobody gets in by it.</summary>
    public Closure Close(int line, string resource, string property, string message, string remedy)
    {
        var closure = new Closure(new SourceLine(file, line), resource, property, message, remedy);
        closures.Add(closure);
        return closure;
    }

    /// <summary>Closes every resource of the template: what is not known here may change any of them.</summary>
    public void CloseAll(int line, string section, Unknown why) =>
        closures.AddToAll(new Closure(new SourceLine(file, line), "", section, why.Message, why.Remedy));

    /// <summary>What closes a resource as a whole, or one of its units, such as <c>Events.Get</c>; null when it is open.</summary>
    public Closure? ClosureOf(string resource, string unit = "") => closures.Of(resource, unit);

    /// <summary>What is worth a line, and no error.</summary>
    public ImmutableArray<TemplateNotice> Notices => [.. notices];

    /// <summary>Adds what is worth a line.</summary>
    public void Note(int line, string resource, string message) => notices.Add(new TemplateNotice(new SourceLine(file, line), resource, message));

    /// <summary>Adds what does not do what it seems to.</summary>
    public void AddTrap(TrapKind kind, int line, string resource, string message, string remedy) =>
        traps.Add(new TemplateTrap(kind, new SourceLine(file, line), resource, message, remedy));

    /// <summary>All errors in the order of their lines.</summary>
    public ImmutableArray<TemplateError> ToImmutable() => [.. errors.OrderBy(static e => e.At.Line)];
}
