namespace ServiceDefaults;

/// <summary>What is wrong with a request, by field path.</summary>
public sealed class Violations
{
    private readonly Dictionary<string, string[]> byPath = new(StringComparer.Ordinal);

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => byPath.Count == 0;

    /// <summary>The messages of each field.</summary>
    public Dictionary<string, string[]> ByPath => byPath;

    /// <summary>Adds what is wrong with a field.</summary>
    public void Add(string path, string message) =>
        byPath[path] = byPath.TryGetValue(path, out var others) ? [.. others, message] : [message];
}
