using System.Collections.Immutable;

namespace Sam.Errors;

/// <summary>Collects the errors of one template, so that all of them are told at once.</summary>
internal sealed class ErrorList(string file)
{
    private readonly List<TemplateError> _errors = [];
    private readonly HashSet<(int Line, string Message)> _told = [];

    public bool Any => _errors.Count > 0;

    /// <summary>Adds an error, once: a value of <c>Globals</c> is looked at again for every resource that inherits it.</summary>
    public void Add(int line, string resource, string property, string message, string remedy)
    {
        if (_told.Add((line, message)))
        {
            _errors.Add(new TemplateError(new SourceLine(file, line), resource, property, message, remedy));
        }
    }

    /// <summary>All errors in the order of their lines.</summary>
    public ImmutableArray<TemplateError> ToImmutable() => [.. _errors.OrderBy(static e => e.At.Line)];
}
