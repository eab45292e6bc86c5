using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Federation;

/// <summary>An identity provider of a pool, as a sign-in through it needs it.</summary>
/// <param name="Name">Its name in the pool.</param>
/// <param name="Kind">What it is one of.</param>
/// <param name="Details">What it was told, and what Cognito knows of its type.</param>
/// <param name="Mapping">The pool's attributes, each by the claim that it comes from.</param>
internal sealed record ExternalProvider(string Name, ProviderKind Kind, ImmutableDictionary<string, string> Details, ImmutableDictionary<string, string> Mapping)
{
    /// <summary>The mapping's word for the claim that names the user.</summary>
    private const string Username = "username";

    /// <summary>By what else it is asked for, such as the domains of its people's email addresses.</summary>
    public ImmutableArray<string> Identifiers { get; init; } = [];

    /// <summary>Its pool's id.</summary>
    public string PoolId { get; init; } = "";

    /// <summary>A detail; null for one that is not there or empty.</summary>
    public string? this[string detail] => Details.GetValueOrDefault(detail) is { Length: > 0 } value ? value : null;

    public bool IsSaml => Kind.Type == "SAML";

    /// <summary>The claim that names a user at the provider.</summary>
    public string UserIdClaim => Mapping.GetValueOrDefault(Username) ?? Kind.UsernameClaim ?? "";

    /// <summary>The mapping without the user's name.</summary>
    public IEnumerable<KeyValuePair<string, string>> Attributes => Mapping.Where(static one => one.Key != Username);

    public static ExternalProvider Of(JsonObject document)
    {
        var fields = new Fields(document);
        var kind = ProviderKind.Of(fields.Required("ProviderType"));
        return new ExternalProvider(fields.Required("ProviderName"), kind, kind.Complete(fields.Map("ProviderDetails")), fields.Map("AttributeMapping"))
        {
            Identifiers = fields.Texts("IdpIdentifiers"),
            PoolId = fields.Required("UserPoolId"),
        };
    }
}

/// <summary>The identity providers of pools.</summary>
internal sealed class ExternalProviders(PoolStore store)
{
    /// <summary>The one of a name; null when the pool has none.</summary>
    public ExternalProvider? Named(string pool, string name) => store.Part(pool, PartKind.IdentityProvider, name) is { } document ? ExternalProvider.Of(document) : null;

    /// <summary>Those that a client lists, in its order.</summary>
    public List<ExternalProvider> Of(UserPoolClient client) => [.. client.IdentityProviders.Select(name => Named(client.PoolId, name)).OfType<ExternalProvider>()];

    /// <summary>The one that an application asks for, by name or by one of its identifiers; null where the pool has none, or the application's client may not use it.</summary>
    public ExternalProvider? For(UserPoolClient client, string? name, string? identifier)
    {
        var document = identifier is null
            ? store.Part(client.PoolId, PartKind.IdentityProvider, name ?? "")
            : store.Parts(client.PoolId, PartKind.IdentityProvider).Find(one => new Fields(one).Texts("IdpIdentifiers").Contains(identifier));
        return document is not null && ExternalProvider.Of(document) is var found && client.IdentityProviders.Contains(found.Name) ? found : null;
    }
}
