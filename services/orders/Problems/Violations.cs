namespace Orders.Problems;

/// <summary>What is wrong with a request, by field path.</summary>
internal sealed class Violations
{
    private readonly Dictionary<string, string[]> _byPath = new(StringComparer.Ordinal);

    public bool IsEmpty => _byPath.Count == 0;

    public Dictionary<string, string[]> ByPath => _byPath;

    public void Add(string path, string message) =>
        _byPath[path] = _byPath.TryGetValue(path, out var others) ? [.. others, message] : [message];
}
