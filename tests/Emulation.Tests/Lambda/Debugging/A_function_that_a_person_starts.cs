using System.Diagnostics;
using System.Net;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Emulation.Tests.Lambda.Debugging.Dotnet;

namespace Emulation.Tests.Lambda.Debugging;

/// <summary>LocalAws starts no process for it: whoever is told the address takes its events.</summary>
public sealed class A_function_that_a_person_starts
{
    private const string Node = """
        const fs = require('fs');
        exports.handler = async (event) => {
          const name = event.queryStringParameters.name;
          fs.writeFileSync(`taken-${name}`, '');
          while (name === 'ann' && !fs.existsSync('go')) { await new Promise((done) => setTimeout(done, 5)); }
          return `hello ${name}, ${process.env.NOTE}`;
        };
        """;

    private const string Python = """
        import os, time
        def handler(event, context):
            name = event["queryStringParameters"]["name"]
            open("taken-" + name, "w").close()
            while name == "ann" and not os.path.exists("go"):
                time.sleep(0.005)
            return "hello " + name + ", " + os.environ["NOTE"]
        """;

    [Theory]
    [InlineData("nodejs20.x", "app.js", "node", "nodejs/client.mjs")]
    [InlineData("python3.13", "app.py", "python3", "python/bootstrap.py")]
    public async Task Answers_a_call_that_came_before_its_process_however_late(string runtime, string file, string program, string client)
    {
        Require(program);
        await using var stack = await DebuggedStack.StartAsync(runtime, file, program == "node" ? Node : Python, isAttached: true);
        var call = stack.CallAsync("ann");
        await stack.Said.MatchAsync("^A call of Hello waits for the process that you start$");
        await stack.VariablesAsync();
        stack.Clock.Advance(TimeSpan.FromHours(1));
        var process = await stack.RunAsync(program, Path.Combine(stack.Folder, ".localaws", "tmp", "runtimes", client));
        await stack.UntilAsync("taken-ann");
        Assert.Contains($"process {process.Id} ", (await stack.Said.MatchAsync("^Hello: .* has connected, and gets its calls.$")).Value, StringComparison.Ordinal);
        stack.Clock.Advance(TimeSpan.FromHours(1));
        stack.Write("go", "");
        Assert.Equal((200, "hello ann, a # in it"), await call);
        Assert.Equal((200, "hello bob, a # in it"), await stack.CallAsync("bob"));
    }

    [Fact]
    public async Task Fails_when_its_process_goes_away_and_goes_on_with_another()
    {
        Require("node");
        await using var stack = await DebuggedStack.StartAsync("nodejs20.x", "app.js", Node, isAttached: true);
        await stack.VariablesAsync();
        var client = Path.Combine(stack.Folder, ".localaws", "tmp", "runtimes", "nodejs", "client.mjs");
        var first = await stack.RunAsync("node", client);
        var call = stack.CallAsync("ann");
        await stack.UntilAsync("taken-ann");
        first.Kill();
        Assert.InRange((await call).Status, 500, 502);
        await stack.Said.MatchAsync("^Hello: the process that worked on .* is gone, and did not answer it");
        Assert.Equal(1, stack.Said.Count("is gone"));
        await stack.RunAsync("node", client);
        Assert.Equal((200, "hello bob, a # in it"), await stack.CallAsync("bob"));
    }

    /// <summary>One line each, however many calls it gets.</summary>
    [Fact]
    public async Task Is_told_of_when_its_process_comes_and_when_it_goes()
    {
        Require("node");
        Assert.SkipUnless(LoopbackPeer.CanBeTold, "nobody tells here whose a connection is");
        await using var stack = await DebuggedStack.StartAsync("nodejs20.x", "app.js", Node, isAttached: true);
        await stack.VariablesAsync();
        var client = Path.Combine(stack.Folder, ".localaws", "tmp", "runtimes", "nodejs", "client.mjs");
        for (var session = 0; session < 2; session++)
        {
            var process = await stack.RunAsync("node", client);
            Assert.Equal((200, "hello bob, a # in it"), await stack.CallAsync("bob"));
            Assert.Equal((200, "hello eve, a # in it"), await stack.CallAsync("eve"));
            process.Kill();
            await stack.Said.MatchAsync($"^Hello: process {process.Id} is gone. Calls wait for the next one.$");
            Assert.Equal(1, stack.Said.Count($"^Hello: process {process.Id} has connected"));
        }

        Assert.Equal(2, stack.Said.Count("is gone"));
    }

