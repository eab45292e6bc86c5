using System.Text.RegularExpressions;

namespace ServiceDefaults.Tests;

/// <summary>What two services say in the same words belongs here, where there is one of it.</summary>
public sealed partial class Code_of_the_services
{
    private const int Run = 6;

    private static readonly string Services = Path.Combine(FindRoot(), "services");

    [Fact]
    public void Does_not_stand_twice() => Assert.Empty(Twins(Directory.EnumerateDirectories(Services).ToDictionary(
        static folder => Path.GetFileName(folder),
        static folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Select(static file => (file, File.ReadAllText(file))))));

    [Fact]
    public void Stands_twice_where_only_the_name_of_the_service_differs()
    {
        static string Code(string service) => $"namespace {service}.Problems;\n"
            + string.Concat(Enumerable.Range(1, Run).Select(line => $"// Why.\n    {service}(line{line});\n\n"));

        Assert.Equal(["two.cs:3 ~ one.cs:3"], Twins(new() { ["one"] = [("one.cs", Code("One"))], ["two"] = [("two.cs", Code("Two"))] }));
        Assert.Empty(Twins(new() { ["one"] = [("one.cs", Code("One"))], ["two"] = [("two.cs", Code("Two").Replace("line3", "line03", StringComparison.Ordinal))] }));
    }

    /// <summary>The places of two services that share as many lines of code as <see cref="Run"/>, whatever they are called.</summary>
    private static List<string> Twins(Dictionary<string, IEnumerable<(string File, string Text)>> services)
    {
        var seen = new Dictionary<string, (string Service, string Place)>(StringComparer.Ordinal);
        var twins = new List<string>();
        foreach (var (service, files) in services)
        {
            foreach (var (file, text) in files)
            {
                var name = string.Join('|', services.Keys);
                var lines = text.Split('\n').Select((line, index) => (Text: Regex.Replace(line.Trim(), name, "x", RegexOptions.IgnoreCase), Number: index + 1))
                    .Where(static line => Code().IsMatch(line.Text)).ToList();
                for (var first = 0; first + Run <= lines.Count; first++)
                {
                    var run = string.Join('\n', lines.Skip(first).Take(Run).Select(static line => line.Text));
                    var place = $"{Path.GetFileName(file)}:{lines[first].Number}";
                    if (!seen.TryAdd(run, (service, place)) && seen[run].Service != service)
                    {
                        twins.Add($"{place} ~ {seen[run].Place}");
                    }
                }
            }
        }

        return twins;
    }

    // No blank line, lone bracket, comment, namespace or using.
    [GeneratedRegex(@"^(?!//|using |namespace ).*\w")]
    private static partial Regex Code();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "template.yaml")))
        {
            folder = folder.Parent ?? throw new FileNotFoundException($"There is no template.yaml in {AppContext.BaseDirectory} or above.");
        }

        return folder.FullName;
    }
}
