using System.Text.Json.Nodes;
using Sam;

namespace Emulation.Findings;

/// <summary>An identity provider of a user pool of the template, with the pool and its clients, as rules about sign-in from elsewhere look at them.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Pool">Its pool.</param>
/// <param name="Clients">The pool's clients that list it.</param>
internal sealed record FederatedPool(UserPoolResource Provider, UserPoolResource Pool, IReadOnlyList<UserPoolResource> Clients)
{
    public string Name => Text(Provider.Properties["ProviderName"]);

    public string Type => Text(Provider.Properties["ProviderType"]);

    /// <summary>The pool's attributes that the provider's claims are written to.</summary>
    public IEnumerable<string> Mapped => (Provider.Properties["AttributeMapping"] as JsonObject ?? []).Select(static one => one.Key);

    public static IEnumerable<FederatedPool> Of(Stack stack) =>
        from provider in stack.UserPools
        where provider.Kind == UserPoolResourceKind.IdentityProvider
        let pool = stack.UserPools.FirstOrDefault(one => one.Kind == UserPoolResourceKind.Pool && one.UserPoolId == provider.UserPoolId)
        where pool is not null
        let name = Text(provider.Properties["ProviderName"])
        let clients = stack.UserPools.Where(one => one.Kind == UserPoolResourceKind.Client && one.UserPoolId == pool.UserPoolId)
        select new FederatedPool(provider, pool, [.. clients.Where(client => Texts(client, "SupportedIdentityProviders").Contains(name))]);

    /// <summary>A detail of the provider; empty when it is not there.</summary>
    public string Detail(string name) => Text((Provider.Properties["ProviderDetails"] as JsonObject)?[name]);

    /// <summary>The texts of a property that is a list.</summary>
    public static IEnumerable<string> Texts(UserPoolResource resource, string property) => (resource.Properties[property] as JsonArray ?? []).Select(Text);

    private static string Text(JsonNode? value) => value is JsonValue ? value.ToString() : "";
}
