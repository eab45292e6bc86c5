using System.Diagnostics;

namespace Integration.CommandLine;

/// <summary>What <c>sam local start-api</c> takes, <c>localaws up</c> takes too: <c>-p</c>, <c>--env-vars</c>, <c>--parameter-overrides</c>.</summary>
[Trait("Stack", "own")]
public sealed class Habits_of_the_SAM_CLI : IAsyncDisposable
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Parameters: { Path: { Type: String } }
        Globals: { Function: { Environment: { Variables: { GREETING: hello, WHOM: nobody } } } }
        Resources:
          Greet:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: code
              Handler: x
              Runtime: provided.al2023
              Events: { Get: { Type: HttpApi, Properties: { Method: GET, Path: !Ref Path } } }
        """;

    private const string Bootstrap = """
        #!/bin/sh
        api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
        while :; do
          id=$(curl -s -D - -o /dev/null "$api/next" | tr -d '\r' | sed -n 's/^Lambda-Runtime-Aws-Request-Id: *//Ip')
          echo "greeting $WHOM"
          curl -s -o /dev/null -d "{\"statusCode\":200,\"body\":\"$GREETING $WHOM ${OTHER:-and no other}\"}" "$api/$id/response"
        done
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-habits-").FullName;
    private Process? started;

    [Fact(Timeout = 120_000)]
    public async Task Are_met()
    {
        ExternalTool.Require("curl");
        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        Directory.CreateDirectory(Path.Combine(folder, "code"));
        var bootstrap = Write("code/bootstrap", $"{Bootstrap}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(bootstrap, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var template = Write("template.yaml", Template);
        var variables = Write("env.json", """{"Greet": {"WHOM": "you", "OTHER": "undeclared"}, "Parameters": {"GREETING": "good day"}}""");
        await StartAsync("-p", "0", "--env-vars", variables, "--parameter-overrides", "Path=/greet", "--template", template);

        var called = await Cli.RunAsync("call", "GET", "/greet", "--template", template);
        Assert.Equal((0, "good day you and no other"), (called.ExitCode, called.Output));
        var logs = await Cli.RunAsync("logs", "Greet", "--template", template);
        Assert.Contains("greeting you", logs.Output, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (started is { HasExited: false })
        {
            await ExternalTool.RunAsync("bash", ["-c", $"kill -TERM {started.Id}"]);
            await started.WaitForExitAsync();
        }

        started?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task StartAsync(params string[] arguments)
    {
        started = Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "LocalAws.dll"), "up", .. arguments]) { RedirectStandardOutput = true })!;
        while (await started.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains("Ctrl+C stops everything", StringComparison.Ordinal))
            {
                _ = started.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return;
            }
        }

        Assert.Fail("LocalAws ended before it was ready.");
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
