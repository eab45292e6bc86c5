using System.Text.RegularExpressions;

namespace ServiceDefaults.Tests;

/// <summary>
/// What two services say in the same words belongs here, where there is one of it. Inside of one, a folder is a part, and what it uses does
/// not use it.
/// </summary>
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

    [Fact]
    public void Has_no_part_that_uses_what_uses_it() => Assert.All(Directory.EnumerateDirectories(Services), static service =>
        Assert.Empty(Circles(Directory.EnumerateFiles(service, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText))));

    /// <summary>What stands outside of the parts would be used by all of them without a word.</summary>
    [Fact]
    public void Is_in_a_part() => Assert.All(
        Directory.EnumerateFiles(Services, "*.cs", SearchOption.AllDirectories).Where(static file => Path.GetFileName(file) != "Program.cs"),
        static file => Assert.Contains('.', Namespace().Match(File.ReadAllText(file)).Groups[1].Value));

    [Fact]
    public void Has_such_a_part_also_where_the_way_back_is_long()
    {
        string[] code = ["using A.Y;\nnamespace A.X;", "using A.Z;\nnamespace A.Y;", "using A.X;\nnamespace A.Z;"];

        Assert.Equal(["A.X", "A.Y", "A.Z"], Circles(code).Order(StringComparer.Ordinal));
        Assert.Empty(Circles(code[..2]));
    }

    /// <summary>The namespaces that use themselves by way of others.</summary>
    private static IEnumerable<string> Circles(IEnumerable<string> files)
    {
        var uses = files.SelectMany(static code => Using().Matches(code).Select(used => (From: Namespace().Match(code).Groups[1].Value, To: used.Groups[1].Value)))
            .ToLookup(static use => use.From, static use => use.To);
        return uses.Select(static from => from.Key).Where(start =>
        {
            var reached = new HashSet<string>(uses[start], StringComparer.Ordinal);
            for (var before = -1; before != reached.Count;)
            {
                before = reached.Count;
                reached.UnionWith([.. reached.SelectMany(next => uses[next])]);
            }

            return start.Length > 0 && reached.Contains(start);
        });
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

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

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
