using System.Collections.Immutable;

namespace Sam.Errors;

/// <summary>Collects what one template has of errors, so that all of them are told at once, of what is closed, and of traps.</summary>
internal sealed class ErrorList(string file)
{
    private readonly List<TemplateTrap> traps = [];
    private readonly List<TemplateError> errors = [];
    private readonly HashSet<(int Line, string Message)> told = [];
    private readonly ClosureList closures = new();

    public bool Any => errors.Count > 0;

    public ImmutableArray<TemplateTrap> Traps => [.. traps.DistinctBy(static t => (t.Kind, t.At)).OrderBy(static t => t.At.Line)];

    /// <summary>What is closed, in the order of the lines.</summary>
    public ImmutableArray<Closure> Closures => closures.All;

    /// <summary>Adds an error, once: a value of <c>Globals</c> is looked at again for every resource that inherits it.</summary>
    public void Add(int line, string resource, string property, string message, string remedy)
    {
        if (told.Add((line, message)))
        {
            errors.Add(new TemplateError(new SourceLine(file, line), resource, property, message, remedy));
        }
    }

    /// <summary>Closes the smallest unit of a resource that a path of its properties belongs to: the template loads, and nobody gets in by it.</summary>
    public Closure Close(int line, string resource, string property, string message, string remedy)
    {
        var closure = new Closure(new SourceLine(file, line), resource, property, message, remedy);
        closures.Add(closure);
        return closure;
    }

    /// <summary>What closes a resource as a whole, or one of its units, such as <c>Events.Get</c>; null when it is open.</summary>
    public Closure? ClosureOf(string resource, string unit = "") => closures.Of(resource, unit);

    /// <summary>Adds what does not do what it seems to.</summary>
    public void AddTrap(TrapKind kind, int line, string resource, string message, string remedy) =>
        traps.Add(new TemplateTrap(kind, new SourceLine(file, line), resource, message, remedy));

    /// <summary>All errors in the order of their lines.</summary>
    public ImmutableArray<TemplateError> ToImmutable() => [.. errors.OrderBy(static e => e.At.Line)];
}
