namespace Benchmarks.Ratios;

/// <summary>The repository's own template, with two services in .NET.</summary>
internal static class ReferenceTemplate
{
    public static string Path { get; } = Find();

    /// <summary>The folder that it is in: the repository's.</summary>
    public static string Repository => System.IO.Path.GetDirectoryName(Path)!;

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "template.yaml")))
        {
            folder = folder.Parent ?? throw new FileNotFoundException($"There is no template.yaml above {AppContext.BaseDirectory}.");
        }

        return System.IO.Path.Combine(folder.FullName, "template.yaml");
    }
}
