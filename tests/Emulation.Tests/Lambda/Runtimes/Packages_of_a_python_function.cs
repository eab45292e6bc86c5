using System.IO.Compression;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>A wheel of the test's own stands beside the function, so that no index of packages is asked.</summary>
public sealed class Packages_of_a_python_function : IAsyncDisposable
{
    private const string Wheel = "greeting-1.0-py3-none-any.whl";
    private const string App = "import greeting\ndef handler(event, context):\n    return greeting.word\n";
    private readonly PythonFunctions functions = new(("app.py", App));
    private readonly List<string> reported = [];

    [Fact]
    public async Task Are_installed_once_and_found_behind_its_own_modules()
    {
        RequirePip();
        WriteWheel("hello");
        functions.Write("requirements.txt", $"--no-index\n./{Wheel}  # of this test\n");
        Assert.Equal(("\"hello\"", null), await AnswerAsync());
        Assert.Matches(@"\Ahello-python3\.\d+-[0-9a-f]{8}\z", Assert.Single(reported));
        Assert.Equal(["app.py", Wheel, "requirements.txt"], Directory.EnumerateFileSystemEntries(functions.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!);

        // A changed source needs no build.
        functions.Write("app.py", App.Replace("greeting.word", "greeting.word.upper()", StringComparison.Ordinal));
        Assert.Equal(("\"HELLO\"", null), await AnswerAsync());
        functions.Write("greeting.py", "word = 'own'\n");
        Assert.Equal(("\"OWN\"", null), await AnswerAsync());
        Assert.Single(reported);
    }

    [Fact]
    public async Task Are_installed_anew_when_what_it_asks_for_changes()
    {
        RequirePip();
        WriteWheel("hello");
        functions.Write("requirements.txt", "--no-index\n-r more.txt\n");
        functions.Write("more.txt", $"./{Wheel}\n");
        Assert.Equal(("\"hello\"", null), await AnswerAsync());
        functions.Write("more.txt", "# nothing any more\n");
        var (payload, _) = await AnswerAsync();
        Assert.Contains("Unable to import module 'app': No module named 'greeting'", payload, StringComparison.Ordinal);
        Assert.Equal(2, reported.Count);
    }

    [Fact]
    public async Task Are_not_asked_for_by_a_file_of_comments()
    {
        PythonFunctions.Require();
        functions.Write("requirements.txt", "# none\n\n");
        functions.Write("app.py", "def handler(event, context):\n    return 1\n");
        Assert.Equal(("1", null), await AnswerAsync());
        Assert.Empty(reported);
        Assert.False(Directory.Exists(functions.BuildFolder));
    }

    [Fact]
    public async Task That_cannot_be_had_are_told_with_pips_own_words()
    {
        RequirePip();
        functions.Write("requirements.txt", "--no-index\nno-such-package-of-ours==1.0\n");
        var refusal = await Assert.ThrowsAsync<FunctionBuildException>(AnswerAsync);
        Assert.StartsWith($"f: {Path.Combine(functions.Folder, "requirements.txt")}: pip could not install what it asks for:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("No matching distribution found for no-such-package-of-ours==1.0", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("sam build", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_cannot_be_had_but_are_part_of_the_interpreter_do()
    {
        RequirePip();
        functions.Write("requirements.txt", "--no-index\npip\n");
        functions.Write("app.py", "import pip\ndef handler(event, context):\n    return pip.__name__\n");
        Assert.Equal(("\"pip\"", null), await AnswerAsync());
    }

    [Fact]
    public async Task Of_a_version_without_pip_say_how_to_get_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the interpreter of this test is a shell script");
        functions.Write("requirements.txt", "anything\n");
        var program = Path.Combine(functions.Folder, "python");
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho \"$0: No module named pip\" >&2\nexit 1\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var runtimes = new LambdaRuntimes(new PythonRuntime(_ => new Interpreter(program, new Version(3, 13, 1))));
        var refusal = await Assert.ThrowsAsync<FunctionBuildException>(() => new FunctionBuild(functions.BuildFolder) { Runtimes = runtimes }
            .BuildAsync([Deployed], static _ => { }, TestContext.Current.CancellationToken));
        Assert.Contains($"needs pip, which Python 3.13.1 has not ({program}). Install it ('{program} -m ensurepip'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_made_anew_for_another_version()
    {
        functions.Write("requirements.txt", "anything\n");
        var (one, same, newer) = (Of(new Version(3, 13, 1)), Of(new Version(3, 13, 1)), Of(new Version(3, 14, 0)));
        Assert.Equal((one.Name, one.Stamp), (same.Name, same.Stamp));
        Assert.NotEqual(one.Name, newer.Name);
        Assert.NotEqual(one.Stamp, newer.Stamp);
        Assert.NotEqual(one.Stamp, Of(new Version(3, 13, 2)).Stamp);

        PythonPackages Of(Version version) => PythonPackages.Of(functions.Folder, new Interpreter("/usr/bin/python3", version))!;
    }

    public ValueTask DisposeAsync() => functions.DisposeAsync();

    private DeployedFunction Deployed => new(PythonFunctions.Function(), functions.Folder);

    private static void RequirePip()
    {
        PythonFunctions.Require();
        using var pip = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            new PythonRuntime().CommandOf(new DeployedFunction(PythonFunctions.Function(), "."), ".")!.Program, ["-c", "import pip"]) { RedirectStandardError = true })!;
        pip.WaitForExit();
        Assert.SkipUnless(pip.ExitCode == 0, "this Python has no pip");
    }

    private async Task<(string Payload, string? Error)> AnswerAsync()
    {
        var function = PythonFunctions.Function();
        var host = await functions.StartAsync(function, report: reported.Add);
        var answer = await PythonFunctions.InvokeAsync(host, function, "{}");
        await host.DisposeAsync();
        return answer;
    }

    /// <summary>The packaging guide's "Binary distribution format".</summary>
    private void WriteWheel(string word)
    {
        using var wheel = ZipFile.Open(Path.Combine(functions.Folder, Wheel), ZipArchiveMode.Create);
        Add("greeting.py", $"word = '{word}'\n");
        Add("greeting-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n");
        Add("greeting-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        Add("greeting-1.0.dist-info/RECORD", "greeting.py,,\ngreeting-1.0.dist-info/METADATA,,\ngreeting-1.0.dist-info/WHEEL,,\ngreeting-1.0.dist-info/RECORD,,\n");

        void Add(string name, string text)
        {
            using var writer = new StreamWriter(wheel.CreateEntry(name).Open());
            writer.Write(text);
        }
    }
}
