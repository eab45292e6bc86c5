using Emulation;
using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary><c>up --debug FUNCTION[=PORT]</c> and <c>--attach FUNCTION</c>.</summary>
public sealed class Functions_that_are_debugged
{
    [Fact]
    public void Are_named_with_or_without_a_port()
    {
        var read = DebugOption.Read(["Hello", "stack/Other=9229"]);
        Assert.Equal((null, 9229), (read["Hello"], read["stack/Other"]));
    }

    [Theory]
    [InlineData("Hello=0", "'0' is no port.")]
    [InlineData("Hello=65536", "'65536' is no port.")]
    [InlineData("Hello=", "'' is no port.")]
    [InlineData("Hello=x", "'x' is no port.")]
    public void Are_told_when_the_port_is_none(string given, string said)
    {
        var error = Assert.Throws<UsageException>(() => DebugOption.Read([given]));
        Assert.StartsWith($"--debug {given}: {said}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_given_once() => Assert.Contains("Hello is given twice", Assert.Throws<UsageException>(() => DebugOption.Read(["Hello", "Hello=1"])).Message, StringComparison.Ordinal);
}
