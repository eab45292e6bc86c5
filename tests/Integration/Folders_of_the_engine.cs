using System.Text.RegularExpressions;

namespace Integration;

/// <summary>Which folder of <c>shared/Emulation</c> may know which: the rows of docs/layers.svg, read from the source files. The folders are the walls inside the engine.</summary>
[Trait("Stack", "own")]
public partial class Folders_of_the_engine
{
    /// <summary>From the top: a folder may know those of the rows below its own, and beside it only what <see cref="Beside"/> names.</summary>
    internal static readonly string[][] Rows =
    [
        ["FrontDoor"],
        ["Access", "Explain", "Findings"],
        ["ApiGatewayV2", "CloudFormation", "Cognito", "CognitoIdentity", "DynamoDb", "Gateway", "IdentityManagement", "Lambda", "Sts"],
        ["Calls", "Protocols"],
        ["Decisions", "Organizations"],
        ["Sessions", "Tokens"],
        ["Principals"],
        ["Clients", "State", "Wire"],
    ];

    private static readonly Dictionary<string, string[]> Beside = new(StringComparer.Ordinal)
    {
        ["Explain"] = ["Access"],
        ["Findings"] = ["Access", "Explain"],
        ["ApiGatewayV2"] = ["Gateway", "Lambda"],
        ["Cognito"] = ["Lambda"],
        ["CognitoIdentity"] = ["Cognito", "Sts"],
        ["Gateway"] = ["Lambda"],
        ["Protocols"] = ["Calls"],
    };

    private static readonly string Engine = Path.Combine(StackFixture.Root, "shared", "Emulation");

    [Fact]
    public void Have_arrows_in_one_direction_only() => Assert.Empty(
        from file in Directory.EnumerateFiles(Engine, "*.cs", SearchOption.AllDirectories)
        let folder = FolderOf(file)
        where folder.Length > 0
        from known in FoldersNamedIn(File.ReadAllText(file)).Where(known => known != folder && !Allowed(folder).Contains(known))
        select $"{Path.GetRelativePath(StackFixture.Root, file)} uses Emulation.{known}, which {folder} may not know");

    [Fact]
    public void Are_those_of_the_rows() => Assert.Equal(Rows.SelectMany(static row => row).Order(), Directory.EnumerateDirectories(Engine).Select(static folder => Path.GetFileName(folder)).Order());

    /// <summary>An arrow that nothing needs is a door left open.</summary>
    [Fact]
    public void Know_beside_them_only_what_they_need() => Assert.All(
        Beside,
        static pair => Assert.Empty(pair.Value.Except(Directory.EnumerateFiles(Path.Combine(Engine, pair.Key), "*.cs", SearchOption.AllDirectories).SelectMany(static file => FoldersNamedIn(File.ReadAllText(file))))));

    private static IEnumerable<string> Allowed(string folder)
    {
        var row = Array.FindIndex(Rows, row => row.Contains(folder));
        return Rows.Skip(row + 1).SelectMany(static below => below).Concat(Beside.GetValueOrDefault(folder, []));
    }

    /// <summary>The first folder below the engine's; empty of its root.</summary>
    private static string FolderOf(string file) => Path.GetRelativePath(Engine, file).Split(Path.DirectorySeparatorChar) is [var folder, _, ..] ? folder : "";

    private static IEnumerable<string> FoldersNamedIn(string code) =>
        Named().Matches(code).Select(static match => match.Groups[1].Value).Intersect(Rows.SelectMany(static row => row), StringComparer.Ordinal);

    [GeneratedRegex(@"\bEmulation\.([A-Z]\w*)")]
    private static partial Regex Named();
}
