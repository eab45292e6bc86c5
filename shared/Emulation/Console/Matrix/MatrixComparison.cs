using System.Collections.Immutable;
using Emulation.Access;
using Emulation.Access.AnyAction;

namespace Emulation.Console.Matrix;

/// <summary>What a matrix is compared with, and who gained or lost what since.</summary>
/// <param name="Matrix">The other matrix; null of a kept file, which has the grants alone.</param>
/// <param name="Changes">In words; null of a line that says neither that somebody gained nor that somebody lost.</param>
internal sealed record MatrixComparison(AccessMatrix? Matrix, ImmutableArray<(string Text, bool? IsGain)> Changes)
{
    private const string Ending = ".md";

    /// <summary>Compares with a kept matrix, a file beside the template that ends with <c>.md</c>; with a revision of git by any other name.</summary>
    /// <exception cref="UsageException">There is no such file or revision, or it is none of theirs.</exception>
    /// <exception cref="TemplateException">The revision's templates have errors.</exception>
    public static async Task<MatrixComparison> WithAsync(string named, AccessMatrix now, ConsoleParts parts, CancellationToken cancellation)
    {
        if (named.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
        {
            return OfKept(named, now, parts.Stacks);
        }

        var load = parts.AtRevision ?? throw new UsageException("Revisions are known to a LocalAws that 'localaws up' started. Name a kept matrix, such as docs/access-matrix.md.");
        var before = await load(named, cancellation).ConfigureAwait(false);
        var changes = new AccessComparison(before, parts.Stacks).All;
        return new MatrixComparison(AccessMatrix.Of(before), [.. changes.Select(static change => (change.Text, (bool?)change.IsGain))]);
    }

    /// <summary>No file is read that is not beside the template or below.</summary>
    private static MatrixComparison OfKept(string named, AccessMatrix now, LoadedStacks stacks)
    {
        var path = Path.GetFullPath(named, stacks.Folder);
        if (Path.GetRelativePath(stacks.Folder, path) is var relative && (relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative)))
        {
            throw new UsageException($"{named} is not below {stacks.Folder}. Name a kept matrix there, such as docs/access-matrix.md.");
        }

        try
        {
            var differences = MatrixCheck.Compare(File.ReadAllText(path), MatrixMarkdown.Write(now, stacks.Title));
            return new MatrixComparison(null, [.. differences.Select(static text => (text, IsGain(text)))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{named} cannot be read. Make it with localaws matrix --format markdown --output {named}.");
        }
    }

    private static bool? IsGain(string text) =>
        text.Contains(" gained ", StringComparison.Ordinal) || text.Contains(" now: ", StringComparison.Ordinal) ? true
        : text.Contains(" lost ", StringComparison.Ordinal) || text.Contains(" any more: ", StringComparison.Ordinal) ? false
        : null;
}
