using Sam.Documents;
using Sam.Errors;
using Sam.Templates;

namespace Sam;

/// <summary>
/// Reads a template as CloudFormation and the SAM transform do: YAML or JSON, parameters, conditions and intrinsic
/// functions, <c>Globals</c> and <c>AWS::Serverless::*</c>.
/// </summary>
/// <remarks>
/// Reading fails closed, at the smallest unit: what bears on who gets in and is not enforced here closes what depends on it (<see cref="Closure"/>). What cannot be
/// understood is an error.
/// </remarks>
public static class TemplateLoader
{
    /// <summary>Reads the template at a path. A file that cannot be read is an error of the result, not an exception.</summary>
    /// <param name="path">The file. Errors show it as given.</param>
    /// <param name="options">Account, region, stack name and parameters.</param>
    public static LoadResult Load(string path, StackOptions options)
    {
        var errors = new ErrorList(path);
        errors.Reads(path);
        return TemplateFile.Read(path, errors) is { } text ? Parse(text, path, options) : new LoadResult(null, errors.ToImmutable()) { Files = errors.Files };
    }

    /// <summary>The names of the parameters that a template declares; none of a file that cannot be read.</summary>
    public static IReadOnlyCollection<string> ParametersOf(string path)
    {
        var errors = new ErrorList(path);
        return TemplateFile.Read(path, errors) is { } text && DocumentReader.Read(text, errors)?["Parameters"] is MapNode parameters
            ? [.. parameters.Entries.Select(static entry => entry.Key)]
            : [];
    }

    /// <summary>Reads a template from its text.</summary>
    /// <param name="yaml">YAML or JSON.</param>
    /// <param name="fileName">The name errors show. Code folders are resolved against its folder.</param>
    /// <param name="options">Account, region, stack name and parameters.</param>
    public static LoadResult Parse(string yaml, string fileName, StackOptions options)
    {
        var errors = new ErrorList(fileName);
        var path = Path.GetFullPath(fileName);
        errors.Reads(path);
        var stack = DocumentReader.Read(yaml, errors) is { } root && new Includes(Path.GetDirectoryName(path)!, errors).Expand(root) is { } whole
            ? StackAssembly.Assemble(whole, fileName, path, options, errors)
            : null;
        return new LoadResult(errors.Any ? null : stack! with { IsJson = yaml.AsSpan().TrimStart().StartsWith('{') }, errors.ToImmutable()) { Files = errors.Files };
    }
}
