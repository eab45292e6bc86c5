using System.Collections.Immutable;

namespace Iam.Symbolic;

/// <summary>
/// Divides all texts of a form into the classes that some patterns can tell apart, and names one text of each: what the patterns say of that text
/// they say of its whole class. Every class that exists is found, since all states that the automata can reach together are visited.
/// </summary>
internal static class TextRegions
{
    private const int MostStates = 20_000;
    private const string Fillers = "x0_~yzwvqk!";

    /// <summary>One text of each class, the first the most ordinary; null when there are more classes than anybody can look at.</summary>
    /// <param name="form">What all the texts look like.</param>
    /// <param name="exceptions">Texts that are not meant.</param>
    /// <param name="patterns">What tells them apart.</param>
    public static ImmutableArray<string>? Witnesses(TextAutomaton form, IReadOnlyList<TextAutomaton> exceptions, IReadOnlyList<TextAutomaton> patterns)
    {
        TextAutomaton[] all = [form, .. exceptions, .. patterns];
        var known = all.SelectMany(a => a.Alphabet).ToHashSet();
        var filler = Fillers.Concat(Enumerable.Range(0xC0, 0x1000).Select(i => (char)i)).First(c => !known.Contains(c));
        char[] alphabet = [filler, .. known.Append('/').Append(':').Distinct().Order()];
        var classes = new Dictionary<string, string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var queue = new Queue<(string[] Places, string Text)>();
        Visit([.. all.Select(a => a.Start)], "");
        while (queue.TryDequeue(out var state))
        {
            if (seen.Count > MostStates)
            {
                return null;
            }

            if (form.Accepts(state.Places[0]) && !Enumerable.Range(1, exceptions.Count).Any(i => all[i].Accepts(state.Places[i])))
            {
                var outcome = string.Concat(Enumerable.Range(1 + exceptions.Count, patterns.Count).Select(i => all[i].Accepts(state.Places[i]) ? '1' : '0'));
                classes.TryAdd(outcome, state.Text);
            }

            var next = form.OnlyNext(state.Places[0]);
            foreach (var c in next is { } only ? [only] : alphabet)
            {
                Visit([.. all.Select((a, i) => a.Next(state.Places[i], c))], state.Text + c);
            }
        }

        // A class that no pattern knows comes first: most requests are of it.
        return [.. classes.OrderBy(c => c.Key.Count(o => o == '1')).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Value)];

        void Visit(string[] places, string text)
        {
            if (places[0].Length > 0 && seen.Add(string.Join('\uFFFF', places)))
            {
                queue.Enqueue((places, text));
            }
        }
    }
}
