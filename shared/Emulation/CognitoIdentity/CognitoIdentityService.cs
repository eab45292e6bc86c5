using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Cognito;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Credentials;
using Emulation.CognitoIdentity.Identities;
using Emulation.CognitoIdentity.Logins;
using Emulation.CognitoIdentity.Pools;
using Emulation.CognitoIdentity.Storage;
using Emulation.CognitoIdentity.Tokens;
using Emulation.Principals;
using Emulation.Protocols.Json;
using Emulation.State;
using Emulation.Sts;
using Emulation.Tokens;
using Sam;

namespace Emulation.CognitoIdentity;

/// <summary>What identity pools need of their surroundings.</summary>
internal sealed record IdentitySurroundings
{
    public required Stack Stack { get; init; }

    public required StateFolder State { get; init; }

    /// <summary>The user pools, whose users sign in.</summary>
    public required CognitoService UserPools { get; init; }

    /// <summary>Opens the roles' sessions.</summary>
    public required FederatedRoles Roles { get; init; }

    /// <summary>The identity providers of IAM.</summary>
    public required IdentityProviders Providers { get; init; }

    /// <summary>Fetches the keys of issuers elsewhere.</summary>
    public required OpenIdDiscovery Discovery { get; init; }

    /// <summary>Everybody: the roles that calls hand over.</summary>
    public required AccountDirectory Accounts { get; init; }

    /// <summary>The endpoint's URL, once it listens.</summary>
    public required Func<string> EndpointUrl { get; init; }

    public required IdSource Ids { get; init; }

    public required TimeProvider Time { get; init; }
}

/// <summary>Amazon Cognito identity pools (federated identities): everything is made here and shares one store.</summary>
internal sealed class CognitoIdentityService : IDisposable
{
    private readonly IdentityStore store;

    public CognitoIdentityService(IdentitySurroundings around)
    {
        var stack = around.Stack;
        store = new IdentityStore(Path.Combine(around.State.Path, "identities.db"));
        var pools = new IdentityPoolDirectory(store, stack.AccountId, stack.Region);
        var identities = new IdentityDirectory(store, around.Ids, around.Time);
        Tokens = new OpenIdTokens(around.UserPools.Keys, around.Time);
        KeyPages = new TokenKeyPages(Tokens, around.EndpointUrl);
        var tokens = new LoginTokens(around.Time);
        var issuers = around.UserPools.Issuers;
        var logins = new LoginVerifier(
            new UserPoolLogins(issuers, around.UserPools.AccessTokens, tokens), new OpenIdLogins(around.Providers, issuers, new OpenIdKeys(around.Discovery, around.Time), tokens), new SamlLogins(around.Providers, around.Time), Tokens);
        WebIdentities = new IdentityPoolTokens(Tokens, store);
        Operations = ((IEnumerable<Operation>[])
        [
            new PoolOperations(store, pools, stack.Region, around.Ids).All,
            new RoleOperations(store, pools).All,
            new IdentityOperations(store, pools, identities, logins).All,
            new DeveloperOperations(store, pools, identities, logins, Tokens).All,
            new CredentialOperations(pools, identities, logins, Tokens, around.Roles, around.Time).All,
        ]).SelectMany(static all => all).ToFrozenDictionary(static operation => operation.Name, StringComparer.Ordinal);
        Api = IdentityPoolApi.Of(stack.Region, Operations.Values, new IdentityPoolAsks(store, pools, stack.AccountId, around.Accounts));
        new TemplateIdentityPools(store).Provision(stack.IdentityPools);
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

    public void Dispose() => store.Dispose();
}
