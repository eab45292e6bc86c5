using System.Collections.Immutable;

namespace Iam.Policies;

/// <summary>The errors of one document, as they are found: the first hundred, which is more than anybody mends at once.</summary>
internal sealed class PolicyErrors
{
    private const int Most = 100;
    private readonly ImmutableArray<PolicyError>.Builder errors = ImmutableArray.CreateBuilder<PolicyError>();

    public bool Any => errors.Count > 0;

    public void Add(JsonTree at, string message, string remedy) => Add(at.Path, message, remedy, at.Line);

    public void Add(string path, string message, string remedy, int line = 1)
    {
        if (errors.Count < Most)
        {
            errors.Add(new PolicyError(path, message, remedy, line));
        }
    }

    public ImmutableArray<PolicyError> ToImmutable() => errors.ToImmutable();

    /// <summary>Text of a document in a message: its beginning will do.</summary>
    public static string Clip(string? text) => text is { Length: > 200 } ? $"{text[..200]}..." : text ?? "";
}
