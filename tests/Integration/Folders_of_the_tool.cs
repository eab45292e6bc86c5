namespace Integration;

/// <summary>Which folder of <c>shared/LocalAws</c> may know which: the verbs are at the top, and what they do below.</summary>
[Trait("Stack", "own")]
public class Folders_of_the_tool
{
    private static readonly FolderRows Folders = new(
        "LocalAws",
        [
            ["Cli"],
            ["Completion", "Conformance", "Demo", "Export", "FunctionLogs", "Programs", "Revisions", "Scaffold", "Watch"],
            ["Terminal"],
            ["Calling"],
        ],
        [],
        "Tool");

    [Fact]
    public void Have_arrows_in_one_direction_only() => Assert.Empty(Folders.WrongArrows);

    [Fact]
    public void Are_those_of_the_rows() => Assert.Equal(Folders.InRows, Folders.Folders);
}
