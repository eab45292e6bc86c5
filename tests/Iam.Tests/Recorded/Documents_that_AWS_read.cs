using System.Text.Json.Nodes;

namespace Iam.Tests.Recorded;

/// <summary>Policies that AWS itself took or refused: README.md beside this file says where that was recorded.</summary>
public class Documents_that_AWS_read
{
    private static readonly JsonArray Documents = JsonNode.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Recorded", "documents.json")))!.AsArray();

    public static TheoryData<int, string> Names() => [.. Documents.Select((d, i) => (i, $"{d!["source"]}"))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Are_taken_or_refused_here_too(int number, string name)
    {
        var recorded = Documents[number]!;
        var call = recorded["call"]!.GetValue<string>();
        var result = Policy.Parse(recorded["document"]!.ToJsonString(), KindOf(call), new PolicyOrigin(call), new PolicyParseOptions { Simulated = call == "SimulateCustomPolicy" });

        Assert.True((recorded["code"]!.GetValue<string>() == "Success") == result.Errors.IsEmpty, $"{name}: AWS says {recorded["code"]}, and it is {string.Join(" ", result.Errors)}.");
    }

    private static PolicyKind KindOf(string call) => call switch
    {
        "PutUserPolicy" or "SimulateCustomPolicy" => PolicyKind.Identity,
        "AssumeRole" => PolicyKind.Session,
        "CreateRole" => PolicyKind.Trust,
        "organizations:CreatePolicy" => PolicyKind.ResourceControl,
        _ => throw new ArgumentOutOfRangeException(nameof(call), call, "No policy goes with it."),
    };
}
