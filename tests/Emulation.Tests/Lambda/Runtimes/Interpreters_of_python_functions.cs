using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Microsoft.Extensions.Logging;

namespace Emulation.Tests.Lambda.Runtimes;

public sealed class Interpreters_of_python_functions : IAsyncDisposable
{
    private readonly PythonFunctions functions = new(("app.py", "def handler(event, context):\n    return 1\n"));

    [Fact]
    public void Are_asked_for_by_the_version_of_the_template()
    {
        List<string> asked = [];
        var command = new PythonRuntime(version =>
        {
            asked.Add(version);
            return new Interpreter("/usr/bin/python3.12", new Version(3, 12, 4));
        }).CommandOf(Deployed("python3.12"), functions.Folder)!;
        Assert.Equal(["3.12"], asked.Distinct());
        Assert.Equal(("/usr/bin/python3.12", "Python 3.12.4", functions.Folder, null), (command.Program, command.Version, command.Folder, command.Note));
    }

    [Fact]
    public void Of_another_version_are_told()
    {
        var command = new PythonRuntime(static _ => new Interpreter("/usr/bin/python3", new Version(3, 11, 7))).CommandOf(Deployed("python3.13"), functions.Folder)!;
        Assert.Equal("python3.13 is not here: Python 3.11.7 runs its functions (/usr/bin/python3).", command.Note);
    }

    [Fact]
    public void That_are_missing_close_the_function_and_nothing_else()
    {
        var runtimes = new LambdaRuntimes(new PythonRuntime(static _ => null));
        var closure = runtimes.ClosureOf(Deployed("python3.13"))!;
        Assert.Equal("f", closure.Resource);
        Assert.StartsWith("python3.13 needs Python, and neither 'python3.13', 'python3' nor 'python' on the PATH is one of 3.8 or later. Install Python 3.13", closure.Message, StringComparison.Ordinal);
        Assert.EndsWith("a base with Python: docker build --build-arg BASE=python:3.13-slim --tag localaws .", closure.Message, StringComparison.Ordinal);
        Assert.Null(new LambdaRuntimes(new PythonRuntime(static _ => new Interpreter("/usr/bin/python3", new Version(3, 13, 1)))).ClosureOf(Deployed("python3.13")));
        Assert.Null(runtimes.ProjectOf(Deployed("python3.13")));
    }

    [Theory]
    [InlineData("app.handler", true)]
    [InlineData("app", true)]
    [InlineData("app handler", false)]
    [InlineData("", false)]
    public void Do_not_matter_to_a_handler_that_Lambda_refuses(string handler, bool isTaken)
    {
        var runtime = new PythonRuntime(static _ => new Interpreter("/usr/bin/python3", new Version(3, 13, 1)));
        Assert.Equal(isTaken, runtime.WhyNot(new DeployedFunction(PythonFunctions.Function(handler), functions.Folder)) is null);
    }

    [Fact]
    public void Do_not_matter_to_a_function_without_its_folder()
    {
        var runtimes = new LambdaRuntimes(new PythonRuntime(static _ => new Interpreter("/usr/bin/python3", new Version(3, 13, 1))));
        var gone = Path.Combine(functions.Folder, "gone");
        Assert.Equal($"{gone} is not there. Name the folder of its modules, relative to the template.", runtimes.ClosureOf(new DeployedFunction(PythonFunctions.Function(), gone))?.Message);
        Assert.Null(runtimes.ClosureOf(new DeployedFunction(PythonFunctions.Function(), "")));
    }

    [Theory]
    [InlineData("python3.8", true)]
    [InlineData("python3.14", true)]
    [InlineData("python2.7", false)]
    [InlineData("provided.al2023", false)]
    public void Run_the_runtimes_of_Python_3(string runtime, bool runs) => Assert.Equal(runs, new PythonRuntime().Runs(Deployed(runtime)));

    [Fact]
    public async Task Of_another_version_are_told_once()
    {
        PythonFunctions.Require();
        using var log = new NoteLog();
        var function = PythonFunctions.Function(runtime: "python3.99");
        foreach (var _ in (int[])[1, 2])
        {
            var host = await functions.StartAsync(function, log);
            await PythonFunctions.InvokeAsync(host, function, "1");
            await PythonFunctions.InvokeAsync(host, function, "2");
        }

        Assert.Equal(2, log.Lines.Count);
        Assert.All(log.Lines, static line => Assert.Matches(@"\Apython3\.99 is not here: Python 3\.\d+\.\d+ runs its functions \(.+\)\.\z", line));

        // Each is of a host of its own; processes of one host do not repeat it.
        var notes = new FunctionNotes(log.CreateLogger("Function"));
        notes.Say("a");
        notes.Say(null);
        notes.Say("a");
        notes.Say("b");
        Assert.Equal(["a", "b"], log.Lines[2..]);
    }

    public ValueTask DisposeAsync() => functions.DisposeAsync();

    private DeployedFunction Deployed(string runtime) => new(PythonFunctions.Function(runtime: runtime), functions.Folder);

    private sealed class NoteLog : ILoggerFactory, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "FunctionNote")
            {
                Lines.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
