using Sam.Configuration;
using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary>The files that docs/files.md shows are files that the command line reads.</summary>
public sealed class Examples_of_the_pages : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("examples").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Are_values_of_parameters()
    {
        var read = ParametersFile.Read(Write("values.yaml", Block("yaml")));

        Assert.Empty(read.Errors);
        Assert.Equal(["/shop/limit", "Stage", "orders/TableName", "secretsmanager:shop/password"], read.Values.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Are_variables_of_functions()
    {
        var read = await EnvironmentFile.ReadAsync(Write("env.json", Block("json")), TestContext.Current.CancellationToken);

        Assert.Equal(("5", "orders-local"), (read["OrdersFunction"]["LIMIT"], read["Parameters"]["TABLE"]));
    }

    private static string Block(string language)
    {
        var above = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(above.FullName, "docs", "files.md")))
        {
            above = above.Parent!;
        }

        var lines = File.ReadLines(Path.Combine(above.FullName, "docs", "files.md"));
        return string.Join('\n', lines.SkipWhile(line => line != $"```{language}").Skip(1).TakeWhile(static line => line != "```"));
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
