using System.Text;
using Emulation.Explain;

namespace Emulation.LeastPrivilege;

/// <summary>Suggestions as YAML to be pasted into the template: the properties that roles get, and what is to be known of them as comments.</summary>
internal static class SuggestionYaml
{
    private const string Version = "\"2012-10-17\"";

    /// <summary>All of a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="withNotes">Whether people read it; else it is the resources alone.</param>
    public static string Of(LeastPrivilegeReport report, bool withNotes)
    {
        var words = new SuggestionWords(report.Stacks);
        var text = new StringBuilder();
        Comment(text, withNotes, SuggestionNotes.OfRecords(report));
        foreach (var role in report.Roles)
        {
            Comment(text, withNotes, SuggestionNotes.Title(role), before: "\n");
            if (role.WasSeen)
            {
                WriteRole(text, role, words, withNotes);
            }

            Comment(text, withNotes, SuggestionNotes.Of(role, words));
        }

        Comment(text, withNotes, SuggestionNotes.OfNobody(report), before: "\n");
        return text.ToString();
    }

    private static void WriteRole(StringBuilder text, RoleSuggestion role, SuggestionWords words, bool withNotes)
    {
        var apart = role.Statements.Where(statement => words.ClosesCircle(statement, role)).ToList();
        var inside = role.Statements.Except(apart).ToList();
        text.Append(role.MadeFor?.LogicalId ?? role.Role.LogicalId).Append(":\n  Properties:\n    Policies:").Append(inside.Count == 0 ? " []\n" : "\n");
        if (inside.Count > 0 && role.MadeFor is not null)
        {
            WriteDocument(text, inside, "      - ", "        ");
        }
        else if (inside.Count > 0)
        {
            text.Append("      - PolicyName: ").Append(SuggestionNotes.PolicyNameOf(role)).Append("\n        PolicyDocument:\n");
            WriteDocument(text, inside, "          ", "          ");
        }

        if (apart.Count > 0)
        {
            Comment(text, withNotes, ["In the role itself their references would close a circle."]);
            text.Append(SuggestionNotes.PolicyNameOf(role)).Append(":\n  Type: AWS::IAM::Policy\n  Properties:\n    PolicyName: ").Append(SuggestionNotes.PolicyNameOf(role))
                .Append("\n    Roles: [!Ref ").Append(role.Role.LogicalId).Append("]\n    PolicyDocument:\n");
            WriteDocument(text, apart, "      ", "      ");
        }

        void WriteDocument(StringBuilder text, IEnumerable<SuggestedStatement> statements, string first, string rest)
        {
            text.Append(first).Append("Version: ").Append(Version).Append('\n').Append(rest).Append("Statement:\n");
            foreach (var statement in statements)
            {
                foreach (var note in withNotes ? SuggestionNotes.Of(statement) : [])
                {
                    text.Append(rest).Append("  # ").Append(TemplateValue.OneLine(note)).Append('\n');
                }

                WriteStatement(text, statement, role, words, rest);
            }
        }
    }

    private static void WriteStatement(StringBuilder text, SuggestedStatement statement, RoleSuggestion role, SuggestionWords words, string indent)
    {
        var lines = new List<string>();
        if (statement.Sid is { } sid)
        {
            lines.Add($"Sid: {words.Word(sid, role.Stack)}");
        }

        lines.Add($"Effect: {(statement.Of.Denies ? "Deny" : "Allow")}");
        lines.Add($"{statement.ActionElement}: {List(statement.Actions.Select(action => words.Word(action, role.Stack)))}");
        var resources = statement.Resources.Select(resource => words.Resource(resource, role.Stack)).ToList();
        lines.AddRange(resources is [var only]
            ? [$"{statement.ResourceElement}: {only}"]
            : [$"{statement.ResourceElement}:", .. resources.Select(static one => $"  - {one}")]);
        var conditions = statement.Of.ConditionTexts.ToList();
        if (conditions.Count > 0)
        {
            lines.Add("Condition:");
            foreach (var block in conditions.GroupBy(static one => one.Operator, StringComparer.Ordinal))
            {
                lines.Add($"  {TemplateValue.Quoted(block.Key)}:");
                lines.AddRange(block.Select(one => $"    {TemplateValue.Quoted(one.Key)}: {List(one.Values.Select(value => words.Value(value, role.Stack)))}"));
            }
        }

        text.Append(indent).Append("  - ").AppendJoin($"\n{indent}    ", lines).Append('\n');
    }

    private static string List(IEnumerable<TemplateValue> values) => values.ToList() is [var only] ? only.Text : $"[{string.Join(", ", values)}]";

    private static void Comment(StringBuilder text, bool isWanted, IEnumerable<string> lines, string before = "")
    {
        foreach (var line in isWanted ? lines : [])
        {
            text.Append(before).Append("# ").Append(TemplateValue.OneLine(line)).Append('\n');
            before = "";
        }
    }
}
