using System.Text;

namespace Orders.Charging;

/// <summary>The beginning of an answer, for the log: the reason of a refusal is in its body.</summary>
internal static class Excerpt
{
    private const int MaxBytes = 512;

    public static string Of(byte[] body) => Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, MaxBytes));
}
