using System.Text.RegularExpressions;

namespace Integration.CommandLine;

/// <summary>What a person reads once everything is up: short, in the order of what comes next, and its first command succeeds.</summary>
public partial class The_banner(StackFixture stack)
{
    [Fact]
    public async Task Suggests_first_a_call_that_is_allowed_and_shows_addresses_that_can_be_read()
    {
        stack.InProcessOnly("it starts a LocalAws of its own");
        var folder = Directory.CreateTempSubdirectory("localaws-banner-");
        try
        {
            var printed = await UpAsync(folder.FullName);
            var next = printed[(printed.IndexOf("\nNext\n", StringComparison.Ordinal) + 6)..];
            var command = Call().Match(next);

            Assert.Equal(0, command.Index);
            var body = command.Groups["data"].Value;
            var content = new StringContent(body, null, "application/json");
            (await stack.LocalAws.As(command.Groups["role"].Value).SendAsync(new HttpMethod(command.Groups["method"].Value), command.Groups["api"].Value, command.Groups["path"].Value, content, TestContext.Current.CancellationToken))
                .ShouldBeAllowed().ShouldHaveStatus(System.Net.HttpStatusCode.Created);

            Assert.Matches(@"\n  http://127\.0\.0\.1:\d+/execute-api/OrdersApi/prod\n", printed);
            Assert.Contains("\nand 5 routes that answer browsers' preflight requests: localaws routes\n", printed, StringComparison.Ordinal);
            Assert.Contains("afterwards the browser goes to http://localhost:3000/callback with a code", printed, StringComparison.Ordinal);
            Assert.DoesNotContain("OPTIONS", printed, StringComparison.Ordinal);
            Assert.InRange(printed.Split('\n').Length, 20, 48);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> UpAsync(string folder)
    {
        using var server = await Orders.LocalAwsProcess.StartAsync(folder);
        server.Kill();
        return server.Printed;
    }

    [GeneratedRegex("^  localaws call --as (?<role>\\w+) (?<method>[A-Z]+) (?<api>\\w+)(?<path>/\\S*) --data '(?<data>[^']*)' --profile-dir \\S+\n")]
    private static partial Regex Call();
}
