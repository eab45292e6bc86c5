using Tool.Tests.Cli;

namespace Tool.Tests.Completion;

/// <summary>A shell's question, <c>[suggest:POSITION]</c>: verbs, options, and the names of the template.</summary>
public sealed class Words_that_can_be_typed : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("words").FullName;

    public Words_that_can_be_typed() => File.WriteAllText(
        Path.Combine(folder, "template.yaml"),
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          NotesApi: { Type: AWS::Serverless::Api, Properties: { StageName: prod } }
          Notes:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: .
              Handler: x
              Runtime: provided.al2023
              Events:
                All: { Type: Api, Properties: { RestApiId: !Ref NotesApi, Method: GET, Path: /notes } }
                One: { Type: Api, Properties: { RestApiId: !Ref NotesApi, Method: GET, Path: "/notes/{id}" } }
                New: { Type: Api, Properties: { RestApiId: !Ref NotesApi, Method: POST, Path: /notes/new } }
        """);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("mat", "matrix")]
    [InlineData("up --po", "--port")]
    [InlineData("up --allow-u", "--allow-underived")]
    [InlineData("up --allow-underived glu", "glue")]
    [InlineData("up --allow-underived sqs", "")]
    [InlineData("matrix --format ", "html json markdown table")]
    [InlineData("matrix --format j", "json")]
    [InlineData("completion ", "bash powershell zsh")]
    [InlineData("call @ --as N", "NotesRole")]
    [InlineData("call @ --as ", "NotesRole admin nobody")]
    [InlineData("exec @ --as ad", "admin")]
    [InlineData("call @ P", "PATCH POST PUT")]
    [InlineData("call @ GET ", "NotesApi/notes NotesApi/notes/")]
    [InlineData("call @ POST Notes", "NotesApi/notes/new")]
    [InlineData("call @ POST NotesApi/notes/new ", "")]
    [InlineData("explain @ --as NotesRole GET /", "/notes /notes/")]
    [InlineData("explain @ --api ", "NotesApi")]
    [InlineData("logs @ ", "Notes")]
    public async Task Begin_with_what_is_typed_already(string line, string expected)
    {
        line = line.Replace("@ ", $"-t {Path.Combine(folder, "template.yaml")} ", StringComparison.Ordinal);
        var (exitCode, output) = await CommandLineRun.OutputOfAsync($"[suggest:{line.Length}]", line);

        Assert.Equal(0, exitCode);
        var words = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(expected.Length == 0 ? [] : expected.Split(' '), words.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Are_those_of_the_place_in_the_line()
    {
        var (_, output) = await CommandLineRun.OutputOfAsync("[suggest:3]", "mat --format json");

        Assert.Equal("matrix", output.Trim());
    }

    [Fact]
    public async Task Are_without_the_templates_names_while_it_is_broken()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "template.yaml"), "Resources: [", TestContext.Current.CancellationToken);
        var line = $"call -t {Path.Combine(folder, "template.yaml")} --as ";

        Assert.Equal((0, ""), await CommandLineRun.OutputOfAsync($"[suggest:{line.Length}]", line));
    }
}
