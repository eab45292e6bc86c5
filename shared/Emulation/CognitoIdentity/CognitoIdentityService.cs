using System.Collections.Frozen;
using System.Net;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Cognito;
using Emulation.Cognito.Federation;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Credentials;
using Emulation.CognitoIdentity.Identities;
using Emulation.CognitoIdentity.Logins;
using Emulation.CognitoIdentity.Pools;
using Emulation.CognitoIdentity.Storage;
using Emulation.CognitoIdentity.Tokens;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Protocols.Json;
using Emulation.Sessions;
using Emulation.State;
using Emulation.Sts;
using Emulation.Tokens;
using Sam;

namespace Emulation.CognitoIdentity;

/// <summary>What identity pools are made of.</summary>
internal sealed record IdentityPoolParts
{
    /// <summary>The first stack with the identity pools of all.</summary>
    public required Stack Stack { get; init; }

    /// <summary>Whose the pools are.</summary>
    public ResourceOwners Owners { get => field ?? new ResourceOwners(Stack); init; }

    /// <summary>Pools and identities; whoever opened it closes it.</summary>
    public required IdentityStore Store { get; init; }

    /// <summary>The user pools, whose users sign in.</summary>
    public required CognitoService UserPools { get; init; }

    /// <summary>Opens the roles' sessions.</summary>
    public required FederatedRoles Roles { get; init; }

    /// <summary>The identity providers of IAM.</summary>
    public required IdentityProviders Providers { get; init; }

    /// <summary>Fetches the keys of issuers elsewhere.</summary>
    public required OpenIdDiscovery Discovery { get; init; }

    /// <summary>Calls the companies whose sign-ins pools take.</summary>
    public required ProviderHttp Http { get; init; }

    /// <summary>What stands in for those companies; null for none.</summary>
    public ISocialEndpoints? Social { get; init; }

    /// <summary>Everybody: the roles that calls hand over.</summary>
    public required AccountDirectory Accounts { get; init; }

    public required RequestEnvironment Environment { get; init; }

    /// <summary>The endpoint's URL, once it listens.</summary>
    public required Func<string> EndpointUrl { get; init; }

    public required IdSource Ids { get; init; }

    public required TimeProvider Time { get; init; }
}

/// <summary>Amazon Cognito identity pools (federated identities): everything is made here and shares one store.</summary>
internal sealed class CognitoIdentityService
{
    public CognitoIdentityService(IdentityPoolParts given)
    {
        var (stack, store) = (given.Stack, given.Store);
        var pools = new IdentityPoolDirectory(store, given.Owners, stack.Region);
        var identities = new IdentityDirectory(store, given.Ids, given.Time);
        Tokens = new OpenIdTokens(given.UserPools.Keys, given.Time);
        KeyPages = new TokenKeyPages(Tokens, given.EndpointUrl);
        var tokens = new LoginTokens(given.Time);
        var issuers = given.UserPools.Issuers;
        var keys = new OpenIdKeys(given.Discovery, given.Time);
        var logins = new LoginVerifier(
            new UserPoolLogins(issuers, given.UserPools.AccessTokens, tokens),
            new SocialLogins(tokens, given.Social ?? new CompanyEndpoints(keys), given.Http),
            new OpenIdLogins(given.Providers, issuers, keys, tokens),
            new SamlLogins(given.Providers, given.Time), Tokens);
        WebIdentities = new IdentityPoolTokens(Tokens, store);
        Operations = ((IEnumerable<Operation>[])
        [
            new IdentityPoolOperations(store, pools, stack.Region, given.Ids).All,
            new IdentityPoolRoleOperations(store, pools).All,
            new IdentityOperations(store, pools, identities, logins).All,
            new DeveloperOperations(store, pools, identities, logins, Tokens).All,
            new CredentialOperations(pools, identities, logins, Tokens, given.Roles, given.Owners, OwnCall).All,
        ]).SelectMany(static all => all).ToFrozenDictionary(static operation => operation.Name, StringComparer.Ordinal);
        Api = IdentityPoolApi.Of(stack.Region, Operations.Values, new IdentityPoolAsks(store, pools, given.Owners, given.Accounts));
        new TemplateIdentityPools(store).Provision(stack.IdentityPools);

        ServiceCall OwnCall() => new()
        {
            Environment = given.Environment, Caller = null, Facts = new RequestFacts([], IPAddress.Loopback, false, stack.Region, given.Time.GetUtcNow()),
        };
    }

    /// <summary>Every operation by name.</summary>
    public FrozenDictionary<string, Operation> Operations { get; }

    /// <summary>The service, as the door has it.</summary>
    public AwsService<JsonObject, JsonAnswer> Api { get; }

    public OpenIdTokens Tokens { get; }

    /// <summary>The same tokens for STS.</summary>
    public IWebIdentityTokens WebIdentities { get; }

    /// <summary>The keys of the tokens.</summary>
    public TokenKeyPages KeyPages { get; }
}
