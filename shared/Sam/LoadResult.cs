using System.Collections.Immutable;

namespace Sam;

/// <summary>What became of a template: a stack, or every error found in it.</summary>
/// <param name="Stack">The stack, when there is no error.</param>
/// <param name="Errors">All errors of the file, in the order of their lines; empty when the stack was loaded.</param>
public sealed record LoadResult(Stack? Stack, ImmutableArray<TemplateError> Errors);
