using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary>What a written file's name ends with says its format, unless somebody says another; a name that says none is asked about.</summary>
public sealed class Format_of_a_file : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("formats").FullName;

    public Format_of_a_file() => File.WriteAllText(Path.Combine(folder, "template.yaml"), """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api:
            Type: AWS::ApiGatewayV2::Api
            Properties: {Name: api, ProtocolType: HTTP}
        """);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("# Who may call what", "matrix", "m.md")]
    [InlineData("# Who may call what", "matrix", "M.MARKDOWN")]
    [InlineData("<!doctype html", "matrix", "m.html")]
    [InlineData("{", "matrix", "m.json")]
    [InlineData("{", "matrix", "m.md", "--format", "json")]
    [InlineData("# Who may call what", "matrix", "kept", "--format", "markdown")]
    [InlineData("json.schemastore.org/sarif", "lint", "l.sarif")]
    [InlineData("json.schemastore.org/sarif", "lint", "l.sarif.json")]
    [InlineData("\"findings\"", "lint", "l.json")]
    [InlineData("finding", "lint", "l.txt")]
    [InlineData("json.schemastore.org/sarif", "lint", "l.txt", "--format", "sarif")]
    public async Task Is_told_by_its_name_unless_somebody_says_another(string content, string verb, string file, params string[] more)
    {
        var path = Path.Combine(folder, file);

        await CommandLineRun.OutputOfAsync([verb, "--output", path, "-t", Path.Combine(folder, "template.yaml"), .. more]);

        Assert.Contains(content, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("nobody can tell the format by that name. It ends with .md or .markdown for markdown, .json for json, .html or .htm for html; or say --format too.", "matrix", "m.xlsx")]
    [InlineData("nobody can tell the format by that name.", "matrix", "m")]
    [InlineData("It ends with .txt for text, .json for json, .sarif or .sarif.json for sarif; or say --format too.", "lint", "l.xml")]
    [InlineData("--format table is for the terminal. A file is one of these: .md or .markdown for markdown,", "matrix", "m.md", "--format", "table")]
    public async Task Is_asked_for_where_nothing_tells_it(string said, string verb, string file, params string[] more)
    {
        var path = Path.Combine(folder, file);

        var (exitCode, errors) = await CommandLineRun.OfAsync([verb, "--output", path, "-t", Path.Combine(folder, "template.yaml"), .. more]);

        Assert.Equal(CommandLine.BadInput, exitCode);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }
}
