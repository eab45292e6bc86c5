using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary>A verb or an option that is none is told in one line: what it is, and what may have been meant.</summary>
public sealed class Misspelt_words
{
    [Theory]
    [InlineData("There is no verb 'matrx'. Did you mean 'matrix'? There are: up, call,", "matrx")]
    [InlineData("There is no verb 'matrx'. Did you mean 'matrix'?", "matrx", "--format", "json")]
    [InlineData("There is no verb 'xyzzy'. There are: up, call,", "xyzzy")]
    [InlineData("'localaws' has no option '--prot'. Did you mean '--port'?", "--prot", "4700")]
    [InlineData("'localaws up' has no option '--prot'. Did you mean '--port'?", "up", "--prot", "4700")]
    [InlineData("'localaws matrix' has no option '--xyzzy'. 'localaws matrix --help' lists its options.", "matrix", "--xyzzy")]
    [InlineData("'localaws exec' has no option '--ass'. Did you mean '--as'?", "exec", "--ass", "ReaderRole", "--", "aws")]
    [InlineData("'localaws explain' has no option '--sa'. Did you mean '--as'?", "explain", "--sa", "ReaderRole", "GET", "/notes")]
    [InlineData("--format jsn: it is one of table, markdown, json, html. Did you mean 'json'?", "matrix", "--format", "jsn")]
    [InlineData("--port abc: that is no number.", "up", "--port", "abc")]
    [InlineData("'localaws matrix' does not take 'extra'. 'localaws matrix --help' shows what it takes.", "matrix", "extra")]
    [InlineData("'localaws new --help' shows what it takes.", "new")]
    [InlineData("'localaws routes' has no option '--port': it asks no LocalAws that is up, so leave it out.", "routes", "--port", "4700")]
    [InlineData("'localaws matrix' has no option '--endpoint-url': it asks no LocalAws that is up, so leave it out.", "matrix", "--endpoint-url=http://127.0.0.1:4700")]
    [InlineData("'localaws new' has no option '-p': it asks no LocalAws that is up, so leave it out.", "new", "Shipping", "-p", "4700")]
    [InlineData("'localaws health' has no option '--profile-dir': say where it is with --port or --endpoint-url.", "health", "--profile-dir", "state")]
    [InlineData("'localaws matrix' has no option '--as': that is one of 'localaws call', 'localaws exec' and 'localaws explain'. Leave it out, or use that verb.", "matrix", "--as", "ReaderRole")]
    [InlineData("'localaws call' has no option '--follow': that is one of 'localaws logs'.", "call", "--follow", "GET", "/notes")]
    public async Task Are_told_in_one_line(string said, params string[] arguments)
    {
        var (exitCode, errors) = await CommandLineRun.OfAsync(arguments);

        Assert.Equal(CommandLine.BadInput, exitCode);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("'localaws up' serves every API of the template", "start-api", "-p", "3000")]
    [InlineData("localaws exec -- aws lambda invoke", "start-lambda")]
    [InlineData("localaws exec -- aws lambda invoke", "invoke", "OrdersFunction")]
    [InlineData("leave 'local' out", "local", "start-api")]
    public async Task Of_other_tools_lead_to_the_verb_that_does_the_same(string said, params string[] arguments)
    {
        var (exitCode, errors) = await CommandLineRun.OfAsync(arguments);

        Assert.Equal(CommandLine.BadInput, exitCode);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Of a call not yet made, say method and path: localaws explain --as ReaderRole GET /path", "explain", "--as", "ReaderRole", "FOO")]
    [InlineData("Of a call not yet made, say method and path: localaws explain --as ReaderRole POST /path", "explain", "--as", "ReaderRole", "POST")]
    [InlineData("Of a call not yet made, say the method too: localaws explain --as ReaderRole GET /notes", "explain", "--as", "ReaderRole", "/notes")]
    [InlineData("'FOO' is no decision id, which an answer has in its header x-localaws-decision.", "explain", "FOO")]
    [InlineData("Say the method too: localaws call GET NotesApi/notes", "call", "NotesApi/notes")]
    [InlineData("Say what to call: localaws call POST API/path", "call", "post")]
    [InlineData("case.json: there is no such file. 'localaws simulate --help' shows what a case looks like.", "simulate", "--file", "case.json")]
    public async Task That_are_missing_are_asked_for(string said, params string[] arguments)
    {
        var (exitCode, errors) = await CommandLineRun.OfAsync(arguments);

        Assert.Equal(CommandLine.BadInput, exitCode);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_none_after_two_dashes()
    {
        var (exitCode, errors) = await CommandLineRun.OfAsync("exec", "--profile-dir", "/nowhere", "--", "--ass");

        Assert.Equal(CommandLine.BadInput, exitCode);
        Assert.StartsWith("localaws: There are no AWS profiles in /nowhere.", errors, StringComparison.Ordinal);
    }
}