    [Fact]
    public async Task Has_one_process_at_a_time()
    {
        Require("node");
        await using var stack = await DebuggedStack.StartAsync("nodejs20.x", "app.js", Node, isAttached: true);
        var variables = await stack.VariablesAsync();
        await stack.RunAsync("node", Path.Combine(stack.Folder, ".localaws", "tmp", "runtimes", "nodejs", "client.mjs"));
        var call = stack.CallAsync("ann");
        await stack.UntilAsync("taken-ann");
        using var http = new HttpClient();
        using var second = await http.GetAsync(new Uri($"http://{variables["AWS_LAMBDA_RUNTIME_API"]}/2018-06-01/runtime/invocation/next"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, second.StatusCode);
        stack.Write("go", "");
        Assert.Equal(200, (await call).Status);
    }

    [Theory]
    [InlineData("0", "400 ")]
    [InlineData("65534", "403 ")]
    public async Task Takes_no_answer_from_another_user(string user, string status)
    {
        Require("node");
        Require("setpriv");
        Require("bash");
        Assert.SkipUnless(Environment.IsPrivilegedProcess && LoopbackPeer.CanBeTold, "only root can be somebody else, and only Linux tells whose a connection is");
        await using var stack = await DebuggedStack.StartAsync("nodejs20.x", "app.js", Node, isAttached: true);
        var address = (await stack.VariablesAsync())["AWS_LAMBDA_RUNTIME_API"];
        var script = $@"exec 3<>/dev/tcp/{address.Replace(':', '/')}; printf 'POST /2018-06-01/runtime/invocation/1/response HTTP/1.1\r\nHost: {address}\r\nContent-Length: 0\r\n\r\n' >&3; head -1 <&3";
        var start = new ProcessStartInfo("setpriv", [$"--reuid={user}", "--clear-groups", "bash", "-c", script]) { RedirectStandardOutput = true, WorkingDirectory = "/" };
        using var other = Process.Start(start)!;
        Assert.StartsWith($"HTTP/1.1 {status}", await other.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        if (user != "0")
        {
            await stack.Said.MatchAsync("^Something called the Runtime API of Hello that is no program of this user, and was refused");
        }
    }

    [Fact]
    public async Task Is_told_all_in_a_file_of_its_owner_alone_that_is_gone_afterwards()
    {
        Require("node");
        string file;
        await using (var stack = await DebuggedStack.StartAsync("nodejs20.x", "app.js", Node, isAttached: true))
        {
            file = stack.EnvFile;
            var variables = await stack.VariablesAsync();
            Assert.Equal("app.handler", variables["_HANDLER"]);
            var identity = stack.Emulator.Doors.Keyring.Find(variables["AWS_ACCESS_KEY_ID"], variables["AWS_SESSION_TOKEN"]).Identity;
            Assert.NotNull(identity);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }

            // A change of its code ends no session of an editor.
            stack.Write("app.js", "exports.handler = async () => 'new';");
            await stack.DeployAsync();
            Assert.Equal(variables, await stack.VariablesAsync());
            stack.Clock.Advance(TimeSpan.FromHours(11.6));
            Dictionary<string, string> renewed;
            do
            {
                renewed = await stack.VariablesAsync();
            }
            while (renewed["AWS_ACCESS_KEY_ID"] == variables["AWS_ACCESS_KEY_ID"]);
            Assert.Equal(variables["AWS_LAMBDA_RUNTIME_API"], renewed["AWS_LAMBDA_RUNTIME_API"]);
        }

        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task May_be_of_a_class_library_of_dotnet_under_a_debugger()
    {
        var published = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Handlers", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))));
        var function = Given.Function("f", "Sample.Handlers::Sample.Greeting::Of", "dotnet8") with { Timeout = TimeSpan.FromSeconds(1), MemorySizeMb = 512 };
        await using var host = new DebuggedHost(new DeployedFunction(function, published), LambdaRuntimes.Served, isAttached: true);
        await host.StartAsync();
        var told = (await host.Said.MatchAsync("^f is yours to start. In (.*), with the variables of (.*): (.*)$")).Groups;
        var words = told[3].Value.Split(' ');
        var start = new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = told[1].Value };
        start.Environment.Clear();
        foreach (var (name, value) in EditorsOfFiles.Line(await File.ReadAllTextAsync(told[2].Value, TestContext.Current.CancellationToken), inAnyQuotes: false))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            Assert.Equal(("\"hello bob\"", null), await host.CallAsync("\"bob\""));
            Assert.SkipWhen(DotnetDebugger.Lacks is not null, DotnetDebugger.Lacks ?? "");
            using var debugger = DotnetDebugger.Attach(process.Id, CodeLine.Of(Path.Combine(published, "Sample.Handlers.dll"), "Greeting.cs", 12));
            await debugger.BoundAsync(TestContext.Current.CancellationToken);
            var call = host.CallAsync("\"ann\"");
            var stopped = await debugger.HitAsync(TestContext.Current.CancellationToken);
            Assert.Equal("hello ann", stopped.Text("greeting"));
            stopped.Continue();
            Assert.Equal(("\"hello ann\"", null), await call);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static void Require(string program) => Assert.SkipUnless(SearchPath.Find(program) is not null, $"'{program}' is not on the PATH");
}
