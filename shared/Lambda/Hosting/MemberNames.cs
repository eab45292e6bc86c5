using System.Text.Json;

namespace Lambda.Hosting;

/// <summary>The names of members, which are the same in every event: a text for each is kept. Bounded: another name of the same place takes it.</summary>
internal static class MemberNames
{
    private const int Places = 256;

    /// <summary>In bytes.</summary>
    private const int Longest = 64;

    private static readonly Name?[] Kept = new Name?[Places];

    /// <summary>The name on which the reader stands.</summary>
    public static string Of(in Utf8JsonReader json)
    {
        var utf8 = json.ValueSpan;
        if (json.HasValueSequence || json.ValueIsEscaped || utf8.Length is 0 or > Longest)
        {
            return json.GetString()!;
        }

        ref var place = ref Kept[(utf8.Length + (31 * utf8[0]) + (61 * utf8[utf8.Length / 2]) + (17 * utf8[^1])) % Places];
        if (Volatile.Read(ref place) is { } kept && utf8.SequenceEqual(kept.Utf8))
        {
            return kept.Text;
        }

        var made = new Name(utf8.ToArray(), json.GetString()!);
        Volatile.Write(ref place, made);
        return made.Text;
    }

    private sealed record Name(byte[] Utf8, string Text);
}
