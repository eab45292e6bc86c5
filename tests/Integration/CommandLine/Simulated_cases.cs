using System.Diagnostics;
using System.Text.Json;

namespace Integration.CommandLine;

/// <summary><c>localaws simulate</c>.</summary>
[Trait("Stack", "own")]
public class Simulated_cases
{
    private const string User = "\"principal\":\"arn:aws:iam::111122223333:user/ann\",\"action\":\"s3:GetObject\",\"resource\":\"arn:aws:s3:::a/b\",\"expected\":\"what a test wants\"";

    [Fact]
    public async Task Come_back_in_their_order_and_one_with_errors_refuses_alone()
    {
        var outcome = await Cli.RunOnAsync(
            """
            [{USER,"identityPolicies":[{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}]},
             {USER,"identityPolicies":[{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*","Condition":{"StringEqual":{"aws:x":"1"}}}]}]},
             {USER,"resourcePolicy":{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}}]
            """.Replace("USER", User, StringComparison.Ordinal),
            "cases.json",
            "simulate",
            "--file");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("1 of 3 cases could not be decided", outcome.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(["allow", "implicitDeny", "explicitDeny"], json.RootElement.EnumerateArray().Select(static r => r.GetProperty("decision").GetString()));
        Assert.Equal(["identityPolicies", "error", "resourcePolicy"], json.RootElement.EnumerateArray().Select(static r => r.GetProperty("by").GetString()));
        Assert.Equal("Read", json.RootElement[0].GetProperty("statement").GetProperty("sid").GetString());
        var error = json.RootElement[1].GetProperty("errors")[0];
        Assert.Equal(("identityPolicies[0]", "$.Statement[0].Condition.StringEqual", 1), (error.GetProperty("member").GetString(), error.GetProperty("path").GetString(), error.GetProperty("line").GetInt32()));
    }

    [Theory]
    [InlineData("identityPolices", "Did you mean 'identityPolicies'?")]
    [InlineData("permissionBoundary", "Did you mean 'permissionBoundaries'?")]
    [InlineData("scps", "Known are:")]
    public async Task With_a_misspelt_member_are_refused(string member, string remedy)
    {
        var outcome = await Cli.RunOnAsync($"{{{User},\"{member}\":[]}}", "case.json", "simulate", "--file");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(remedy, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_to_the_reader_are_answered_at_once()
    {
        var nested = string.Concat(Enumerable.Repeat("[", 1000)) + string.Concat(Enumerable.Repeat("]", 1000));
        var statements = string.Join(',', Enumerable.Range(0, 100_000).Select(static i => $$"""{"Effect":"Allow","Action":"s3:Get","Resource":"arn:aws:s3:::b{{i}}/*"}"""));
        var started = Stopwatch.GetTimestamp();
        var outcome = await Cli.RunOnAsync(
            """
            [{USER,"identityPolicies":[NESTED]},
             {USER,"identityPolicies":[{"Version":"2012-10-17","Statement":[{"Sid":"TENMILLION-","Effect":"Allow","Action":"*","Resource":"*"}]}]},
             {USER,"identityPolicies":[{"Version":"2012-10-17","Statement":[STATEMENTS]}]},
             {"principal":"111122223333","action":"s3:Get","resource":"arn:aws:s3:::FOURTHOUSAND","identityPolicies":[{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::STARSb"}]}]}]
            """
                .Replace("USER", User, StringComparison.Ordinal).Replace("NESTED", nested, StringComparison.Ordinal).Replace("TENMILLION", new string('a', 10_000_000), StringComparison.Ordinal)
                .Replace("STATEMENTS", statements, StringComparison.Ordinal).Replace("FOURTHOUSAND", new string('a', 4096), StringComparison.Ordinal).Replace("STARS", string.Concat(Enumerable.Repeat("*a", 12)), StringComparison.Ordinal),
            "cases.json",
            "simulate",
            "--file");

        // Minutes, were anything here more than linear.
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60));
        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(["error", "error", "identityPolicies", "identityPolicies"], json.RootElement.EnumerateArray().Select(static r => r.GetProperty("by").GetString()));
    }
}
