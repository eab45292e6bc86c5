using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
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

    /// <summary>The same until something changes.</summary>
    public string Stamp()
    {
        var hash = new XxHash128();
        foreach (var file in files)
        {
            var info = new FileInfo(file);
            Append(info.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file} {info.Length} {info.LastWriteTimeUtc.Ticks}") : $"{file} is not there");
        }

        foreach (var stamp in code.SelectMany(static one => one.Functions.Select(one.Build.StampOf).Distinct(StringComparer.Ordinal)))
        {
            Append(stamp);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());

        void Append(string text) => hash.Append(Encoding.UTF8.GetBytes($"{text}\n"));
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
