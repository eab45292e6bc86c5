using System.Text;
using Iam.Matching;

namespace Iam.Symbolic;

/// <summary>A pattern as an automaton: which places of it a text read so far can have reached. For analysis, where <see cref="Glob"/> is for speed.</summary>
internal sealed class TextAutomaton
{
    /// <summary>One or more characters without a slash: a path parameter.</summary>
    public const char Segment = '\uFDD5';

    /// <summary>One or more characters: a greedy path parameter.</summary>
    public const char Rest = '\uFDD6';

    private readonly string pattern;
    private readonly bool ignoreCase;

    public TextAutomaton(string pattern, bool ignoreCase)
    {
        this.pattern = pattern;
        this.ignoreCase = ignoreCase;
    }

    /// <summary>Every text.</summary>
    public static TextAutomaton Anything { get; } = new(Glob.Star.ToString(), ignoreCase: false);

    /// <summary>The places before any text is read, as characters in ascending order.</summary>
    public string Start => Closed([0]);

    public bool Accepts(string places) => places.Length > 0 && places[^1] == pattern.Length;

    /// <summary>The characters that are told apart.</summary>
    public IEnumerable<char> Alphabet => pattern.Where(c => c is not (>= Glob.Star and <= Rest)).SelectMany(c => ignoreCase ? Cases(c) : [c]);

    /// <summary>The one character that can follow; null when there are several.</summary>
    public char? OnlyNext(string places) =>
        places.Length == 1 && places[0] < pattern.Length && pattern[places[0]] is not (>= Glob.Star and <= Rest) && !ignoreCase ? pattern[places[0]] : null;

    public string Next(string places, char c)
    {
        var next = new SortedSet<int>();
        foreach (var place in places)
        {
            if (place == pattern.Length)
            {
                continue;
            }

            switch (pattern[place])
            {
                case Glob.Star:
                    next.Add(place);
                    break;
                case Glob.SegmentStar when c != ':':
                    next.Add(place);
                    break;
                case Segment when c != '/':
                case Rest:
                    next.Add(place);
                    next.Add(place + 1);
                    break;
                case Glob.Question:
                case Glob.SegmentQuestion when c != ':':
                    next.Add(place + 1);
                    break;
                case var literal when literal == c || (ignoreCase && char.ToLowerInvariant(literal) == char.ToLowerInvariant(c)):
                    next.Add(place + 1);
                    break;
            }
        }

        return Closed(next);
    }

    /// <summary>All characters that an ASCII one is the same as when case does not count: the Kelvin sign is a k.</summary>
    private static char[] Cases(char c) => c is 'k' or 'K' ? ['k', 'K', '\u212A'] : [char.ToUpperInvariant(c), char.ToLowerInvariant(c)];

    /// <summary>A star may also stand for nothing.</summary>
    private string Closed(IEnumerable<int> places)
    {
        var closed = new SortedSet<int>();
        foreach (var place in places)
        {
            var at = place;
            closed.Add(at);
            while (at < pattern.Length && pattern[at] is Glob.Star or Glob.SegmentStar)
            {
                closed.Add(++at);
            }
        }

        var text = new StringBuilder(closed.Count);
        foreach (var place in closed)
        {
            text.Append((char)place);
        }

        return text.ToString();
    }
}
