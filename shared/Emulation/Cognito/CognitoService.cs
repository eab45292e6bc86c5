using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Cognito.Domains;
using Emulation.Cognito.Federation;
using Emulation.Cognito.Import;
using Emulation.Cognito.Messages;
using Emulation.Cognito.Pages;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Tokens;
using Emulation.Cognito.Users;
using Emulation.Cognito.Wiring;
using Emulation.Decisions;
using Emulation.Lambda;
using Emulation.Principals;
using Emulation.Protocols.Json;
using Emulation.State;
using Emulation.Tokens;
using Sam;

namespace Emulation.Cognito;

/// <summary>What Cognito is made of.</summary>
internal sealed record CognitoParts
{
    /// <summary>The first stack with the pools of all.</summary>
    public required Stack Stack { get; init; }

    /// <summary>Whose the pools are.</summary>
    public ResourceOwners Owners { get => field ?? new ResourceOwners(Stack); init; }

    public required StateFolder State { get; init; }

    /// <summary>Everything Cognito knows; whoever opened it closes it.</summary>
    public required CognitoStores Stores { get; init; }

    /// <summary>What is known of people beside that; whoever made it disposes of it.</summary>
    public required CognitoMemory Memory { get; init; }

    /// <summary>The functions that pools name as triggers.</summary>
    public required CallableFunctions Functions { get; init; }

    /// <summary>Takes an event of a function for which nobody waits.</summary>
    public required Action<Function, byte[]> Accept { get; init; }

    /// <summary>Encrypts codes for functions that send them; null where there is no KMS.</summary>
    public ICodeKeys? CodeKeys { get; init; }

    /// <summary>Hashes passwords.</summary>
    public PasswordHash Hash { get; init; } = Passwords.Pbkdf2;

    /// <summary>The work factor of that.</summary>
    public int PasswordIterations { get; init; } = Passwords.Iterations;

    /// <summary>Everybody: the roles that calls hand over.</summary>
    public required AccountDirectory Accounts { get; init; }

    public required DecisionLog Decisions { get; init; }

    /// <summary>The endpoint's URL, once it listens.</summary>
    public required Func<string> EndpointUrl { get; init; }

    /// <summary>What tokens say of who issued them.</summary>
    public required IssuerNames Issuers { get; init; }

    /// <summary>Which identity providers have a stand-in on this machine.</summary>
    public ProviderStandIns StandIns { get; init; } = ProviderStandIns.None;

    public required IdSource Ids { get; init; }

    public required TimeProvider Time { get; init; }
}

/// <summary>Amazon Cognito user pools: everything shares one store.</summary>
internal sealed class CognitoService
{
    private readonly PoolParts pools;
    private readonly TokenParts tokens;

    public CognitoService(CognitoParts given)
    {
        var seal = new Seal(given.State.SealingKey, given.Ids);
        Stores = given.Stores;
        Outbox = new Outbox.Outbox(Stores.Messages, given.Time);
        pools = PoolParts.Of(given, Stores);
        var users = UserParts.Of(given, Stores, seal, Directory, Outbox);
        tokens = TokenParts.Of(given, Stores, seal, users.Triggers);
        var signIns = SignInParts.Of(given, Stores, seal, users);
        Operations = CognitoWiring.Operations(given, Stores, seal, pools, users, tokens, signIns);
        Api = UserPoolApi.Of(given.Stack.Region, Operations.Values, pools.Asks, new KeyAsks(given.CodeKeys));
        Issuers = new UserPoolIssuers(Stores.Pools, Keys, IssuerNames, pools.Asks.ArnOf);
        IssuerPages = new IssuerPages(Stores.Pools, Keys, IssuerNames, given.EndpointUrl);
        UploadPage = new UploadPage(Stores.Pools, pools.Imports);
        FederatedUsers = new FederatedUsers(Stores.Users, users.Finder, Stores.Groups, users.Triggers, given.Ids, given.Time);
        var pages = new PagesParts(new Looks(pools.Looks, pools.Brandings), signIns.RelyingParties, signIns.Registration);
        var domains = new DomainParts(given, Stores, seal, tokens, FederatedUsers, new PoolCalls(Operations, signIns.Flow), pages);
        Domains = new UserPoolDomains(Stores.Pools, domains, given.Decisions, given.Ids, given.Time);
        new TemplatePools(Stores.Pools, Stores.Users, pools.Asks.ArnOf, Operations, given.Ids, given.Time).Provision(given.Stack.UserPools);
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

    /// <summary>The users whom external identity providers vouch for.</summary>
    public FederatedUsers FederatedUsers { get; }

    /// <summary>OAuth 2.0 and the hosted pages.</summary>
    public UserPoolDomains Domains { get; }
}
