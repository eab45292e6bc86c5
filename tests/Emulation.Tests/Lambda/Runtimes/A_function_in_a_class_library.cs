using System.Text;
using System.Text.Json;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Emulation.Sessions;
using Emulation.State;
using Microsoft.Extensions.Logging.Abstractions;
using Sam;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>
/// Published files of a library that knows nothing of LocalAws, in processes of their own. Which methods can be called, and what they find, is tested beside the program that
/// loads them, in tests/LambdaHost.Tests.
/// </summary>
public sealed class A_function_in_a_class_library : IDisposable
{
    /// <summary>As the build has it beside this assembly's own folder.</summary>
    private static readonly string Published = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Handlers", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))));

    private readonly string folder = Directory.CreateTempSubdirectory("library-").FullName;
    private readonly string logs;

    public A_function_in_a_class_library() => logs = Path.Combine(folder, "logs");

    [Fact]
    public async Task Answers_with_what_the_method_returns()
    {
        await using var host = Host("Forms::WithContext");
        var answer = await InvokeAsync(host, "Forms::WithContext", """{"id":"o-1","count":1}""");
        Assert.Null(answer.Error);
        Assert.Matches("^\"o-1 [0-9a-f-]{36}\"$", answer.Payload);
    }

    /// <summary>It is written for .NET 8: its own runtime where that is here, and the next one where it is not.</summary>
    [Fact]
    public async Task Finds_its_own_files_and_nothing_of_its_host()
    {
        await using var host = Host("Surroundings::Process");
        using var json = JsonDocument.Parse((await InvokeAsync(host, "Surroundings::Process", "{}")).Payload);
        var seen = json.RootElement;
        Assert.Equal(Published, seen.GetProperty("here").GetString());
        Assert.Equal(Published, seen.GetProperty("base").GetString()!.TrimEnd(Path.DirectorySeparatorChar));
        Assert.Equal(Published, seen.GetProperty("root").GetString());
        Assert.Equal("from beside the assembly", seen.GetProperty("settings").GetString());
        Assert.Equal("Order", seen.GetProperty("byName").GetString());
        Assert.Equal(1, seen.GetProperty("contexts").GetInt32());
        Assert.InRange(seen.GetProperty("version").GetInt32(), 8, 99);
    }

    [Fact]
    public async Task Keeps_its_process_after_an_error_of_its_own()
    {
        await using var host = Host("Surroundings::FailsLater");
        var first = await InvokeAsync(host, "Surroundings::FailsLater", "\"first\"");
        Assert.Equal("Unhandled", first.Error);
        using var json = JsonDocument.Parse(first.Payload);
        Assert.Equal("OrderException", json.RootElement.GetProperty("errorType").GetString());
        Assert.Equal("first", json.RootElement.GetProperty("errorMessage").GetString());
        Assert.StartsWith("at Sample.Surroundings.FailsLater(String message)", json.RootElement.GetProperty("stackTrace")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("second", (await InvokeAsync(host, "Surroundings::FailsLater", "\"second\"")).Payload, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(Path.Combine(folder, "homes")), static home => Path.GetFileName(home) != "runtimes");
    }

    [Theory]
    [InlineData("Forms::Missing", "LambdaValidationException", "Found no methods matching method name 'Missing'.")]
    [InlineData("FailsToStart::Get", "TargetInvocationException", "no table")]
    public async Task Fails_in_the_words_of_its_start(string handler, string type, string message)
    {
        await using var host = Host(handler);
        var (payload, error) = await InvokeAsync(host, handler, "{}");
        Assert.Equal("Unhandled", error);
        using var json = JsonDocument.Parse(payload);
        Assert.Equal(type, json.RootElement.GetProperty("errorType").GetString());
        Assert.Contains(message, payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_told_when_its_process_ends()
    {
        await using var host = Host("Surroundings::Ends");
        Assert.Contains("exit status 3", (await InvokeAsync(host, "Surroundings::Ends", "\"now\"")).Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_its_lines_in_its_log()
    {
        await using (var host = Host("Surroundings::Logs", ("AWS_LAMBDA_LOG_FORMAT", "JSON")))
        {
            Assert.Equal(("", null), await InvokeAsync(host, "Surroundings::Logs", "{}"));
        }

        var lines = await File.ReadAllLinesAsync(Path.Combine(logs, "f.log"), TestContext.Current.CancellationToken);
        Assert.Contains("unfinished", lines);
        var messages = lines.Where(static line => line.StartsWith('{')).Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["1 of 2", "a line", "a warning", "by level", "order o-1 of 007", "static", "static with a level", "to its errors", "to the console", "with an exception"],
            messages.Select(static one => one.GetProperty("message").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(messages, static one => Assert.Equal(36, one.GetProperty("requestId").GetString()!.Length));
        Assert.Contains(messages, static one => one.GetProperty("level").GetString() == "Error" && one.GetProperty("message").GetString() == "to its errors");
    }

    [Fact]
    public async Task Streams_its_answer()
    {
        await using var host = Host("Surroundings::Streams");
        var answer = await InvokeAsync(host, "Surroundings::Streams", "\"whole\"");
        Assert.Equal("""{"statusCode":202,"headers":{"x-own":"1"}}""" + new string('\0', 8) + "one two", answer.Payload);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Function FunctionOf(string handler) =>
        Given.Function("f", $"Sample.Handlers::Sample.{handler}", "dotnet8") with { Timeout = TimeSpan.FromSeconds(20), MemorySizeMb = 512 };

    private FunctionHost Host(string handler, params (string Name, string Value)[] variables) => new(new FunctionHostOptions
    {
        Functions = [new DeployedFunction(FunctionOf(handler), Published)],
        CommandOf = static deployed => LambdaRuntimes.Served.CommandOf(deployed, deployed.Code),
        MaxEnvironments = 1,
        Credentials = static _ => new SessionCredentials("ASIAEXAMPLE", "secret", "token", DateTimeOffset.MaxValue),
        Environment = _ => variables.ToDictionary(static one => one.Name, static one => one.Value),
        HomeFolder = Path.Combine(folder, "homes"),
        LogFolder = logs,
        Ids = IdSource.SystemRandom,
        Time = TimeProvider.System,
        Logging = NullLoggerFactory.Instance,
    });

    private static async Task<(string Payload, string? Error)> InvokeAsync(FunctionHost host, string handler, string payload)
    {
        var result = await host.InvokeAsync(new FunctionCall(FunctionOf(handler), Encoding.UTF8.GetBytes(payload)) { Cancellation = TestContext.Current.CancellationToken });
        return (Encoding.UTF8.GetString(result.Payload.Span), result.FunctionError);
    }
}
