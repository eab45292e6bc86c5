using System.Globalization;
using System.Text;

namespace Emulation.Console.WhatIf;

/// <summary>A change of a template as <c>git apply</c> and <c>patch -p1</c> take it: the unified format, one hunk with three lines around it.</summary>
internal static class TemplatePatch
{
    private const int Around = 3;
    private const string NoEnd = "\\ No newline at end of file\n";

    /// <param name="path">The file, from the folder in which the patch is applied.</param>
    /// <param name="before">Its text.</param>
    /// <param name="after">Its text as it is to be.</param>
    /// <returns>Empty where both are the same.</returns>
    public static string Of(string path, string before, string after)
    {
        if (before == after)
        {
            return "";
        }

        var (old, now) = (LinesOf(before), LinesOf(after));
        var same = 0;
        while (same < old.Length && same < now.Length && old[same] == now[same])
        {
            same++;
        }

        var behind = 0;
        while (behind < Math.Min(old.Length, now.Length) - same && old[^(behind + 1)] == now[^(behind + 1)])
        {
            behind++;
        }

        var from = Math.Max(0, same - Around);
        var rest = Math.Min(Around, behind);
        var (length, fresh) = (old.Length - behind + rest - from, now.Length - behind + rest - from);
        var patch = new StringBuilder();
        patch.Append(CultureInfo.InvariantCulture, $"--- a/{path}\n+++ b/{path}\n@@ -{Range(from, length)} +{Range(from, fresh)} @@\n");
        Write(patch, ' ', old.AsSpan(from, same - from));
        Write(patch, '-', old.AsSpan(same, old.Length - behind - same));
        Write(patch, '+', now.AsSpan(same, now.Length - behind - same));
        Write(patch, ' ', old.AsSpan(old.Length - behind, rest));
        return patch.ToString();
    }

    /// <summary>Of nothing the line before it is named.</summary>
    private static string Range(int from, int length) => string.Create(CultureInfo.InvariantCulture, $"{(length == 0 ? from : from + 1)},{length}");

    private static void Write(StringBuilder patch, char sign, ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
        {
            patch.Append(sign).Append(line);
            if (!line.EndsWith('\n'))
            {
                patch.Append('\n').Append(NoEnd);
            }
        }
    }

    /// <summary>With their ends: the last one may have none.</summary>
    private static string[] LinesOf(string text)
    {
        var lines = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) is var found and >= 0 ? found + 1 : text.Length;
            lines.Add(text[at..end]);
            at = end;
        }

        return [.. lines];
    }
}
