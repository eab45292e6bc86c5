using System.Diagnostics;
using System.Net;
using System.Text;
using Emulation.Lambda;
using Emulation.Sessions;
using Emulation.State;
using Microsoft.Extensions.Logging.Abstractions;
using Sam;

namespace Emulation.Tests.Lambda;

/// <summary>Functions that are a shell script with curl: the Runtime API as any language may speak it.</summary>
public sealed class Function_processes : IDisposable
{
    private const string Next = """
        api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
        next() { event=$(curl -sS -D "$head" "$api/invocation/next") || exit 0; id=$(sed -n 's/^Lambda-Runtime-Aws-Request-Id: \([^\r]*\).*/\1/p' "$head"); }
        head=$0.$$
        """;

    private static readonly Function Function = Given.Function("f", "x", "provided.al2023") with { Timeout = TimeSpan.FromSeconds(20), MemorySizeMb = 512 };
    private readonly string folder = Directory.CreateTempSubdirectory("function-").FullName;

    [Fact]
    public async Task Answer_events()
    {
        await using var host = Host(Next + "\nwhile :; do next; curl -sS -o /dev/null -d \"{\\\"got\\\":$event,\\\"name\\\":\\\"$AWS_LAMBDA_FUNCTION_NAME\\\",\\\"own\\\":\\\"$OWN\\\"}\" \"$api/invocation/$id/response\"; done");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => InvokeAsync(host, $"{i}")));
        Assert.Equal(Enumerable.Range(0, 6).Select(static i => $$"""{"got":{{i}},"name":"f","own":"value"}"""), answers.Select(static a => a.Payload));
        Assert.All(answers, static a => Assert.Null(a.Error));
    }

    [Fact]
    public async Task See_nothing_of_this_process_own_environment()
    {
        await using var host = Host(Next + "\nnext; curl -sS -o /dev/null -d \"\\\"$(env | cut -d= -f1 | sort | tr '\\n' ' ')\\\"\" \"$api/invocation/$id/response\"; next");
        var names = (await InvokeAsync(host, "1")).Payload.Trim('"').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] ofTheShell = ["PWD", "OLDPWD", "SHLVL", "_"];
        string[] ofThisMachine = Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } ? ["DOTNET_ROOT"] : [];
        string[] ofNet = ["DOTNET_GCHeapHardLimit", "DOTNET_TieredPGO", "DOTNET_gcServer", .. ofThisMachine];
        string[] ofLambda =
        [
            "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_FORMAT", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION",
            "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_XRAY_CONTEXT_MISSING", "AWS_XRAY_DAEMON_ADDRESS", "HOME", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT", "LANG", "OWN", "PATH", "TMPDIR", "TZ", "_HANDLER",
        ];
        Assert.Equal([.. ofLambda.Concat(ofNet).Order(StringComparer.Ordinal)], names.Except(ofTheShell).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Have_a_folder_of_their_own_that_nobody_else_can_write_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no modes of files on Windows");
        var homes = Path.Combine(folder, "homes");
        Directory.CreateDirectory(Path.Combine(homes, "left"));
        await using (var host = Host(Next + "\nwhile :; do next; touch \"$HOME/mine\"; curl -sS -o /dev/null -d \"\\\"$HOME $TMPDIR $(stat -c %a \"$HOME\" \"$HOME/..\" | tr '\\n' ' ')$(ls -A \"$HOME\")\\\"\" \"$api/invocation/$id/response\"; done"))
        {
            Assert.False(Directory.Exists(homes), "what a run that was killed has left is still there");
            var seen = (await InvokeAsync(host, "1")).Payload.Trim('"').Split(' ');
            Assert.Equal(homes, Path.GetDirectoryName(seen[0]));
            Assert.Equal([seen[0], "700", "700", "mine"], seen[1..]);
        }

        Assert.False(Directory.Exists(homes));
    }

    [Fact]
    public async Task Keep_their_events_from_everybody_else_on_the_machine()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && LoopbackPeer.CanBeTold, "only Linux tells whose a connection is");
        var address = Path.Combine(folder, "address");
        await using var host = Host(Next + $"\nprintf %s \"$AWS_LAMBDA_RUNTIME_API\" > {address}\nwhile :; do next; echo \"$id\" > {address}.id; [ \"$event\" = 7 ] && sleep 2; curl -sS -o /dev/null -d \"$event\" \"$api/invocation/$id/response\"; done");
        Assert.Equal("1", (await InvokeAsync(host, "1")).Payload);
        using var stranger = new HttpClient { BaseAddress = new Uri($"http://{await File.ReadAllTextAsync(address, TestContext.Current.CancellationToken)}/2018-06-01/runtime/") };
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync("invocation/next", TestContext.Current.CancellationToken)).StatusCode);
        var first = await IdAsync();
        var asked = InvokeAsync(host, "7");
        string id;
        while ((id = await IdAsync()) == first || id.Length != 36)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        using var forged = new StringContent("{\"isAuthorized\":true}");
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.PostAsync($"invocation/{id}/response", forged, TestContext.Current.CancellationToken)).StatusCode);
        using var failed = new StringContent("{}");
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.PostAsync($"invocation/{id}/error", failed, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(("7", null), await asked);

        async Task<string> IdAsync() => (await File.ReadAllTextAsync($"{address}.id", TestContext.Current.CancellationToken)).Trim();
    }

    /// <summary>The shell itself holds no connection: each is of a program that it started, some of them of one whose parent has gone.</summary>
    [Fact]
    public async Task May_ask_through_what_they_started()
    {
        await using var host = Host(Next + "\nwhile :; do next; (curl -sS -o /dev/null -d \"$event\" \"$api/invocation/$id/response\" &) ; sleep 0.2; done");
        Assert.Equal("1", (await InvokeAsync(host, "1")).Payload);
        Assert.Equal("2", (await InvokeAsync(host, "2")).Payload);
    }

    [Fact]
    public async Task Get_one_event_at_a_time()
    {
        await using var host = Host(Next + "\nwhile :; do next; again=$(curl -sS -o /dev/null -w %{http_code} \"$api/invocation/next\"); init=$(curl -sS -o /dev/null -w %{http_code} -d {} \"$api/init/error\"); curl -sS -o /dev/null -d \"\\\"$event $again $init\\\"\" \"$api/invocation/$id/response\"; done");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => InvokeAsync(host, $"{i}")));
        Assert.Equal(Enumerable.Range(0, 6).Select(static i => $"\"{i} 403 403\""), answers.Select(static a => a.Payload));
    }

    [Theory]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1", true)]
    [InlineData("\u0001ü", false)]
    [InlineData(null, false)]
    public async Task Get_a_trace_header_whatever_a_caller_sends(string? sent, bool isKept)
    {
        await using var host = Host(Next + "\nwhile :; do next; trace=$(sed -n 's/^Lambda-Runtime-Trace-Id: \\([^\r]*\\).*/\\1/p' \"$head\"); curl -sS -o /dev/null -d \"\\\"$trace\\\"\" \"$api/invocation/$id/response\"; done");
        var result = await host.InvokeAsync(Call("1") with { TraceId = sent });
        var seen = Encoding.UTF8.GetString(result.Payload.Span).Trim('"');
        Assert.Equal(isKept, seen == sent);
        Assert.StartsWith("Root=1-", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Have_their_output_kept_in_a_file()
    {
        await using (var host = Host(Next + "\nwhile :; do next; echo \"seen $event\"; curl -sS -o /dev/null -d 1 \"$api/invocation/$id/response\"; done"))
        {
            await InvokeAsync(host, "41");
            await InvokeAsync(host, "42");
        }

        var log = await File.ReadAllLinesAsync(Path.Combine(folder, "logs", "f.log"), TestContext.Current.CancellationToken);
        Assert.Contains("seen 41", log);
        Assert.Contains("seen 42", log);
    }

    [Fact]
    public async Task That_crash_answer_for_it_and_are_replaced()
    {
        await using var host = Host(Next + "\nwhile :; do next; [ \"$event\" = 7 ] && exit 3; curl -sS -o /dev/null -d \"$event\" \"$api/invocation/$id/response\"; done");
        Assert.Equal("1", (await InvokeAsync(host, "1")).Payload);
        var crashed = await InvokeAsync(host, "7");
        Assert.Equal("Unhandled", crashed.Error);
        Assert.EndsWith("Error: Runtime exited with error: exit status 3\",\"errorType\":\"Runtime.ExitError\"}", crashed.Payload, StringComparison.Ordinal);
        Assert.Equal("2", (await InvokeAsync(host, "2")).Payload);
    }

    [Fact]
    public async Task Whose_credentials_ended_while_the_machine_slept_take_nothing_more()
    {
        var clock = new LeapingClock();
        await using var host = Host(Next + "\nwhile :; do next; curl -sS -o /dev/null -d \"$$\" \"$api/invocation/$id/response\"; done", clock: clock);
        var before = (await InvokeAsync(host, "1")).Payload;
        // Until it has asked for more.
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
        clock.Leap = TimeSpan.FromHours(24);
        Assert.NotEqual(before, (await InvokeAsync(host, "2")).Payload);
    }

    [Fact]
    public async Task That_do_not_start_answer_each_call_with_the_reason()
    {
        await using var host = Host(Next + "\ncurl -sS -o /dev/null -d '{\"errorMessage\":\"no database\",\"errorType\":\"StartUp\"}' \"$api/init/error\"; exit 1");
        for (var i = 0; i < 3; i++)
        {
            var failed = await InvokeAsync(host, "1");
            Assert.Equal(("Unhandled", """{"errorMessage":"no database","errorType":"StartUp"}"""), (failed.Error, failed.Payload));
        }
    }

    [Fact]
    public async Task That_take_too_long_are_ended()
    {
        await using var host = Host(Next + "\nwhile :; do next; [ \"$event\" = 7 ] && sleep 1000; curl -sS -o /dev/null -d \"$event\" \"$api/invocation/$id/response\"; done", static function => function with { Timeout = TimeSpan.FromSeconds(1) });
        var late = await InvokeAsync(host, "7");
        Assert.EndsWith("Error: Task timed out after 1.00 seconds\",\"errorType\":\"Sandbox.Timedout\"}", late.Payload, StringComparison.Ordinal);
        Assert.Equal("2", (await InvokeAsync(host, "2")).Payload);
    }

    [Fact]
    public async Task Beyond_the_reserved_concurrency_are_not_started()
    {
        await using var host = Host("exit 1", static function => function with { ReservedConcurrency = 0 });
        Assert.True((await host.InvokeAsync(Call("1"))).IsThrottled);
    }

    [Fact]
    public async Task Are_gone_after_the_host()
    {
        var marker = $"marker-{Guid.NewGuid():N}";
        await using (var host = Host($"# {marker}\n" + Next + "\nwhile :; do next; curl -sS -o /dev/null -d $$ \"$api/invocation/$id/response\"; done"))
        {
            var id = int.Parse((await InvokeAsync(host, "1")).Payload, null);
            Assert.False(Process.GetProcessById(id).HasExited);
            await host.DisposeAsync();
            Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
        }
    }

    [Theory]
    [InlineData("1", null)]
    [InlineData("2", "Error: Runtime exited with error: exit status 3")]
    [InlineData("3", "Error: Task timed out after 2.00 seconds")]
    public async Task Leave_nothing_of_what_they_started(string payload, string? error)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells what a process left behind");
        var children = Path.Combine(folder, "children");
        await using (var host = Host(
            $"sleep 1000 &\n(sleep 1000 & echo $! >> {children})\necho $! >> {children}\n{Next}\nwhile :; do next; case $event in 2) exit 3;; 3) sleep 1000;; esac; curl -sS -o /dev/null -d 1 \"$api/invocation/$id/response\"; done",
            static function => function with { Timeout = TimeSpan.FromSeconds(2) }))
        {
            var answer = await InvokeAsync(host, payload);
            Assert.Contains(error ?? "1", answer.Payload, StringComparison.Ordinal);
        }

        var ids = (await File.ReadAllLinesAsync(children, TestContext.Current.CancellationToken)).Select(static id => int.Parse(id, null)).ToList();
        Assert.Equal(2, ids.Count);
        Assert.All(ids, static id => Assert.False(Runs(id), $"{id} still runs"));
    }

    /// <summary>A process that was ended counts for nothing, even while whoever inherited it has not taken note.</summary>
    private static bool Runs(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(") ")[1][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<(string Payload, string? Error)> InvokeAsync(FunctionHost host, string payload)
    {
        var result = await host.InvokeAsync(Call(payload));
        return (Encoding.UTF8.GetString(result.Payload.Span), result.FunctionError);
    }

    private static FunctionCall Call(string payload) => new(Function, Encoding.UTF8.GetBytes(payload)) { Cancellation = TestContext.Current.CancellationToken };

    private FunctionHost Host(string script, Func<Function, Function>? change = null, TimeProvider? clock = null)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the functions of this test are shell scripts");
        Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(static path => File.Exists(Path.Combine(path, "curl"))), "'curl' is not on the PATH");
        var bootstrap = Path.Combine(folder, "bootstrap");
        File.WriteAllText(bootstrap, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(bootstrap, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new FunctionHost(new FunctionHostOptions
        {
            Functions = [new DeployedFunction(change?.Invoke(Function) ?? Function, folder)],
            CommandOf = new FunctionBuild(Path.Combine(folder, "build")).CommandOf,
            MaxEnvironments = 3,
            Credentials = _ => new SessionCredentials("ASIAEXAMPLE", "secret", "token", clock?.GetUtcNow() + TimeSpan.FromHours(12) ?? DateTimeOffset.MaxValue),
            Environment = static _ => new Dictionary<string, string> { ["OWN"] = "value" },
            HomeFolder = Path.Combine(folder, "homes"),
            LogFolder = Path.Combine(folder, "logs"),
            Ids = IdSource.SystemRandom,
            Time = clock ?? TimeProvider.System,
            Logging = NullLoggerFactory.Instance,
        });
    }

    /// <summary>As after a machine's sleep: it is later, and the timers do not know it yet.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        public TimeSpan Leap { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Leap;
    }
}
