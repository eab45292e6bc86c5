using System.Collections.Immutable;
using System.Globalization;
using Spectre.Console;
using Tool.Terminal;

namespace Tool.Conformance;

/// <summary>What was tried, for people: a line for each file, then each row that was answered otherwise than by AWS.</summary>
internal static class ConformanceView
{
    public static void Print(IAnsiConsole console, string server, ImmutableArray<RowResult> results)
    {
        var output = console.Profile.Out.Writer;
        PlainTable.Print(
            console,
            ["rows of", "tried", "verdict as on AWS", "all as on AWS"],
            [
                .. results.GroupBy(static result => result.Set).Select(static set => Line(set.Key, [.. set])),
                Line("all", results),
            ]);
        foreach (var result in results.Where(static result => !result.IsSame))
        {
            output.WriteLine();
            output.WriteLine($"{result.Name}  ({result.Row.Source})");
            foreach (var (what, aws, here) in result.Differences)
            {
                output.WriteLine($"  {what}");
                output.WriteLine($"    AWS   {aws}");
                output.WriteLine($"    here  {here}");
            }
        }

        output.WriteLine();
        var different = results.Count(static result => !result.IsSame);
        output.WriteLine(different == 0
            ? $"{server} answers as AWS does in all {results.Length} rows."
            : $"{server} answers otherwise than AWS in {different} of {results.Length} rows.");
    }

    private static string[] Line(string name, ImmutableArray<RowResult> results) =>
    [
        name, Number(results.Length), Number(results.Count(static result => result.HasVerdict)), Number(results.Count(static result => result.IsSame)),
    ];

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
