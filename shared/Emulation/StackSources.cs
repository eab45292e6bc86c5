using System.Collections.Immutable;
using System.Globalization;
using Emulation.Lambda;
using Sam.Configuration;

namespace Emulation;

/// <summary>
/// Everything that a run is made of: templates and what they include, the configuration beside them, files that options name, and the code of functions. Whether something
/// has changed is found by looking, since not every file system tells, and an editor may put another file in the place of one.
/// </summary>
internal sealed class StackSources
{
    private readonly ImmutableArray<string> files;
    private readonly ImmutableArray<(FunctionBuild Build, ImmutableArray<DeployedFunction> Functions)> code;

    private StackSources(ImmutableArray<string> files, ImmutableArray<(FunctionBuild Build, ImmutableArray<DeployedFunction> Functions)> code) =>
        (this.files, this.code) = (files, code);

    /// <summary>What stacks that run are made of.</summary>
    public static StackSources Of(EmulatorOptions options, LoadedStacks stacks) => new(
        FilesOf(options, stacks.Files),
        [.. stacks.All.Select(stack => (FunctionWiring.BuildOf(options, stacks, stack), FunctionWiring.DeployedOf(options, stacks, stack).ToImmutableArray()))]);

    /// <summary>These, and the files of templates that could not be loaded.</summary>
    public StackSources With(EmulatorOptions options, ImmutableArray<string> further) => new([.. files.Union(FilesOf(options, further), StringComparer.Ordinal)], code);

    /// <summary>What they are like at this moment.</summary>
    /// <exception cref="IOException">A file is being written.</exception>
    public SourceStamps Look()
    {
        var stamps = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var info = new FileInfo(file);
            stamps[file] = info.Exists ? string.Create(CultureInfo.InvariantCulture, $"{info.Length} {info.LastWriteTimeUtc.Ticks}") : "";
        }

        foreach (var (build, functions) in code)
        {
            foreach (var function in functions)
            {
                stamps[$"the code of {function.Function.LogicalId}"] = build.StampOf(function);
            }
        }

        return new SourceStamps(stamps.ToImmutable());
    }

    private static ImmutableArray<string> FilesOf(EmulatorOptions options, IEnumerable<string> read) =>
    [
        .. read.Concat(options.Templates.Select(static template => template.Path))
            .Concat(((string?[])[options.ParametersFile, options.OrganizationFile]).OfType<string>())
            .Select(Path.GetFullPath)
            .SelectMany(static file => SamConfiguration.Names.Select(name => Path.Combine(Path.GetDirectoryName(file) ?? "", name)).Prepend(file))
            .Distinct(StringComparer.Ordinal),
    ];
}
