namespace Integration.InProcess;

/// <summary>A template in a folder of its own, changed at the first place that reads so.</summary>
internal sealed class TemporaryTemplate : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-template-");

    public TemporaryTemplate(string text, string part, string other)
    {
        var at = text.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0, $"the template has no '{part}'");
        Path = System.IO.Path.Combine(folder.FullName, "template.yaml");
        File.WriteAllText(Path, string.Concat(text.AsSpan(0, at), other, text.AsSpan(at + part.Length)));
    }

    public string Path { get; }

    public string Folder => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
