using System.Collections.Immutable;
using System.Reflection;
using System.Security;
using System.Text.RegularExpressions;
using Emulation;
using Emulation.Access;

namespace Tool.Scaffold;

/// <summary>A new service with its route, role, policy and tests, as files in a folder of its own.</summary>
internal static partial class ServiceScaffold
{
    /// <summary>Where each file goes.</summary>
    private static readonly ImmutableArray<(string Resource, string Path)> Files =
    [
        ("template.yaml", "template.yaml"),
        ("README.md", "README.md"),
        ("global.json", "global.json"),
        ("gitignore", ".gitignore"),
        ("Solution.slnx", "{{Name}}.slnx"),
        ("Service.xml", "src/{{Name}}/{{Name}}.csproj"),
        ("Program.cs", "src/{{Name}}/Program.cs"),
        ("Tests.xml", "tests/{{Name}}.Tests/{{Name}}.Tests.csproj"),
        ("Stack.cs", "tests/{{Name}}.Tests/Stack.cs"),
        ("Access.cs", "tests/{{Name}}.Tests/Access.cs"),
    ];

    /// <summary>Writes the files.</summary>
    /// <param name="name">The service's name, of letters and digits: it goes into logical ids, role names and namespaces.</param>
    /// <param name="folder">The folder, which is made, or is empty.</param>
    /// <param name="source">A folder of packages to restore LocalAws's from, beside the machine's own sources; null for those alone.</param>
    /// <returns>The files, relative to the folder.</returns>
    /// <exception cref="UsageException">The name is none, or there is something in the folder.</exception>
    public static IReadOnlyList<string> Write(string name, string folder, string? source)
    {
        if (!Name().IsMatch(name))
        {
            throw new UsageException(
                $"'{name}' cannot name a service: it goes into logical ids, role names and namespaces. Use up to 40 letters and digits, a capital letter first, such as Shipping.");
        }

        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new UsageException($"{folder} is not empty. Choose another folder with --output.");
        }

        var words = new Dictionary<string, string>
        {
            ["{{Name}}"] = name,
            ["{{Version}}"] = PackageVersion,
            ["{{XunitVersion}}"] = Metadata("XunitVersion"),
            ["{{Source}}"] = SecurityElement.Escape(source is null ? "" : Path.GetFullPath(source)),
        };
        var written = new List<string>();
        foreach (var (resource, path) in source is null ? Files : Files.Add(("nuget.config", "nuget.config")))
        {
            Write(folder, Filled(path, words), Filled(TextOf(resource), words), written);
        }

        var stacks = LoadedStacks.Load(new EmulatorOptions { Templates = [new TemplateSource(Path.Combine(folder, "template.yaml"), EmulatorOptions.DefaultAccount)] });
        Write(folder, $"tests/{name}.Tests/access-matrix.md", MatrixMarkdown.Write(AccessMatrix.Of(stacks), "template.yaml"), written);
        return written;
    }

    /// <summary>The version of LocalAws's packages: this one's.</summary>
    private static string PackageVersion => typeof(ServiceScaffold).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string Metadata(string key) => typeof(ServiceScaffold).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == key).Value!;

    private static string TextOf(string resource)
    {
        using var stream = typeof(ServiceScaffold).Assembly.GetManifestResourceStream($"scaffold/{resource}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    // In "${ {{Name}}Api}" the space keeps the braces apart.
    private static string Filled(string text, Dictionary<string, string> words) =>
        words.Aggregate(text.Replace("${ {{", "${{{", StringComparison.Ordinal), static (filled, word) => filled.Replace(word.Key, word.Value, StringComparison.Ordinal));

    private static void Write(string folder, string path, string text, List<string> written)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        written.Add(path);
    }

    [GeneratedRegex("^[A-Z][A-Za-z0-9]{0,39}$")]
    private static partial Regex Name();
}
