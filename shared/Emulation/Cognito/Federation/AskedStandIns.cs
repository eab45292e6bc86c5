using System.Collections.Immutable;

namespace Emulation.Cognito.Federation;

/// <summary>The stand-ins that whoever starts LocalAws asks for, beside those that the templates ask for.</summary>
internal sealed record AskedStandIns
{
    /// <summary>In the place of all other names: no stand-in, not even where a template asks for one.</summary>
    public const string Nobody = "none";

    private static readonly ImmutableDictionary<string, string> Types = ImmutableDictionary.CreateRange(StringComparer.OrdinalIgnoreCase,
    [
        KeyValuePair.Create("google", "Google"), KeyValuePair.Create("facebook", "Facebook"), KeyValuePair.Create("amazon", "LoginWithAmazon"),
        KeyValuePair.Create("apple", "SignInWithApple"), KeyValuePair.Create("saml", "SAML"), KeyValuePair.Create("oidc", "OIDC"),
    ]);

    private AskedStandIns()
    {
    }

    /// <summary>The words for types of providers.</summary>
    public static IEnumerable<string> Words => ["google", "facebook", "amazon", "apple", "saml", "oidc"];

    /// <summary>Those alone that the templates ask for.</summary>
    public static AskedStandIns OfTemplates { get; } = new();

    /// <summary>Whether those count that the templates ask for.</summary>
    public bool HeedsTemplates { get; private init; } = true;

    /// <summary>The names that are no word for a type: of providers.</summary>
    public ImmutableHashSet<string> Names { get; private init; } = [];

    private ImmutableHashSet<string> OfType { get; init; } = [];

    /// <summary>Reads words for types and names of providers, each text one of them or several with commas between.</summary>
    /// <exception cref="UsageException">One is empty, or <c>none</c> stands beside another.</exception>
    public static AskedStandIns Read(IEnumerable<string> texts)
    {
        var words = texts.SelectMany(static text => text.Split(',')).Select(static word => word.Trim()).ToList();
        if (words.Exists(static word => word.Length == 0))
        {
            throw new UsageException($"--stand-in: a name is empty. Give {string.Join(", ", Words)}, or the name of a pool's identity provider.");
        }

        if (words.Contains(Nobody))
        {
            return words.Count == 1 ? new AskedStandIns { HeedsTemplates = false } : throw new UsageException("--stand-in none: that means no stand-in at all, so name no other.");
        }

        return new AskedStandIns
        {
            OfType = [.. words.Where(Types.ContainsKey).Select(static word => Types[word])],
            Names = [.. words.Where(static word => !Types.ContainsKey(word))],
        };
    }

    /// <summary>Whether a provider is among them.</summary>
    public bool Includes(string type, string name) => OfType.Contains(type) || Names.Contains(name);

    /// <summary>Holds the names against the providers that the templates declare.</summary>
    /// <param name="providers">The names of those providers.</param>
    /// <exception cref="UsageException">A name is none of theirs.</exception>
    public void Check(IReadOnlyCollection<string> providers)
    {
        if (Names.Except(providers).Order(StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            var near = Sam.Errors.DidYouMean.Closest(unknown, providers.Concat(Words));
            throw new UsageException($"--stand-in {unknown}: no user pool of the templates has an identity provider of this name"
                + $"{(near is null ? $". Give {string.Join(", ", Words)}, or a provider's name." : $". Did you mean {near}?")}");
        }
    }
}
