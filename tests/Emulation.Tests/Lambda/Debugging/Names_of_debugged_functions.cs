using System.Collections.Immutable;

namespace Emulation.Tests.Lambda.Debugging;

/// <summary>Which functions <c>--debug</c> and <c>--attach</c> mean.</summary>
public sealed class Names_of_debugged_functions
{
    private static readonly LoadedStacks Stacks = Given.Stacks("""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Hello: {Type: AWS::Serverless::Function, Properties: {Runtime: python3.13, Handler: app.handler, CodeUri: ., FunctionName: greeter} }
          Other: {Type: AWS::Serverless::Function, Properties: {Runtime: python3.13, Handler: app.handler, CodeUri: .} }
        """);

    [Theory]
    [InlineData("Hello")]
    [InlineData("local/Hello")]
    [InlineData("greeter")]
    public void Are_those_by_which_other_options_name_functions(string name)
    {
        var found = DebuggedFunctions.Of(Options([(name, 9229)], []), Stacks);
        var (hello, other) = (Stacks.Main.Functions.Single(static one => one.LogicalId == "Hello"), Stacks.Main.Functions.Single(static one => one.LogicalId == "Other"));
        Assert.Equal(new Emulation.Lambda.FunctionDebugging("Hello", false, 9229), found.Of(hello));
        Assert.Null(found.Of(other));
    }

    [Fact]
    public void Are_told_when_they_are_misspelt() => Assert.Equal(
        "--attach Helo: no template has such a function. Did you mean 'Hello'? There are: Hello, Other.",
        Assert.Throws<UsageException>(() => DebuggedFunctions.Of(Options([], ["Helo"]), Stacks)).Message);

    [Theory]
    [InlineData("Hello", "Hello")]
    [InlineData("greeter", "Hello")]
    public void Are_said_once(string debugged, string attached) => Assert.StartsWith(
        $"--attach {attached}: Hello is named already.",
        Assert.Throws<UsageException>(() => DebuggedFunctions.Of(Options([(debugged, null)], [attached]), Stacks)).Message,
        StringComparison.Ordinal);

    private static EmulatorOptions Options((string Name, int? Port)[] debugged, ImmutableHashSet<string> attached) => new()
    {
        Templates = [], Debugged = debugged.ToImmutableDictionary(static one => one.Name, static one => one.Port), Attached = attached,
    };
}
