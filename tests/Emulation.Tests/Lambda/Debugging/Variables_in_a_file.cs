using System.Diagnostics;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;

namespace Emulation.Tests.Lambda.Debugging;

/// <summary>The file of <c>up --attach</c> says the same to a shell and to every debugger of Visual Studio Code, whatever a variable holds.</summary>
public sealed class Variables_in_a_file
{
    private static readonly string[] Values =
    [
        "plain", "", "a b", "a # in it", "# at the start", " edges ", "it's", "'", "\"", "say \"hi\"", "'both'", "\"both\"", """{"a": "it's", "b": [1]}""", @"C:\new\folder", @"C:\new folder",
        @"back\", @"a\'b", "two\nlines", "two\nlines and 'quotes' # too\n", "-----BEGIN KEY-----\nAAbb=\nB=\n-----END KEY-----\n", "$HOME", "$(echo ran)", "`echo ran`", "`x", "~", "a:~/b", "a!b",
        "a;b&c|d>e", "*", "a\tb", "äöü", "100%", "%s", "@file", "-n", "=", "a=b",
    ];

    /// <summary>debugpy puts other variables in their place, whatever quotes there are.</summary>
    private static readonly string[] OfShellsAlone = ["${HOME}", @"\$HOME"];

    private static Dictionary<string, string> Variables(IEnumerable<string> values) =>
        values.Select(static (value, index) => (Name: $"V{index:00}", value)).ToDictionary(static one => one.Name, static one => one.value, StringComparer.Ordinal);

    [Theory]
    [InlineData("bash")]
    [InlineData("sh")]
    public async Task Are_those_of_the_function_to_a_shell(string shell)
    {
        Assert.SkipWhen(SearchPath.Find(shell) is null, $"'{shell}' is not on the PATH");
        var variables = Variables(Values.Concat(OfShellsAlone));
        var file = Path.Combine(Directory.CreateTempSubdirectory("variables-").FullName, "F.env");
        try
        {
            await File.WriteAllTextAsync(file, VariableLines.Of(variables), TestContext.Current.CancellationToken);
            var start = new ProcessStartInfo(shell, ["-c", "set -a; . \"$0\"; set +a; env -0", file]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

            Assert.Equal("", await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            Assert.Equal(variables, output.Split('\0').Select(static one => one.Split('=', 2)).Where(static pair => pair[0].StartsWith('V') && pair[0].Length == 3).ToDictionary(static pair => pair[0], static pair => pair[1]));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [Fact]
    public void Are_those_of_the_function_to_each_editor()
    {
        var variables = Variables(Values);
        var text = VariableLines.Of(variables);

        Assert.Equal(variables, EditorsOfFiles.Line(text, inAnyQuotes: true));
        Assert.Equal(variables, EditorsOfFiles.Line(text, inAnyQuotes: false));
        Assert.Equal(variables, EditorsOfFiles.Dotenv(text));
    }

    /// <summary>Those that a function nearly always has.</summary>
    [Fact]
    public void Are_lines_of_name_and_value_where_that_will_do() =>
        Assert.Equal("A=1\nB='a # in it'\nC=\"it's\"\nD=\n", VariableLines.Of(new Dictionary<string, string> { ["D"] = "", ["B"] = "a # in it", ["A"] = "1", ["C"] = "it's" }));
}
