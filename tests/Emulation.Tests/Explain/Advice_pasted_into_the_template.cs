using System.Text.RegularExpressions;
using Emulation.Access;
using Emulation.Explain;

namespace Emulation.Tests.Explain;

/// <summary>
/// What <c>explain</c> advises is done to the repository's own template by a machine, as somebody would paste it: the template still loads, has no id of this machine's in it, and allows
/// the call. For every call that its roles are refused at the routes whose callers sign.
/// </summary>
public partial class Advice_pasted_into_the_template
{
    private static readonly string Template = File.ReadAllText(Path.Combine(Root, "template.yaml"));

    /// <summary>The auditor has a generated name, as most roles do.</summary>
    private static readonly string WithGeneratedName = Template.Replace("      RoleName: AuditorRole\n", "", StringComparison.Ordinal);

    private static readonly Dictionary<string, LoadedStacks> Loaded = new() { [Template] = Given.Stacks(Template), [WithGeneratedName] = Given.Stacks(WithGeneratedName) };

    public static TheoryData<string, string, string, string> Refused => RefusedIn(Template, static _ => true);

    public static TheoryData<string, string, string, string> RefusedToAuditor => RefusedIn(WithGeneratedName, static name => name == "AuditorRole");

    private static TheoryData<string, string, string, string> RefusedIn(string template, Func<string, bool> isMeant) =>
    [
        .. AccessMatrix.Of(Loaded[template]).Cells
            .Where(cell => isMeant(cell.Principal.Name) && cell.Word == AccessWord.Deny && cell.Principal.Kind == PrincipalKind.Role && AuthorizerAccess.TypeOf(cell.Route.Route.Authorizer) == "AWS_IAM")
            .Select(static cell => (cell.Principal.Name, cell.Route.ApiName, cell.Route.Route.Method, Parameter().Replace(cell.Route.Route.Path, "1"))),
    ];

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "template.yaml")))
            {
                folder = folder.Parent!;
            }

            return folder.FullName;
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Turns_the_decision(string principal, string api, string method, string path) => Turns(Template, principal, api, method, path);

    [Theory]
    [MemberData(nameof(RefusedToAuditor))]
    public void Turns_the_decision_for_a_role_with_a_generated_name(string principal, string api, string method, string path) => Turns(WithGeneratedName, principal, api, method, path);

    private static void Turns(string template, string principal, string api, string method, string path)
    {
        var advice = ChangesOf(Loaded[template], principal, api, method, path);
        Assert.NotEmpty(advice);
        var changed = advice.Aggregate(new TemplateText(template), static (text, change) => text.With(change)).ToString();
        var stacks = Given.Stacks(changed);

        Assert.Empty(ChangesOf(stacks, principal, api, method, path));
        Assert.Contains(": ALLOWED", Explain(stacks, principal, api, method, path).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Emulation.Findings.Linter.Run(stacks), static one => one.Finding.Rule.Code == "LA014");
    }

    [Fact]
    public void Are_many_calls() => Assert.InRange(Refused.Count, 50, 200);

    private static string[] ChangesOf(LoadedStacks stacks, string principal, string api, string method, string path) =>
        [.. Explain(stacks, principal, api, method, path).Changes.Select(static advice => advice.Change)];

    private static ExplanationText Explain(LoadedStacks stacks, string principal, string api, string method, string path) =>
        ExplanationText.Of(RouteQuestion.Of(stacks, principal, method, path, api, new Dictionary<string, string>()), stacks);

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    /// <summary>The template's lines, still found by the numbers that they had.</summary>
    private sealed partial class TemplateText(string text)
    {
        private readonly List<string> lines = [.. text.Split('\n')];

        public TemplateText With(string change)
        {
            if (Exception().Match(change) is { Success: true } exception)
            {
                if (exception.Groups["role"].Success)
                {
                    var properties = lines.FindIndex(LineOf(exception.Groups["at"]), static line => line.TrimStart() == "Properties:");
                    lines[properties] += $"\n      RoleName: {exception.Groups["role"].Value}";
                }

                var list = Below(LineOf(exception.Groups["line"]), exception.Groups["list"].Value.Split(' ')[^1]);
                var indent = lines[list].Length - lines[list].TrimStart().Length;
                var (key, only) = lines[list].Split(": ", 2) is [var before, var value] ? (before, value) : (lines[list].TrimEnd(':'), null);
                lines[list] = $"{key}:{(only is null ? "" : $"\n{new string(' ', indent + 2)}- {only}")}\n{new string(' ', indent + 2)}- {exception.Groups["value"].Value}";
                return this;
            }

            if (Resource().Match(change) is { Success: true } separate)
            {
                var outputs = lines.IndexOf("Outputs:");
                lines[outputs] = $"  Pasted: {separate.Groups["resource"].Value}\n\n{lines[outputs]}";
                return this;
            }

            var added = Addition().Match(change);
            Assert.True(added.Success, change);
            var resource = LineOf(added.Groups["line"]);
            var policies = lines.FindIndex(resource, line => line.TrimStart() == "Policies:");
            var next = lines.FindIndex(resource + 1, static line => line.Length > 2 && line.StartsWith("  ", StringComparison.Ordinal) && char.IsAsciiLetter(line[2]));
            var policy = $"        - PolicyName: Pasted\n          PolicyDocument: {{ Version: \"2012-10-17\", Statement: [{added.Groups["statement"].Value}] }}";
            var at = policies >= 0 && policies < next ? policies : lines.FindIndex(resource, static line => line.TrimStart() == "Properties:");
            lines[at] = policies >= 0 && policies < next ? $"{lines[at]}\n{policy}" : $"{lines[at]}\n      Policies:\n{policy}";
            return this;
        }

        public override string ToString() => string.Join('\n', lines);

        private int Below(int line, string key) => lines.FindIndex(line, one => one.TrimStart().StartsWith($"{key}:", StringComparison.Ordinal));

        private static int LineOf(Group number) => int.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture) - 1;

        [GeneratedRegex(@"^Make an exception for this call in statement .* \(template\.yaml:(?<line>\d+)\): (give \w+ \(template\.yaml:(?<at>\d+)\) the RoleName (?<role>\w+), since .* would close a circle; then )?add (?<value>.+) to (?<list>NotResource|ArnNotEquals aws:PrincipalArn)( \[.*\])?\.$")]
        private static partial Regex Exception();

        [GeneratedRegex(@"^Add a resource, since a reference in Policies of \w+ \(template\.yaml:\d+\) would close a circle: (?<resource>\{.*\})\.$")]
        private static partial Regex Resource();

        [GeneratedRegex(@"^Add to Policies of \w+ \(template\.yaml:(?<line>\d+)\): (?<statement>\{.*\})\.$")]
        private static partial Regex Addition();
    }
}
