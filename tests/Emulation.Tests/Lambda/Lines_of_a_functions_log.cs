using Emulation.Lambda;
using Microsoft.Extensions.Logging.Abstractions;

namespace Emulation.Tests.Lambda;

/// <summary>When lines reach the file of a function's log.</summary>
public sealed class Lines_of_a_functions_log : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("log-").FullName;
    private readonly FunctionLog log;

    public Lines_of_a_functions_log() => log = new FunctionLog(folder, new DeployedFunction(Given.Function("f", "x", "provided.al2023"), folder), NullLogger.Instance);

    public void Dispose()
    {
        log.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Are_there_at_once_where_somebody_waits()
    {
        log.WriteOwn("START\n", isAwaited: false);
        log.Write("printed");
        Assert.Equal("START\nprinted\n", Text());
        log.WriteOwn("END\n");
        Assert.Equal("START\nprinted\nEND\n", Text());
    }

    [Fact]
    public async Task Come_by_themselves_where_nobody_waits()
    {
        log.WriteOwn("START\n", isAwaited: false);
        for (var i = 0; i < 1000 && Text().Length == 0; i++)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Equal("START\n", Text());
    }

    [Fact]
    public void Are_all_there_at_the_end()
    {
        log.WriteOwn("START\n", isAwaited: false);
        log.Dispose();
        Assert.Equal("START\n", Text());
    }

    [Fact]
    public void Are_nobodys_after_the_end()
    {
        log.Write("printed");
        log.Dispose();
        log.Write("late");
        log.WriteOwn("late\n", isAwaited: false);
        log.WriteOwn("late\n");
        Assert.Equal("printed\n", Text());
    }

    [Fact]
    public void Stay_whole_where_a_file_is_begun_anew()
    {
        var line = new string('x', 1024 * 1024);
        for (var i = 0; i < 11; i++)
        {
            log.Write(line);
        }

        Assert.Equal($"{line}\n", Text());
    }

    private string Text()
    {
        using var reader = new StreamReader(new FileStream(log.Path!, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
