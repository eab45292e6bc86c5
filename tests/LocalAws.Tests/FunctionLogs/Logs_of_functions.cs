using Emulation;
using Tool.FunctionLogs;
using Tool.Tests.Cli;

namespace Tool.Tests.FunctionLogs;

/// <summary>What functions print is read from their files, by the names that the template has for them.</summary>
public sealed class Logs_of_functions : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("logs").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Are_the_last_lines_and_then_those_that_come()
    {
        var log = new FollowedLog(Write("a.log", "1\n2\n3\nhalf"));

        Assert.Equal(["2", "3"], log.Last(2));
        Assert.Empty(log.New());
        Append("a.log", " and half\n5\n");
        Assert.Equal(["half and half", "5"], log.New());
        Assert.Empty(log.New());
    }

    [Fact]
    public void Go_on_after_the_file_was_begun_anew()
    {
        var file = Write("a.log", "1\n2\n3\n");
        var log = new FollowedLog(file);
        Assert.Equal(3, log.Last(10).Count);
        File.WriteAllText(file, "4\n");
        Assert.Equal(["4"], log.New());
        File.Delete(file);
        Assert.Empty(log.New());
        File.WriteAllText(file, "5\r\n");
        Assert.Equal(["5"], log.New());
    }

    [Fact]
    public void Begin_with_a_file_that_was_not_there()
    {
        var log = new FollowedLog(Path.Combine(folder, "later.log"));
        Assert.Empty(log.Last(10));
        Write("later.log", "1\n");
        Assert.Equal(["1"], log.New());
    }

    [Fact]
    public void Are_found_by_logical_id_whatever_the_stack_was_called()
    {
        Write("dev-Shop-abcdefghijkl.log", "");
        Write("orders.log", "");
        var logs = new LogFolder(folder, [("Shop", "local-Shop-mnopqrstuvwx"), ("Orders", "orders"), ("first/Both", "b1"), ("second/Both", "b2")]);

        Assert.Equal(["dev-Shop-abcdefghijkl", "local-Shop-mnopqrstuvwx"], NamesOf(logs.Named(["Shop"])));
        Assert.Equal(["orders"], NamesOf(logs.Named(["Orders"])));
        Assert.Equal(["orders"], NamesOf(logs.Named(["orders"])));
        Assert.Equal(["b1", "b2"], NamesOf(logs.Named(["Both"])));
        Assert.Equal(["b1"], NamesOf(logs.Named(["first/Both"])));
        Assert.Equal(5, logs.Named([]).Count);
    }

    [Fact]
    public void Of_a_function_that_is_not_there_are_told()
    {
        var logs = new LogFolder(folder, [("Shop", "local-Shop-mnopqrstuvwx")]);

        Assert.Equal("No function is called 'Shpo'. Did you mean 'Shop'? There is: Shop.", Assert.Throws<UsageException>(() => logs.Named(["Shpo"])).Message);
    }

    [Fact]
    public async Task Are_printed_behind_the_functions_names_where_there_are_several()
    {
        var state = Directory.CreateDirectory(Path.Combine(folder, "state")).FullName;
        Directory.CreateDirectory(Path.Combine(state, "logs"));
        var template = Write("template.yaml", """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Shop: { Type: AWS::Serverless::Function, Properties: { CodeUri: ., Handler: x, Runtime: provided.al2023, FunctionName: shop } }
              Stock: { Type: AWS::Serverless::Function, Properties: { CodeUri: ., Handler: x, Runtime: provided.al2023, FunctionName: stock } }
            """);
        await File.WriteAllTextAsync(Path.Combine(state, "logs", "shop.log"), "one\ntwo\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(state, "logs", "stock.log"), "three\n", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(Path.Combine(state, "logs", "shop.log"), DateTime.UnixEpoch.AddDays(1));

        Assert.Equal("Shop  | one\nShop  | two\nStock | three\n", (await CommandLineRun.OutputOfAsync("logs", "-t", template, "--data", state)).Output.ReplaceLineEndings("\n"));
        Assert.Equal("two\n", (await CommandLineRun.OutputOfAsync("logs", "Shop", "--tail", "1", "-t", template, "--data", state)).Output.ReplaceLineEndings("\n"));
        var (exitCode, errors) = await CommandLineRun.OfAsync("logs", "Shp", "-t", template, "--data", state);
        Assert.Equal(2, exitCode);
        Assert.Contains("No function is called 'Shp'. Did you mean 'Shop'?", errors, StringComparison.Ordinal);
    }

    private static IEnumerable<string> NamesOf(IEnumerable<LoggedFunction> functions) => functions.Select(static one => Path.GetFileNameWithoutExtension(one.Path)).Order(StringComparer.Ordinal);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private void Append(string name, string text) => File.AppendAllText(Path.Combine(folder, name), text);
}
