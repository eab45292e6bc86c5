namespace Emulation.Explain.Trust;

/// <summary>How far a text agrees with what is wanted, from the beginning: to show where they part. It decides nothing.</summary>
/// <param name="OfPattern">Characters of what is wanted that the text fulfils.</param>
/// <param name="OfText">Characters of the text up to there.</param>
internal readonly record struct Agreement(int OfPattern, int OfText)
{
    /// <param name="pattern">What is wanted, as the policy writes it.</param>
    /// <param name="text">What there is.</param>
    /// <param name="hasWildcards">Whether <c>*</c> and <c>?</c> stand for others.</param>
    /// <param name="ignoresCase">Whether upper and lower case are one.</param>
    public static Agreement Of(string pattern, string text, bool hasWildcards, bool ignoresCase)
    {
        // Places of the pattern that some reading of the text so far has come to; a star may be left at once.
        var places = new HashSet<int>();
        Add(0, places);
        var best = new Agreement(places.Max(), 0);
        for (var i = 0; i < text.Length && places.Count > 0; i++)
        {
            var next = new HashSet<int>();
            foreach (var place in places.Where(place => place < pattern.Length))
            {
                var wanted = pattern[place];
                if (hasWildcards && wanted == '*')
                {
                    Add(place, next);
                }
                else if ((hasWildcards && wanted == '?') || IsSame(wanted, text[i]))
                {
                    Add(place + 1, next);
                }
            }

            places = next;
            if (places.Count > 0 && places.Max() > best.OfPattern)
            {
                best = new Agreement(places.Max(), i + 1);
            }
        }

        return best;

        void Add(int place, HashSet<int> to)
        {
            while (to.Add(place) && hasWildcards && place < pattern.Length && pattern[place] == '*')
            {
                place++;
            }
        }

        bool IsSame(char one, char other) => one == other || (ignoresCase && char.ToUpperInvariant(one) == char.ToUpperInvariant(other));
    }
}
