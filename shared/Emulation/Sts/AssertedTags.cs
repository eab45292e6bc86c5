using System.Collections.Immutable;
using Emulation.Protocols.Query;

namespace Emulation.Sts;

/// <summary>The session tags that an identity provider asserts, with the limits of those that a caller passes.</summary>
internal sealed class AssertedTags
{
    private const int LongestKey = 128;
    private const int LongestValue = 256;
    private readonly ImmutableSortedDictionary<string, string>.Builder tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
    private readonly ImmutableArray<string>.Builder transitive = ImmutableArray.CreateBuilder<string>();
    private QueryError? error;

    public ImmutableSortedDictionary<string, string> Tags => tags.ToImmutable();

    public ImmutableArray<string> TransitiveKeys => transitive.ToImmutable();

    /// <summary>The first thing that is wrong with them; null for nothing.</summary>
    public QueryError? Error => error
        ?? (tags.Count > SessionTags.Most ? WebIdentityErrors.InvalidToken($"The number of session tags must not exceed {SessionTags.Most}.") : null)
        ?? (transitive.All(tags.ContainsKey) ? null : WebIdentityErrors.InvalidToken("The specified transitive tag key must be included in the requested tags."));

    /// <summary>Adds a tag; null for a value that is no single text.</summary>
    public void Add(string key, string? value)
    {
        if (value is null || key.Length is 0 or > LongestKey || value.Length > LongestValue || !Constraints.Matches(Constraints.TagKeyPattern, key)
            || !Constraints.Matches(Constraints.TagValuePattern, value) || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
        {
            Refuse($"A session tag needs a key of 1 to {LongestKey} characters that does not begin with aws:, and one value of at most {LongestValue}.");
        }
        else if (!tags.TryAdd(key, value))
        {
            Refuse("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }
    }

    /// <summary>Adds keys that go on to further sessions; null for what is no text.</summary>
    public void AddTransitive(IEnumerable<string?>? keys)
    {
        foreach (var key in keys ?? [null])
        {
            if (key is null)
            {
                Refuse("A transitive tag key must be text.");
            }
            else
            {
                transitive.Add(key);
            }
        }
    }

    public void Refuse(string message) => error ??= WebIdentityErrors.InvalidToken(message);
}
