using System.Text.RegularExpressions;

namespace Emulation.Tests.IdentityManagement;

public sealed partial class Actions_of_the_api : IDisposable
{
    private readonly TestIam desk = new();

    public void Dispose() => desk.Dispose();

    /// <summary>The integration tests run that script against a LocalAws.</summary>
    [Fact]
    public void Are_each_called_by_the_script_that_boto3_runs()
    {
        var script = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "IdentityManagement", "walk.py"));
        Assert.All(desk.Operations, operation => Assert.Contains(Words.Replace(operation.Name, "_$0").ToLowerInvariant(), script, StringComparison.Ordinal));
    }

    [Fact]
    public void That_are_not_there_are_refused()
    {
        var refused = desk.Call("CreateLoginProfile", ("UserName", "mary"));
        Assert.Equal((400, "InvalidAction", "Could not find operation CreateLoginProfile for version 2010-05-08"), (refused.Status, refused.Code, refused.Message));
    }

    [GeneratedRegex("(?<=[a-z])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])")]
    private static partial Regex Words { get; }
}
