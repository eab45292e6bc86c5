using Emulation;
using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary><c>--env-vars</c>: the file of the SAM CLI.</summary>
public sealed class Variables_from_a_file : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("variables").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Are_read_for_each_function_and_for_all()
    {
        var read = await EnvironmentFile.ReadAsync(
            Write("""{"Shop": {"TABLE": "orders", "LIMIT": 1.50, "ON": true, "NONE": null}, "Parameters": {"LEVEL": "debug"}}"""), TestContext.Current.CancellationToken);

        Assert.Equal(("orders", "1.50", "true", ""), (read["Shop"]["TABLE"], read["Shop"]["LIMIT"], read["Shop"]["ON"], read["Shop"]["NONE"]));
        Assert.Equal("debug", read["Parameters"]["LEVEL"]);
    }

    [Fact]
    public async Task Are_none_without_a_file() => Assert.Empty(await EnvironmentFile.ReadAsync(null, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("{", "this is no JSON")]
    [InlineData("[]", "The file is no object of names and values. It looks like {\"MyFunction\": {\"TABLE\": \"orders\"}")]
    [InlineData("""{"TABLE": "orders"}""", "TABLE is no object of names and values.")]
    [InlineData("""{"Shop": {"A": []}}""", "A of Shop is an object or a list. A variable is one text: put it in quotes.")]
    [InlineData("""{"Shop": {"A": "1", "A": "2"}}""", "Shop has 'A' twice: leave one out.")]
    public async Task Are_told_when_they_are_wrong(string text, string said)
    {
        var file = Write(text);
        var error = await Assert.ThrowsAsync<UsageException>(() => EnvironmentFile.ReadAsync(file, TestContext.Current.CancellationToken));

        Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_function_that_is_not_there_are_refused_before_anything_starts()
    {
        var template = Path.Combine(folder, "template.yaml");
        File.WriteAllText(template, """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Shop: { Type: AWS::Serverless::Function, Properties: { CodeUri: ., Handler: x, Runtime: provided.al2023 } }
            """);
        var (exitCode, errors) = await CommandLineRun.OfAsync("up", "-p", "0", "-t", template, "--env-vars", Write("""{"Shp": {"TABLE": "orders"}}"""));

        Assert.Equal(CommandLine.BadInput, exitCode);
        Assert.Contains("no template has a function 'Shp'. Did you mean 'Shop'? There are: Parameters, Shop.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_told_missing()
    {
        var (exitCode, errors) = await CommandLineRun.OfAsync("up", "-n", "none.json", "-t", Write("Resources: {}"));

        Assert.Equal(CommandLine.BadInput, exitCode);
        Assert.Contains("none.json: there is no such file.", errors, StringComparison.Ordinal);
    }

    private string Write(string text)
    {
        var file = Path.Combine(folder, $"{Directory.GetFiles(folder).Length}.json");
        File.WriteAllText(file, text);
        return file;
    }
}
