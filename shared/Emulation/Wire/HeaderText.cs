namespace Emulation.Wire;

/// <summary>Text as a header may hold it.</summary>
internal static class HeaderText
{
    /// <summary>What is not printable ASCII becomes a question mark.</summary>
    public static string Printable(string text) =>
        text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? string.Concat(text.Select(static c => c is >= ' ' and <= '~' ? c : '?')) : text;
}
