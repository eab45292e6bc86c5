using System.Buffers;
using System.Text.RegularExpressions;

namespace Emulation.Lambda;

/// <summary>
/// The header of AWS X-Ray that a caller may send along, <c>Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1</c>: it goes into a header of
/// the Runtime API, so nothing else does. AWS X-Ray Developer Guide, "Tracing header".
/// </summary>
internal static partial class ReceivedTrace
{
    private const string Beginning = "Root=1-";
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>The header, or null when it is none.</summary>
    public static string? Read(string? text) => text is { Length: <= 512 } && (IsRoot(text) || Format().IsMatch(text)) ? text : null;

    /// <summary>Hot path: the root alone, as LocalAws makes it.</summary>
    private static bool IsRoot(string text) =>
        text.Length == Beginning.Length + 33 && text.StartsWith(Beginning, StringComparison.Ordinal) && text[Beginning.Length + 8] == '-'
        && !text.AsSpan(Beginning.Length, 8).ContainsAnyExcept(Digits) && !text.AsSpan(Beginning.Length + 9).ContainsAnyExcept(Digits);

    /// <summary>Fields in any order, <c>Self</c> and <c>Lineage</c> of AWS's own services among them, with blanks behind the semicolons or none.</summary>
    [GeneratedRegex(@"\A(?:[A-Za-z]+=[A-Za-z0-9:.|-]+; ?)*Root=1-[0-9a-f]{8}-[0-9a-f]{24}(?:; ?[A-Za-z]+=[A-Za-z0-9:.|?-]+)*;?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Format();
}
