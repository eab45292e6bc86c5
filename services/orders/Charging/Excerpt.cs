using System.Text;

namespace Orders.Charging;

/// <summary>The beginning of an answer, for the log and the order: the reason of a refusal is in its body.</summary>
internal static class Excerpt
{
    private const int MaxBytes = 512;

    // A character that is cut in two is left out.
    public static string Of(string text) => Encoding.UTF8.GetByteCount(text) <= MaxBytes ? text : Of(Encoding.UTF8.GetBytes(text)).TrimEnd('\uFFFD');

    public static string Of(byte[] body) => Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, MaxBytes));
}
