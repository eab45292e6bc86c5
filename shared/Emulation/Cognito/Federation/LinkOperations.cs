using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.Federation;

/// <summary>
/// Makes somebody at a provider and a user of the pool one, and parts them. Amazon Cognito API Reference, AdminLinkProviderForUser and AdminDisableProviderForUser; Amazon
/// Cognito Developer Guide, "Linking federated users to an existing user profile".
/// </summary>
internal sealed partial class LinkOperations(PoolDirectory pools, ExternalProviders providers, UserStore users, TimeProvider time)
{
    /// <summary>The pool itself, as a provider.</summary>
    private const string Pool = "Cognito";

    /// <summary>Stands for the claim that names a user at the provider.</summary>
    private const string Subject = "Cognito_Subject";

    private const int MostLinks = 5;
    private const int MostClaims = 5;

    public IEnumerable<Operation> All =>
    [
        Operation.Signed("AdminLinkProviderForUser", Link),
        Operation.Signed("AdminDisableProviderForUser", Disable),
    ];

    private JsonObject Link(CognitoCall call)
    {
        var pool = pools.PoolOf(call.Fields);
        var (destination, source) = (NamedIdentity.In(call.Fields, "DestinationUser"), NamedIdentity.In(call.Fields, "SourceUser"));
        if (source.Provider == Pool)
        {
            throw Refusal.Invalid("Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a DestinationUser");
        }

        var provider = providers.Named(pool.Id, source.Provider) ?? throw NoProvider(pool, source.Provider);
        CheckClaim(provider, source);
        users.Atomically(() =>
        {
            var user = (destination.Provider == Pool ? users.ByName(pool, destination.Value) : users.ByIdentity(pool.Id, destination.Provider, destination.Value))
                ?? throw Refusal.UserDoesNotExist;
            CheckFree(pool, user, source);
            CheckRoom(pool, user, source);
            CheckMutable(pool, user);
            return Save(pool, Linked(user, provider, source));
        });
        return [];
    }

    private CognitoUser Linked(CognitoUser user, ExternalProvider provider, NamedIdentity source) => source.Attribute == Subject
        ? user.Joined(new LinkedIdentity(source.Value, provider.Name, provider.Kind.Type, Issuer: null, Primary: false, time.GetUtcNow().ToUnixTimeMilliseconds()))
        : user with { Awaited = user.Awaited.Add(source.Awaited) };

    /// <summary>Of a company's users Cognito knows which claim names them; of others any claim will do that the provider's mapping has.</summary>
    private static void CheckClaim(ExternalProvider provider, NamedIdentity source)
    {
        if (source.Attribute == Subject)
        {
            return;
        }

        if (provider.Kind.IsOneCompany)
        {
            throw Refusal.Invalid($"Invalid SourceUser: the ProviderAttributeName of {provider.Name} is {Subject}.");
        }

        if (source.Attribute is null || !provider.Mapping.ContainsValue(source.Attribute))
        {
            throw Refusal.Invalid($"Invalid SourceUser: ProviderAttributeName is {Subject}, or a claim that the AttributeMapping of {provider.Name} maps to an attribute.");
        }
    }

    private void CheckFree(UserPool pool, CognitoUser user, NamedIdentity source)
    {
        if (Owner(pool, source) is { } owner)
        {
            throw Refusal.Invalid(owner.Sub == user.Sub
                ? "SourceUser is already linked to DestinationUser"
                : "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link");
        }
    }

    /// <summary>Quotas in Amazon Cognito: identities linked to a user, and attribute names of a provider to link by.</summary>
    private void CheckRoom(UserPool pool, CognitoUser user, NamedIdentity source)
    {
        if (user.Identities.Count(static one => !one.Primary) + user.Awaited.Length >= MostLinks)
        {
            throw new CognitoException("LimitExceededException", $"A user can be linked to {MostLinks} identities at most.");
        }

        if (source.Attribute != Subject && users.AwaitedClaims(pool.Id, source.Provider) is var claims && claims.Count >= MostClaims && !claims.Contains(source.Attribute!))
        {
            throw new CognitoException("LimitExceededException", $"Users can be linked by {MostClaims} claims of a provider at most.");
        }
    }

    /// <summary>"All attributes in the DestinationUser profile must be mutable": what the provider says is written over them.</summary>
    private static void CheckMutable(UserPool pool, CognitoUser user)
    {
        if (user.Attributes.Keys.FirstOrDefault(name => pool.Schema.Find(name) is { Mutable: false }) is { } lasting)
        {
            throw Refusal.Invalid($"Invalid DestinationUser: the user has the attribute {lasting}, which cannot be changed, and so cannot be linked.");
        }
    }

    private JsonObject Disable(CognitoCall call)
    {
        var pool = pools.PoolOf(call.Fields);
        var named = NamedIdentity.In(call.Fields, "User");
        if (named.Provider == Pool && named.Attribute != Subject)
        {
            throw Refusal.Invalid($"The ProviderAttributeName of a user of the pool is {Subject}.");
        }

        users.Atomically(() =>
        {
            var user = named.Provider == Pool ? users.ByName(pool, named.Value) : Owner(pool, named);
            return user is not null ? Save(pool, named.Provider == Pool ? WithoutPassword(user) : Parted(user, named))
                : named.Provider == Pool || providers.Named(pool.Id, named.Provider) is not null ? throw Refusal.UserDoesNotExist
                : throw NoProvider(pool, named.Provider);
        });
        return [];
    }

    /// <summary>Nobody signs in with the password any more, and no code brings another one.</summary>
    private static CognitoUser WithoutPassword(CognitoUser user) =>
        user with { Password = null, TemporaryUntil = null, Codes = user.Codes.Clear(), Status = UserStatus.EXTERNAL_PROVIDER };

    private static CognitoUser Parted(CognitoUser user, NamedIdentity named) => named.Attribute == Subject
        ? user.WithIdentities(user.Identities.Where(one => one.ProviderName != named.Provider || one.UserId != named.Value))
        : user with { Awaited = user.Awaited.Remove(named.Awaited) };

    private CognitoUser? Owner(UserPool pool, NamedIdentity named) =>
        named.Attribute == Subject ? users.ByIdentity(pool.Id, named.Provider, named.Value) : users.ByAwaited(pool.Id, named.Awaited);

    private CognitoUser Save(UserPool pool, CognitoUser user) => users.Save(pool, user with { ModifiedAt = time.GetUtcNow() });

    private static CognitoException NoProvider(UserPool pool, string name) => Refusal.NotFound($"The provider {name} does not exist for User Pool {pool.Id}.");

    /// <summary>A user as these operations name one. Amazon Cognito API Reference, ProviderUserIdentifierType.</summary>
    /// <param name="Provider">The provider in the pool; <c>Cognito</c> for the pool.</param>
    /// <param name="Attribute">The claim; null for none.</param>
    /// <param name="Value">Its value, or the user's name.</param>
    private readonly partial record struct NamedIdentity(string Provider, string? Attribute, string Value)
    {
        public AwaitedIdentity Awaited => new(Provider, Attribute ?? "", Value);

        public static NamedIdentity In(Fields request, string member)
        {
            var fields = request.Inner(member) ?? throw request.Missing(member);
            return new NamedIdentity(fields.Required("ProviderName", 1, 32, ProviderName()), fields.Text("ProviderAttributeName"), fields.Required("ProviderAttributeValue"));
        }

        [GeneratedRegex(@"^[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]+\z")]
        private static partial Regex ProviderName();
    }
}
