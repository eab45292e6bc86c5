using System.Text;
using System.Text.Json.Nodes;

namespace Iam.Tests.Recorded;

/// <summary>Requests that AWS itself decided: README.md beside this file says where they were recorded.</summary>
public class Decisions_that_AWS_made
{
    private static readonly JsonArray Cases = JsonNode.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Recorded", "decisions.json")))!.AsArray();

    public static TheoryData<int, string> Names() => [.. Cases.Select((c, i) => (i, $"{c!["from"]}: {c["name"]}"))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Are_made_here_too(int number, string name)
    {
        var (allowed, outcome) = Decide(number);
        var expected = Cases[number]!["expected"]!.GetValue<string>();

        Assert.True(expected == "denied" ? !allowed : outcome == expected, $"{name}: AWS says {expected}, and it is {outcome}.");
    }

    private static (bool Allowed, string Outcome) Decide(int number)
    {
        Simulator.Run(Encoding.UTF8.GetBytes(Cases[number]!.ToJsonString()), out var results);
        return results[0] switch
        {
            { Errors: { IsEmpty: false } errors } => (false, $"malformed ({string.Join(" ", errors)})"),
            { Decision.Verdict: Verdict.Allow } => (true, "allow"),
            { Decision.Verdict: Verdict.ExplicitDeny } => (false, "explicitDeny"),
            _ => (false, "implicitDeny"),
        };
    }
}
