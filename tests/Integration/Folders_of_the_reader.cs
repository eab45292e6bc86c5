namespace Integration;

/// <summary>
/// Which folder of <c>shared/Sam</c> may know which: a template's text is read at the bottom, what its resources are is above it, and what the transform makes of them at the top. A
/// folder knows those of the rows below its own.
/// </summary>
[Trait("Stack", "own")]
public class Folders_of_the_reader
{
    private static readonly FolderRows Folders = new(
        "Sam",
        [
            ["ApiGatewayV2", "Cognito", "Domains", "RestApis", "Services"],
            ["Serverless"],
            ["OpenApi"],
            ["Authorizers", "Integrations", "UsagePlans"],
            ["Configuration", "Resources", "Stack"],
            ["Nested", "Policies"],
            ["Intrinsics"],
            ["Templates"],
            ["Catalogue"],
            ["Documents"],
            ["Errors", "Naming", "RequestModels"],
        ],
        []);

    [Fact]
    public void Have_arrows_in_one_direction_only() => Assert.Empty(Folders.WrongArrows);

    [Fact]
    public void Are_those_of_the_rows() => Assert.Equal(Folders.InRows, Folders.Folders);
}
