using System.Text.RegularExpressions;

namespace Integration.Access;

/// <summary>docs/access-matrix.md: the one place that says who may call what.</summary>
internal static partial class KeptMatrix
{
    /// <summary>The column of whoever belongs to another account than the stack's, and has no column of its own.</summary>
    public const string AnyOtherAccount = "any other account";

    /// <summary>The cells of those who sign, on each route that some of them may call: those are the routes with IAM authorization.</summary>
    public static IReadOnlyList<KeptCell> OfThoseWhoSign() =>
        [.. Read().GroupBy(static cell => (cell.Api, cell.Method, cell.Path)).Where(static route => route.Any(static cell => cell.MayCall)).SelectMany(static route => route)];

    private static IEnumerable<KeptCell> Read()
    {
        var api = "";
        string[] callers = [];
        foreach (var line in File.ReadLines(Path.Combine(StackFixture.Root, "docs", "access-matrix.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                api = line[3..];
            }
            else if (line.StartsWith("| route |", StringComparison.Ordinal))
            {
                callers = ColumnsOf(line);
            }
            else if (line.StartsWith("| `", StringComparison.Ordinal))
            {
                var columns = ColumnsOf(line);
                var route = columns[0].Trim('`').Split(' ');
                for (var i = 1; i < columns.Length; i++)
                {
                    if (Signs(callers[i]))
                    {
                        yield return new KeptCell(api, route[0], Parameter().Replace(route[1], "none").TrimStart('/'), callers[i].Split('@')[0], columns[i] != "-");
                    }
                }
            }
        }
    }

    /// <summary>Everybody but those who come with a token, and anonymous callers.</summary>
    private static bool Signs(string caller) => caller == AnyOtherAccount || (caller != "anonymous" && !caller.Contains(' ', StringComparison.Ordinal));

    private static string[] ColumnsOf(string line) => line.Trim('|').Split('|', StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}

/// <summary>One caller on one route.</summary>
/// <param name="Api">The API's logical id.</param>
/// <param name="Method">The route's method.</param>
/// <param name="Path">A path of the route, without the slash before it.</param>
/// <param name="Caller">A role, or <see cref="KeptMatrix.AnyOtherAccount"/>.</param>
/// <param name="MayCall">Also where the matrix says "if": what that waits for is the partner's own policy, and it has one.</param>
internal sealed record KeptCell(string Api, string Method, string Path, string Caller, bool MayCall);
