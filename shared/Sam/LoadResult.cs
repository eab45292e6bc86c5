using System.Collections.Immutable;

namespace Sam;

/// <summary>What became of a template: a stack, or every error found in it.</summary>
/// <param name="Stack">The stack, when there is no error.</param>
/// <param name="Errors">All errors of the file, in the order of their lines; empty when the stack was loaded.</param>
public sealed record LoadResult(Stack? Stack, ImmutableArray<TemplateError> Errors)
{
    /// <summary>The absolute paths of all files that were read for it: the template, what it includes, and those that it nests.</summary>
    public ImmutableArray<string> Files { get; init; } = [];
}
