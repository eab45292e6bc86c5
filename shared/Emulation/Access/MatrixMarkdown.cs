using System.Text;
using Emulation.Decisions;
using Iam;

namespace Emulation.Access;

/// <summary>
/// The matrix as a file to review and to keep: a table for each API, then one line for each grant. Lines and statements' places are left out, so that
/// the file changes when access does.
/// </summary>
internal static class MatrixMarkdown
{
    public static string Write(AccessMatrix matrix, string template)
    {
        var text = new StringBuilder();
        text.Append("# Who may call what\n\nMade from `").Append(template)
            .Append("` by `localaws matrix --format markdown`; `localaws matrix --check` compares. A role stands for all of its sessions ")
            .Append("without a session policy. `if` holds for some requests only: see the list below each table.\n");
        foreach (var api in matrix.Routes.Select(r => r.ApiName).Distinct(StringComparer.Ordinal))
        {
            text.Append("\n## ").Append(api).Append("\n\n");
            Table(text, matrix, api);
            Grants(text, matrix, api);
        }

        Deliveries(text, matrix);
        return text.ToString();
    }

    /// <summary>One line for a cell that lets some request pass: what <c>--check</c> compares.</summary>
    public static string LineOf(MatrixCell cell)
    {
        var by = cell.Decision.Statement is { } statement
            ? $"statement {statement.DisplayName} of the {DecisionText.Kind(cell.Decision.By)} {cell.Decision.Policy!.Origin.Name}"
            : cell.Principal.Kind == PrincipalKind.TokenHolder ? "the authorizer lets them in, and no policy restricts it"
            : "neither an authorizer nor a policy restricts it";
        return $"`{cell.Principal.Name}` `{cell.Route.Name}`: {by}{(cell.Condition is null ? "" : $", {cell.Condition.Replace('\n', ' ')}")}";
    }

    /// <summary>Those that are allowed as grants are; of the others why not.</summary>
    private static void Deliveries(StringBuilder text, AccessMatrix matrix)
    {
        if (matrix.Deliveries.IsEmpty)
        {
            return;
        }

        text.Append("\n## ").Append(MatrixDelivery.Title).Append("\n\n").Append(MatrixDelivery.Note).Append("\n\n| who | does | allowed |\n|---|---|:-:|\n");
        foreach (var one in matrix.Deliveries)
        {
            text.Append("| `").Append(one.Source).Append("` | `").Append(one.Does).Append("` | ").Append(one.Word is { } word ? SignOf(word) : "?").Append(" |\n");
        }

        text.Append('\n');
        foreach (var one in matrix.Deliveries)
        {
            text.Append(one.Word == AccessWord.Allow ? $"- `{one.Source}` `{one.Does}`: {GroundOf(one)}\n"
                : $"- {(one.Word is { } word ? word == AccessWord.Closed ? "Closed" : "Not" : "Nobody can tell")}: `{one.Source}` `{one.Does}`, since {ClauseOf(one)}\n");
        }
    }

    private static string GroundOf(MatrixDelivery one) => one.Decision.Statement is { } statement
        ? $"statement {statement.DisplayName} of the {DecisionText.Kind(one.Decision.By)} {one.Decision.Policy!.Origin.Name}"
        : char.ToLowerInvariant(one.Reason[0]) + one.Reason[1..].TrimEnd('.');

    /// <summary>Without lines of the template, which change when nothing does.</summary>
    private static string ClauseOf(MatrixDelivery one) => one.Decision is { Verdict: Verdict.ExplicitDeny, Closed: null, Statement: not null } ? $"{GroundOf(one)} denies it"
        : one.Decision.Closed is { } why ? why.TrimEnd('.')
        : char.ToLowerInvariant(one.Reason[0]) + one.Reason[1..].TrimEnd('.');

    private static void Table(StringBuilder text, AccessMatrix matrix, string api)
    {
        text.Append("| route | ").AppendJoin(" | ", matrix.Principals.Select(p => p.Name)).Append(" |\n|---|")
            .Append(string.Concat(Enumerable.Repeat(":-:|", matrix.Principals.Length))).Append('\n');
        for (var route = 0; route < matrix.Routes.Length; route++)
        {
            if (matrix.Routes[route].ApiName == api)
            {
                text.Append("| `").Append(matrix.Routes[route].Name).Append("` | ")
                    .AppendJoin(" | ", Enumerable.Range(0, matrix.Principals.Length).Select(p => SignOf(matrix[p, route].Word))).Append(" |\n");
            }
        }
    }

    private static void Grants(StringBuilder text, AccessMatrix matrix, string api)
    {
        text.Append('\n');
        var granted = matrix.Cells.Where(c => c.Route.ApiName == api && c.Verdict != SymbolicVerdict.Deny).ToList();
        foreach (var cell in granted)
        {
            text.Append("- ").Append(LineOf(cell)).Append('\n');
        }

        foreach (var route in matrix.Routes.Where(route => route.Api.LogicalId == api && route.Route.Closed is not null))
        {
            text.Append("- Closed: `").Append(route.Name).Append("`, since ").Append(route.Route.Closed!.Resource).Append(": ").Append(route.Route.Closed.Message).Append('\n');
        }

        text.Append(granted.Count == 0 ? "Nobody may call it.\n" : "");
    }

    private static string SignOf(AccessWord word) => word switch
    {
        AccessWord.Allow => "**yes**",
        AccessWord.Conditional => "if",
        AccessWord.Closed => "closed",
        _ => "-",
    };
}
