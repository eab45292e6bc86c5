namespace Emulation.Wire;

/// <summary>Words of a command that is printed to be pasted into a shell: what a template or a caller wrote stays one word, and none of it is run.</summary>
internal static class ShellText
{
    /// <summary>As it is where no shell reads anything into it, else in single quotes.</summary>
    public static string Word(string word) =>
        word.Length > 0 && word.All(static c => char.IsAsciiLetterOrDigit(c) || "-_./:=,+@%".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
