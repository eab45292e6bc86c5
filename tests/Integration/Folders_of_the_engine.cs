namespace Integration;

/// <summary>Which folder of <c>shared/Emulation</c> may know which: the rows of docs/layers.svg, read from the source files. The folders are the walls inside the engine.</summary>
[Trait("Stack", "own")]
public class Folders_of_the_engine
{
    /// <summary>From the top: a folder may know those of the rows below its own, and beside it only what <see cref="Beside"/> names.</summary>
    internal static readonly string[][] Rows =
    [
        ["FrontDoor"],
        ["Console"],
        ["Access", "Explain", "Findings", "LeastPrivilege"],
        ["ApiGatewayV2", "CloudFormation", "Cognito", "CognitoIdentity", "DynamoDb", "Fronts", "Gateway", "IdentityManagement", "Lambda", "S3", "StandIns", "Sts"],
        ["Upstreams"],
        ["Calls", "Protocols"],
        ["Decisions", "Organizations"],
        ["Saml", "Sessions", "Tokens"],
        ["Principals"],
        ["Telemetry"],
        ["Clients", "ServiceReference", "State", "Wire"],
    ];

    private static readonly Dictionary<string, string[]> Beside = new(StringComparer.Ordinal)
    {
        ["Explain"] = ["Access"],
        ["Findings"] = ["Access", "Explain"],
        ["LeastPrivilege"] = ["Access", "Explain"],
        ["ApiGatewayV2"] = ["Gateway", "Lambda"],
        ["Cognito"] = ["Lambda"],
        ["CognitoIdentity"] = ["Cognito", "Sts"],
        ["Gateway"] = ["Lambda"],
        ["StandIns"] = ["Cognito"],
        ["Protocols"] = ["Calls"],
    };

    private static readonly FolderRows Folders = new("Emulation", Rows, Beside);

    [Fact]
    public void Have_arrows_in_one_direction_only() => Assert.Empty(Folders.WrongArrows);

    [Fact]
    public void Are_those_of_the_rows() => Assert.Equal(Folders.InRows, Folders.Folders);

    /// <summary>An arrow that nothing needs is a door left open.</summary>
    [Fact]
    public void Know_beside_them_only_what_they_need() => Assert.Empty(Folders.NeedlessBeside);
}
