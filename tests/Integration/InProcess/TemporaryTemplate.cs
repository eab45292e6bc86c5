namespace Integration.InProcess;

/// <summary>A template in a folder of its own, changed at one place.</summary>
internal sealed class TemporaryTemplate : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-template-");

    public TemporaryTemplate(string text, string part, string other)
    {
        Assert.Contains(part, text, StringComparison.Ordinal);
        Path = System.IO.Path.Combine(folder.FullName, "template.yaml");
        File.WriteAllText(Path, text.Replace(part, other, StringComparison.Ordinal));
    }

    public string Path { get; }

    public string Folder => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
