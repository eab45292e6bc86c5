using System.Text;

namespace Sam.Configuration;

/// <summary>
/// The text that the SAM CLI takes for parameters: <c>Name=value Other="two words"</c>, or
/// <c>ParameterKey=Name,ParameterValue=value</c>. A backslash takes the next character as it is.
/// </summary>
public static class ParameterOverrides
{
    private const string KeyPrefix = "ParameterKey=";

    private const string ValueSeparator = ",ParameterValue=";

    /// <summary>The pairs of words that a shell has parted: one may be several pairs, or one whose value has spaces. Of a name that is there twice the last counts.</summary>
    public static IReadOnlyDictionary<string, string> Read(IEnumerable<string> words)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var isOne = equals > 0 && !word.StartsWith(KeyPrefix, StringComparison.Ordinal) && Words(word).Exists(static part => !part.Contains('=', StringComparison.Ordinal));
            foreach (var (key, value) in isOne ? [KeyValuePair.Create(word[..equals], word[(equals + 1)..])] : Read(word))
            {
                pairs[key] = value;
            }
        }

        return pairs;
    }

    /// <summary>The pairs of the text; words that are none are passed over, as the SAM CLI does.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Read(string text)
    {
        foreach (var word in Words(text))
        {
            if (word.StartsWith(KeyPrefix, StringComparison.Ordinal) && word.IndexOf(ValueSeparator, StringComparison.Ordinal) is > 0 and var separator)
            {
                yield return KeyValuePair.Create(word[KeyPrefix.Length..separator], word[(separator + ValueSeparator.Length)..]);
            }
            else if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                yield return KeyValuePair.Create(word[..equals], word[(equals + 1)..]);
            }
        }
    }

    // Parted by white space that is not in quotes. Quotes and backslashes do their work and vanish.
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, begun) = ('\0', false);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (letter == '\\' && i + 1 < text.Length)
            {
                word.Append(text[++i]);
                begun = true;
            }
            else if (quote != '\0' ? letter == quote : letter is '"' or '\'')
            {
                quote = quote == '\0' ? letter : '\0';
                begun = true;
            }
            else if (quote == '\0' && char.IsWhiteSpace(letter))
            {
                End();
            }
            else
            {
                word.Append(letter);
                begun = true;
            }
        }

        End();
        return words;

        void End()
        {
            if (begun)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            begun = false;
        }
    }
}
