using System.Collections.Immutable;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.Federation;

/// <summary>
/// The pool's attributes that a provider's claims give: those of the mapping and no others, whatever else the provider says. What the client may not write is left out; a
/// claim that is not there changes nothing, and an empty one takes the attribute away. Amazon Cognito Developer Guide, "Mapping IdP attributes to profiles and tokens".
/// </summary>
internal static class MappedAttributes
{
    private const int Longest = 2048;

    /// <summary>Values by attribute; an empty one takes it away.</summary>
    /// <exception cref="FederationException">A value is too long.</exception>
    public static ImmutableDictionary<string, string> Of(ExternalProvider provider, IReadOnlyDictionary<string, string> claims, UserPool pool, UserPoolClient client)
    {
        var mapped = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (attribute, claim) in provider.Attributes)
        {
            // A mapping is of the attributes that the pool had when it was made.
            if (attribute is "sub" or LinkedIdentity.Attribute || pool.Schema.Find(attribute) is null
                || !client.MayWrite(Written(attribute)) || !claims.TryGetValue(claim, out var value))
            {
                continue;
            }

            mapped[attribute] = value.Length <= Longest
                ? value
                : throw new FederationException(
                    $"user.{attribute}: String must be no longer than {Longest} characters\n ", $"The claim {claim} of {provider.Name} is longer than {Longest} characters.");
        }

        return mapped.ToImmutable();
    }

    /// <summary>No client may be given the flags themselves: whoever may write an address may have it vouched for.</summary>
    private static string Written(string attribute) => attribute switch { "email_verified" => "email", "phone_number_verified" => "phone_number", _ => attribute };

    /// <exception cref="FederationException">An attribute that the pool requires came from nowhere.</exception>
    public static void CheckRequired(UserPool pool, IReadOnlyDictionary<string, string> attributes)
    {
        var missing = pool.Schema.All.Where(one => one.Required && one.Name != "sub" && string.IsNullOrEmpty(attributes.GetValueOrDefault(one.Name)))
            .Select(static one => one.Name).ToList();
        if (missing.Count > 0)
        {
            throw new FederationException($"attributes required: [{string.Join(", ", missing)}]");
        }
    }
}
