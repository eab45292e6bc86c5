namespace LambdaHost.Tests;

/// <summary>What runs before a function of .NET that is debugged.</summary>
public sealed class A_start_that_waits_for_a_debugger
{
    [Fact]
    public void Says_which_process_waits_and_goes_on_when_one_is_there()
    {
        var pauses = 0;
        var said = new StringWriter { NewLine = "\n" };
        StartupHook.Wait(() => pauses == 3, () => pauses++, said, 4711);
        Assert.Equal(3, pauses);
        Assert.Equal("Waiting for a debugger: process 4711\nA debugger is attached.\n", said.ToString());
    }

    [Fact]
    public void Does_not_wait_when_one_is_there_already()
    {
        var said = new StringWriter();
        StartupHook.Wait(static () => true, static () => Assert.Fail("it waits"), said, 4711);
        Assert.Equal("", said.ToString());
    }

    [Fact]
    public void Is_not_handed_on_to_programs_that_the_function_starts()
    {
        var separator = Path.PathSeparator;
        Assert.Null(StartupHook.Without("/own.dll", "/own.dll"));
        Assert.Equal("/other.dll", StartupHook.Without($"/own.dll{separator}/other.dll", "/own.dll"));
    }
}
