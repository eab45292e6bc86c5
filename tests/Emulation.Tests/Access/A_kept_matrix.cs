using System.Text.Json;
using Emulation.Access;

namespace Emulation.Tests.Access;

public class A_kept_matrix
{
    private const string OnlyList = """{ Effect: Allow, Action: "execute-api:Invoke", Resource: "arn:aws:execute-api:*:*:*/v1/GET/orders" }""";

    [Fact]
    public void Agrees_with_the_template_it_was_made_from() => Assert.Empty(MatrixCheck.Compare(Markdown(Sample.Template()).ReplaceLineEndings("\r\n"), Markdown(Sample.Template())));

    [Fact]
    public void Tells_who_gained_a_route() => Assert.Equal(
        ["Reader gained GET /orders/search of Api: ", "Reader gained GET /orders/{id} of Api: "],
        MatrixCheck.Compare(Markdown(Sample.Template(OnlyList)), Markdown(Sample.Template())).Where(static l => l.Contains("gained", StringComparison.Ordinal)).Select(static l => l[..(l.IndexOf(": ", StringComparison.Ordinal) + 2)]).Order(StringComparer.Ordinal));

    [Fact]
    public void Tells_who_lost_a_route() => Assert.Contains(
        MatrixCheck.Compare(Markdown(Sample.Template()), Markdown(Sample.Template(OnlyList))), static line => line.StartsWith("Reader lost GET /orders/{id} of Api: it was statement 1 of the identity policy Reads", StringComparison.Ordinal));

    [Fact]
    public void Tells_when_a_grant_stands_on_other_grounds() => Assert.Contains(
        MatrixCheck.Compare(Markdown(Sample.Template()), Markdown(Sample.Template("""{ Effect: Allow, Action: "execute-api:Invoke", Resource: "*", Condition: { IpAddress: { "aws:SourceIp": 10.0.0.0/8 } } }"""))),
        static line => line.StartsWith("Reader may call GET /orders of Api on other grounds:", StringComparison.Ordinal));

    [Fact]
    public void Is_out_of_date_also_when_nobody_gained_anything() => Assert.Single(MatrixCheck.Compare(Markdown(Sample.Template(OnlyList)).Replace("| anonymous |", "|", StringComparison.Ordinal), Markdown(Sample.Template(OnlyList))));

    [Fact]
    public void Is_JSON_for_programs()
    {
        using var json = JsonDocument.Parse(MatrixJson.Of(AccessMatrix.Of(Given.Stacks(Sample.Template(OnlyList)))));
        var cell = json.RootElement.GetProperty("cells").EnumerateArray().Single(static c => c.GetProperty("principal").GetString() == "Reader" && c.GetProperty("path").GetString() == "/orders");
        Assert.Equal(("Api", "GET", "allow", "Reads"), (cell.GetProperty("api").GetString(), cell.GetProperty("method").GetString(), cell.GetProperty("decision").GetString(), cell.GetProperty("statement").GetProperty("policy").GetString()));
        Assert.StartsWith("Allowed by statement 1 of the identity policy Reads", cell.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Is_a_page_that_needs_nothing_else_and_runs_no_script_of_a_template()
    {
        var stacks = Given.Stacks(Sample.Template(OnlyList.Replace("GET/orders", "GET/<script>alert(1)</script>", StringComparison.Ordinal)));
        var page = MatrixHtml.Write(AccessMatrix.Of(stacks), stacks);

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
    }

    private static string Markdown(string template) => MatrixMarkdown.Write(AccessMatrix.Of(Given.Stacks(template)), "template.yaml");
}
