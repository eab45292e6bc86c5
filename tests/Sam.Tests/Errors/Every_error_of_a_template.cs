namespace Sam.Tests.Errors;

/// <summary>
/// Broken templates and the errors they are answered with, as people read them: file, line, resource, property, cause and
/// remedy. Set UPDATE_SNAPSHOTS=1 to write the texts anew, and read the difference.
/// </summary>
public class Every_error_of_a_template
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Errors", "Templates");

    public static TheoryData<string> Templates { get; } = new(
        Directory.EnumerateFiles(Folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)!).Order());

    [Theory]
    [MemberData(nameof(Templates))]
    public void Is_told_at_once_with_its_line_and_remedy(string name)
    {
        var result = TemplateLoader.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.yaml")), "template.yaml", new StackOptions());

        Assert.Null(result.Stack);
        var told = string.Concat(result.Errors.Select(error => $"{error}\n"));
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(Path.Combine(SourceFolder(), "Templates", $"{name}.txt"), told);
        }
        else
        {
            Assert.Equal(File.ReadAllText(Path.Combine(Folder, $"{name}.txt")), told);
        }
    }

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
