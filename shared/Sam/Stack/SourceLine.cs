namespace Sam;

/// <summary>A line of a template.</summary>
/// <param name="File">The file as the caller named it.</param>
/// <param name="Line">The line, counted from 1.</param>
public readonly record struct SourceLine(string File, int Line)
{
    /// <summary>The form editors and terminals make clickable: <c>template.yaml:84</c>.</summary>
    public override string ToString() => $"{File}:{Line}";
}
