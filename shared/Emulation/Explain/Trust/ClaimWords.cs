using System.Collections.Immutable;
using Sam.Errors;

namespace Emulation.Explain.Trust;

/// <summary>What somebody says of a token on the command line: <c>KEY=VALUE</c>, each word once, none that its issuer does not know.</summary>
internal sealed class ClaimWords
{
    private readonly string option;
    private readonly IReadOnlyDictionary<string, string> words;

    /// <param name="option">The option, for errors.</param>
    /// <param name="words">The words as given.</param>
    /// <param name="known">The words that there are.</param>
    /// <exception cref="UsageException">One is no such word, or has no value.</exception>
    public ClaimWords(string option, IReadOnlyDictionary<string, string> words, ImmutableArray<string> known)
    {
        (this.option, this.words) = (option, words);
        foreach (var (word, value) in words)
        {
            if (!known.Contains(word))
            {
                throw new UsageException($"{option} {word}={value}: {word} is none of its words. {DidYouMean.Among(word, known)}");
            }

            if (value.Length == 0)
            {
                throw new UsageException($"{option} {word}=: say a value, or leave the word out.");
            }
        }
    }

    /// <summary>A word's value; null where it was not said.</summary>
    public string? this[string word] => words.GetValueOrDefault(word);

    /// <exception cref="UsageException">It was not said.</exception>
    public string Needed(string word, string example) =>
        this[word] ?? throw new UsageException($"{option}: say {word}=..., such as {option} {example}");

    /// <summary>That the words do not go together, or one is not what it must be.</summary>
    public UsageException Wrong(string word, string why) => new($"{option} {word}={this[word]}: {why}");
}
