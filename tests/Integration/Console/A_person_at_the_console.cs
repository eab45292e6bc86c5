using System.Globalization;

namespace Integration.Console;

/// <summary>What a person finds out in Chromium, from the page that the start prints.</summary>
[Trait("Stack", "own")]
public sealed class A_person_at_the_console(ConsoleStack stack) : IClassFixture<ConsoleStack>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_out_in_two_clicks_why_a_call_was_refused_and_which_line_to_change()
    {
        var seen = await SeesAsync("why");

        Assert.InRange(seen.GetProperty("clicks").GetInt32(), 1, 2);
        Assert.Equal("refused 403", seen.Text("verdict"));
        Assert.Contains("Sid: OnlyOrdersPostsCharges", seen.Text("statement"), StringComparison.Ordinal);
        Assert.Equal($"template.yaml:{await LineOfAsync("Sid: OnlyOrdersPostsCharges")}", seen.Text("place"));
        Assert.Contains($"OnlyOrdersPostsCharges' of the resource policy BillingApi.Auth.ResourcePolicy ({seen.Text("place")}): add !Sub", seen.Text("change"), StringComparison.Ordinal);
        Assert.Equal((8, "deny: an explicit deny is final"), (seen.GetProperty("steps").GetInt32(), seen.Text("end")));
        Assert.Empty(seen.Texts("errors"));
    }

    [Fact]
    public async Task Sees_decisions_as_they_are_made_and_those_that_a_filter_leaves()
    {
        var seen = await SeesAsync("live");
        List<string[]> Rows(string filter) =>
            [.. seen.GetProperty(filter).GetProperty("rows").EnumerateArray().Select(static row => row.EnumerateArray().Select(static cell => cell.GetString()!).ToArray())];

        Assert.NotEmpty(Rows("verdict"));
        Assert.All(Rows("verdict"), static row => Assert.Equal("allowed", row[1]));
        Assert.NotEmpty(Rows("principal"));
        Assert.All(Rows("principal"), static row => Assert.StartsWith("AuditorRole/", row[3], StringComparison.Ordinal));
        Assert.NotEmpty(Rows("service"));
        Assert.All(Rows("service"), static row => Assert.EndsWith(" BillingApi", row[2], StringComparison.Ordinal));
        Assert.NotEmpty(Rows("route"));
        Assert.All(Rows("route"), static row => Assert.StartsWith("GET /charges/1 ", row[2], StringComparison.Ordinal));
        Assert.Single(Rows("find"));
        Assert.Equal(1, seen.GetProperty("find").GetProperty("kept").GetInt32());
        Assert.All(seen.Texts("errors"), static error => Assert.Contains("403", error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Comes_to_a_decision_by_the_keyboard_alone()
    {
        var seen = await SeesAsync("keys");
        Assert.Equal(("Skip to the content", seen.Text("second")), (seen.Text("skip"), seen.Text("landed")));
    }

    [Fact]
    public async Task Finds_nothing_that_axe_would()
    {
        var seen = await SeesAsync("axe");
        Assert.Empty(seen.Texts("found"));
        Assert.InRange(seen.GetProperty("passed").GetInt32(), 300, int.MaxValue);
    }

    [Fact]
    public async Task Sends_a_call_again_also_as_another_role_and_asks_in_another_context()
    {
        var seen = await SeesAsync("again");

        Assert.StartsWith("403 Forbidden", seen.Text("same"), StringComparison.Ordinal);
        Assert.Contains("Denied by statement 'OnlyOrdersPostsCharges'", seen.Text("same"), StringComparison.Ordinal);
        Assert.StartsWith("200 OK", seen.Text("other"), StringComparison.Ordinal);
        Assert.Contains("""{"caller":"OrdersServiceRole"}""", seen.Text("other"), StringComparison.Ordinal);
        Assert.StartsWith("allowed POST /charges of BillingApi by OrdersServiceRole", seen.Text("explained"), StringComparison.Ordinal);
        Assert.StartsWith("refused POST /charges", seen.Text("context"), StringComparison.Ordinal);
        Assert.DoesNotContain("Denied by statement", seen.Text("context"), StringComparison.Ordinal);
        Assert.All(seen.Texts("errors"), static error => Assert.Contains("403", error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Learns_who_would_gain_by_another_policy_and_takes_the_change_along_as_a_patch()
    {
        var seen = await SeesAsync("whatIf", $"template.yaml:{await LineOfAsync("Sid: OnlyOrdersPostsCharges")}", "role/OrdersServiceRole", "role/StorefrontRole");

        Assert.Contains(seen.Texts("changes"), static change => change.StartsWith("loss", StringComparison.Ordinal) && change.Contains("OrdersServiceRole lost POST /charges of BillingApi", StringComparison.Ordinal));
        Assert.Contains("This is not valid YAML", seen.Text("failure"), StringComparison.Ordinal);
        Assert.Contains("Nothing is changed yet.", seen.Text("after"), StringComparison.Ordinal);
        Assert.Empty(seen.Texts("errors"));
        var applied = await AppliedAsync(seen.Text("patch"));
        var template = await File.ReadAllTextAsync(Path.Combine(StackFixture.Root, "template.yaml"), Cancellation);
        var at = template.IndexOf("role/OrdersServiceRole", template.IndexOf("Sid: OnlyOrdersPostsCharges", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(template.Remove(at, "role/OrdersServiceRole".Length).Insert(at, "role/StorefrontRole"), applied);
    }

    [Fact]
    public async Task Sees_a_call_graph_without_a_line_through_a_box_or_a_label_on_another()
    {
        var seen = await SeesAsync("graph");

        Assert.Equal(11, seen.GetProperty("lines").GetInt32());
        Assert.All(
            (string[])["throughBoxes", "throughLabels", "labelsOnBoxes", "labelsOnLabels", "namesOutside"], fault => Assert.True(seen.GetProperty(fault).GetInt32() == 0, $"{fault}: {seen}"));
        Assert.Contains("OrdersApi to BillingApi as OrdersServiceRole:\nPOST /charges\n", seen.Text("card"), StringComparison.Ordinal);
        Assert.StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"", seen.Text("svg"), StringComparison.Ordinal);
        Assert.Empty(seen.Texts("errors"));
    }

    [Fact]
    public async Task Runs_nothing_that_a_caller_wrote()
    {
        using var client = stack.Aws.Client("OrdersApi", stack.Aws.SessionOf("AuditorRole"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "orders/hostile%22%3E%3Cimg%20src=x%20onerror=owned=1%3E/'><img src=x onerror=owned=1>");
        request.Headers.TryAddWithoutValidation("User-Agent", "<script>owned=1</script><img src=x onerror=owned=1>");
        using (await client.SendAsync(request, Cancellation))
        {
            // It is refused, or finds no route.
        }

        var seen = await Chromium.SeesAsync("hostile", stack.Aws.EndpointUrl, "hostile");

        Assert.Equal(4, seen.GetProperty("seen").GetArrayLength());
        Assert.All(seen.GetProperty("seen").EnumerateArray(), static one => Assert.Equal("[0,null]", one.ToString()));
        Assert.Contains("onerror=owned=1", seen.Text("text"), StringComparison.Ordinal);
        Assert.Empty(seen.Texts("errors"));
    }

    /// <summary>Those of the documentation, where <c>LOCALAWS_PICTURES</c> names its folder.</summary>
    [Fact]
    public async Task Is_shown_on_the_pages_as_it_is()
    {
        var folder = Environment.GetEnvironmentVariable("LOCALAWS_PICTURES") is { Length: > 0 } named ? named : Directory.CreateTempSubdirectory("localaws-pictures-").FullName;
        for (var i = 0; i < 6; i++)
        {
            await stack.CallAsync();
        }

        Assert.Empty((await SeesAsync("pictures", folder)).Texts("errors"));
        Assert.All((string[])["console.png", "console-decision.png", "console-matrix.png"], name => Assert.InRange(new FileInfo(Path.Combine(folder, name)).Length, 10_000, 500_000));
    }

    private async Task<System.Text.Json.JsonElement> SeesAsync(string act, params IEnumerable<string> more)
    {
        await stack.CallAsync();
        return await Chromium.SeesAsync(act, stack.Aws.EndpointUrl, more);
    }

    private static async Task<string> LineOfAsync(string text)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(StackFixture.Root, "template.yaml"), Cancellation);
        return (Array.FindIndex(lines, line => line.Contains(text, StringComparison.Ordinal)) + 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The template, with git's own idea of the patch.</summary>
    private static async Task<string> AppliedAsync(string patch)
    {
        ExternalTool.Require("git");
        var folder = Directory.CreateTempSubdirectory("localaws-patch-");
        try
        {
            File.Copy(Path.Combine(StackFixture.Root, "template.yaml"), Path.Combine(folder.FullName, "template.yaml"));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "change.patch"), patch, Cancellation);
            var outcome = await ExternalTool.RunAsync("git", ["-C", folder.FullName, "apply", "change.patch"]);
            Assert.True(outcome.ExitCode == 0, outcome.Error);
            return await File.ReadAllTextAsync(Path.Combine(folder.FullName, "template.yaml"), Cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
