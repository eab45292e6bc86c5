using System.Text.Json;
using Emulation.Findings;

namespace Emulation.Tests.Findings;

public class Findings_of_a_template
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Findings");
    private static readonly Lazy<IReadOnlyList<Judged>> All = new(static () => Linter.Run(Load()));

    [Theory]
    [InlineData("LA002", "Listed", "Everyone")]
    [InlineData("LA003", "Reader", "'Shadowed' of Reads")]
    [InlineData("LA004", "Listed", "OtherApi")]
    [InlineData("LA004", "Reader", "'Misspelt' of Reads can never match: API Gateway knows execute-api:Invoke")]
    [InlineData("LA004", "Reader", "Contradiction")]
    [InlineData("LA004", "Reader", "OtherService")]
    [InlineData("LA004", "Reader", "'OneTag' of Reads can never match: aws:TagKeys holds several values, and StringEquals without a qualifier never matches")]
    [InlineData("LA014", "Reader", "'OneKey' of Reads matches only requests without dynamodb:LeadingKeys")]
    [InlineData("LA005", "Reader", "/v1/GET/thigns")]
    [InlineData("LA006", "Listed", "GET /things")]
    [InlineData("LA007", "Lonely", "role/Nobody")]
    [InlineData("LA008", "Listed", "lets PartnerRole@444455556666 call GET /things")]
    [InlineData("LA008", "Reader", "lets Reader assume Lonely")]
    [InlineData("LA009", "Reader", "'BecomeAnybody' of Reads allows sts:AssumeRole")]
    [InlineData("LA010", "Reader", "allows everything but iam:*")]
    [InlineData("LA101", "Caller", "caller's own credentials")]
    [InlineData("LA102", "Caller", "OPTIONS")]
    [InlineData("LA103", "Guarded", "IpRangeWhitelist")]
    [InlineData("LA104", "Caller", "GET on /admin reaches /{proxy+}")]
    [InlineData("LA105", "Function", "GET /orders/{id}/parts")]
    public void Name_rule_resource_and_what_is_there(string code, string resource, string message)
    {
        var finding = All.Value.Single(j => j.Finding.Rule.Code == code && j.Finding.Resource == resource && j.Finding.Message.Contains(message, StringComparison.Ordinal)).Finding;

        Assert.NotEmpty(finding.Remedy);
        Assert.NotEmpty(finding.Rule.Why);
        Assert.True(finding.At.Line > 1);
    }

    [Fact]
    public void Leave_operators_with_a_qualifier_alone() => Assert.DoesNotContain(All.Value, static j => j.Finding.Message.Contains("'AnyTag'", StringComparison.Ordinal));

    [Fact]
    public void Stand_at_the_line_of_their_statement()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "everything.yaml"));
        var statements = All.Value.Where(static j => j.Finding.Message.StartsWith("Statement '", StringComparison.Ordinal)).Select(static j => j.Finding).ToList();

        Assert.NotEmpty(statements);
        Assert.All(statements, finding => Assert.Contains(finding.Message.Split('\'')[1], lines[finding.At.Line - 1], StringComparison.Ordinal));
    }

    [Fact]
    public void Are_accepted_with_a_reason_at_the_resource_or_at_the_top()
    {
        Assert.Equal("The health check is public on purpose.", All.Value.Single(static j => j.Finding.Rule.Code == "LA001").Suppression?.Reason);
        Assert.Equal("Only for the demo.", All.Value.Single(static j => j.Finding is { Rule.Code: "LA002", Resource: "Trusting" }).Suppression?.Reason);
        Assert.Null(All.Value.Single(static j => j.Finding is { Rule.Code: "LA002", Resource: "Listed" }).Suppression);
    }

    [Fact]
    public void That_are_gone_leave_their_suppression_as_a_finding()
    {
        var findings = Linter.Run(Given.Stacks("""
            Metadata: { LocalAws: { Suppress: [{ Rule: LA009, Reason: once }, { Rule: LA999, Reason: never }] } }
            Resources:
              Table: { Type: "AWS::DynamoDB::Table" }
            """));

        Assert.Equal(["LA009 is suppressed here, and there is no such finding.", "There is no rule LA999."], findings.Select(static j => j.Finding.Message));
    }

    [Fact]
    public void Reach_a_code_host_as_SARIF()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Sarif.Write(writer, [.. All.Value], Folder);
        }

        using var log = JsonDocument.Parse(stream.ToArray());
        var run = log.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        Assert.Equal("2.1.0", log.RootElement.GetProperty("version").GetString());
        Assert.All(run.GetProperty("results").EnumerateArray(), result =>
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            Assert.Equal("everything.yaml", result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
            Assert.True(result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32() > 0);
        });
        Assert.Equal(2, run.GetProperty("results").EnumerateArray().Count(static r => r.TryGetProperty("suppressions", out _)));
    }

    private static LoadedStacks Load() => LoadedStacks.Load(
        new EmulatorOptions { Templates = [new TemplateSource(Path.Combine(Folder, "everything.yaml"), EmulatorOptions.DefaultAccount), new TemplateSource(Path.Combine(Folder, "partner.yaml"), "444455556666")] },
        toleratesTraps: true);
}
