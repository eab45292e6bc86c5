using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Cognito.Domains;
using Emulation.Cognito.Import;
using Emulation.Cognito.Pages;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Tokens;
using Emulation.Cognito.Users;
using Emulation.Cognito.Wiring;
using Emulation.Decisions;
using Emulation.Lambda;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Protocols.Json;
using Emulation.State;
using Emulation.Tokens;
using Sam;

namespace Emulation.Cognito;

/// <summary>What Cognito needs of its surroundings.</summary>
internal sealed record CognitoSurroundings
{
    public required Stack Stack { get; init; }

    public required StateFolder State { get; init; }

    /// <summary>The functions that pools name as triggers.</summary>
    public required CallableFunctions Functions { get; init; }

    /// <summary>Hashes passwords.</summary>
    public PasswordHash Hash { get; init; } = Passwords.Pbkdf2;

    /// <summary>Everybody: the roles that calls hand over.</summary>
    public required AccountDirectory Accounts { get; init; }

    public required Surroundings Organization { get; init; }

    public required DecisionLog Decisions { get; init; }

    /// <summary>The endpoint's URL, once it listens.</summary>
    public required Func<string> EndpointUrl { get; init; }

    /// <summary>Whether tokens say AWS's issuer instead of the endpoint's.</summary>
    public bool IssuesAsAws { get; init; }

    public required IdSource Ids { get; init; }

    public required TimeProvider Time { get; init; }
}

/// <summary>Amazon Cognito user pools: everything shares one store.</summary>
internal sealed class CognitoService : IDisposable
{
    private readonly PoolParts pools;
    private readonly TokenParts tokens;

    public CognitoService(CognitoSurroundings around)
    {
        var seal = new Seal(around.State.SealingKey, around.Ids);
        Stores = new CognitoStores(Path.Combine(around.State.Path, "cognito.db"));
        Outbox = new Outbox.Outbox(Stores.Messages, around.Time);
        pools = PoolParts.Of(around, Stores);
        var users = UserParts.Of(around, Stores, seal, Directory, Outbox);
        tokens = TokenParts.Of(around, Stores, seal, users.Triggers);
        var signIns = SignInParts.Of(around, Stores.Users, seal, users);
        Operations = CognitoWiring.Operations(around, Stores, seal, pools, users, tokens, signIns);
        Api = UserPoolApi.Of(around.Stack.Region, Operations.Values, pools.Asks);
        Issuers = new UserPoolIssuers(Stores.Pools, Keys, IssuerNames, pools.Asks.ArnOf);
        IssuerPages = new IssuerPages(Stores.Pools, Keys, IssuerNames, around.EndpointUrl);
        UploadPage = new UploadPage(Stores.Pools, pools.Imports);
        var domains = new DomainParts(around, Stores, seal, tokens, new PoolCalls(Operations, signIns.Flow), pools.Looks);
        Domains = new UserPoolDomains(Stores.Pools, domains, around.Decisions, around.Ids, around.Time);
        new TemplatePools(Stores.Pools, Stores.Users, pools.Asks.ArnOf, Operations, around.Ids, around.Time).Provision(around.Stack.UserPools);
        users.Triggers.Start();
    }

    /// <summary>Every operation by name: the hosted pages make the same calls as clients do.</summary>
    public FrozenDictionary<string, Operation> Operations { get; }

    /// <summary>The service, as the door has it.</summary>
    public AwsService<JsonObject, JsonAnswer> Api { get; }

    public PoolDirectory Directory => pools.Directory;

    public CognitoStores Stores { get; }

    public RefreshTokens RefreshTokens => tokens.Refresh;

    public TokenIssuer TokenIssuer => tokens.Issuer;

    public AccessTokens AccessTokens => tokens.Access;

    public SigningKeys Keys => tokens.Keys;

    public IssuerNames IssuerNames => tokens.Issuers;

    public IUserPoolIssuers Issuers { get; }

    public Outbox.Outbox Outbox { get; }

    public IssuerPages IssuerPages { get; }

    public UploadPage UploadPage { get; }

    /// <summary>OAuth 2.0 and the hosted pages.</summary>
    public UserPoolDomains Domains { get; }

    public void Dispose()
    {
        pools.Imports.Dispose();
        Stores.Dispose();
    }
}
