using System.Text.Json;

namespace Iam.Tests.Documented;

/// <summary>The examples of AWS's pages, a file for each page: policies and requests as the page has them, and what it says becomes of them.</summary>
public class Examples_of_the_documentation
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Documented");

    public static TheoryData<string, string, string, int> Cases()
    {
        var cases = new TheoryData<string, string, string, int>();
        foreach (var file in Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var page = JsonDocument.Parse(File.ReadAllBytes(file));
            var number = 0;
            foreach (var example in page.RootElement.GetProperty("cases").EnumerateArray())
            {
                cases.Add(Path.GetFileName(file), example.GetProperty("section").GetString()!, example.GetProperty("name").GetString()!, number++);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Come_out_as_the_page_says(string file, string section, string name, int number)
    {
        using var page = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));
        var example = page.RootElement.GetProperty("cases")[number];
        Simulator.Run(System.Text.Encoding.UTF8.GetBytes(example.GetProperty("case").GetRawText()), out var results);

        var outcome = results[0].Errors.IsEmpty ? results[0].Decision.Verdict switch { Verdict.Allow => "allow", Verdict.ExplicitDeny => "explicitDeny", _ => "implicitDeny" } : "malformed";
        Assert.True(outcome == example.GetProperty("expect").GetString(), $"{page.RootElement.GetProperty("page")}, {section}: {name}. It is {outcome}. {string.Join(" ", results[0].Errors)}");
    }
}
