using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Cognito.Domains;
using Emulation.Cognito.Import;
using Emulation.Cognito.Pages;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.SignIn;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Tokens;
using Emulation.Cognito.Triggers;
using Emulation.Cognito.Users;
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

/// <summary>Amazon Cognito user pools: everything is made here and shares one store.</summary>
internal sealed class CognitoService : IDisposable
{
    private readonly CognitoStores stores;
    private readonly ImportOperations imports;

    public CognitoService(CognitoSurroundings around)
    {
        var time = around.Time;
        var stack = around.Stack;
        stores = new CognitoStores(Path.Combine(around.State.Path, "cognito.db"));
        var seal = new Seal(around.State.SealingKey);
        Keys = new SigningKeys(stores.Keys, seal, time);
        IssuerNames = new IssuerNames(around.EndpointUrl, around.IssuesAsAws);
        Outbox = new Outbox.Outbox(stores.Messages, time);
        IssuerPages = new IssuerPages(stores.Pools, Keys, IssuerNames, around.EndpointUrl);
        Directory = new PoolDirectory(stores.Pools);
        var lockout = new Lockout(time);
        var triggers = new TriggerRunner(around.Functions, time);
        var finder = new UserFinder(stores.Users);
        var passwords = new Passwords(seal, around.Hash);
        var imaginary = new ImaginaryUsers(seal);
        var messenger = new Messenger(Outbox, triggers);
        var codes = new Codes(seal, messenger, lockout, time);
        var sessions = new SignInSessions(seal, time);
        var creation = new UserCreation(stores.Users, finder, passwords, triggers, time);
        var users = new UserDirectory(Directory, stores.Users, finder, time);
        var updates = new AttributeUpdates(users, finder, codes);
        var newPasswords = new NewPasswords(passwords, time);
        var totp = new TotpSecrets(seal, time);
        var challenges = new Challenges(sessions, finder, lockout);
        var admission = new Admission(triggers);
        var tries = new PasswordTries(lockout);
        var choice = new ChoiceSignIn(challenges, admission, codes, imaginary);
        var rounds = new CustomRounds(challenges, triggers);
        var newPassword = new NewPasswordChallenge(challenges, newPasswords, updates, users, time);
        var second = new SecondFactors(stores.Users, challenges, codes, totp, lockout);
        var steps = new Dictionary<SignInStage, IStep>
        {
            [SignInStage.Password] = new PasswordSignIn(stores.Users, passwords, tries, admission, creation, imaginary),
            [SignInStage.Srp] = new SrpChallenge(sessions, passwords, admission, imaginary),
            [SignInStage.Choice] = choice,
            [SignInStage.Custom] = new CustomSignIn(admission),
            [SignInStage.CustomRound] = rounds,
            [SignInStage.NewPassword] = newPassword,
            [SignInStage.SecondFactor] = second,
            [SignInStage.Done] = new PostAuthentication(triggers),
        };
        SignIn = new SignInFlow(steps.ToFrozenDictionary(), [new SrpProof(sessions, finder, passwords, tries, time), choice, rounds, newPassword, second], finder);
        RefreshTokens = new RefreshTokens(stores.Grants, seal, time);
        TokenIssuer = new TokenIssuer(stores.Groups, Keys, new TokenCustomization(triggers), IssuerNames, time);
        AccessTokens = new AccessTokens(stores.Pools, stores.Users, Keys, RefreshTokens, IssuerNames, time);
        var asks = new UserPoolAsks(Directory, stack.Region, stack.AccountId, around.Accounts);
        var pools = new PoolOperations(stores.Pools, stores.Users, Directory, Keys, asks, stores.DeletePool, time);
        Issuers = new UserPoolIssuers(stores.Pools, Keys, IssuerNames, asks.ArnOf);
        var parts = new PartOperations(stores.Pools, stores.Groups, Directory, stack.AccountId, time);
        var looks = new Customizations(stores.Pools, Directory, around.EndpointUrl, time);
        var admin = new AdminOperations(users, updates, newPasswords, codes, triggers);
        imports = new ImportOperations(stores.Pools, Directory, new UserImport(stores.Users, finder, time), Path.Combine(around.State.Path, "imports"), around.EndpointUrl, time);
        imports.EndInterrupted();
        UploadPage = new UploadPage(stores.Pools, imports);
        Operations = ((IEnumerable<Operation>[])
        [
            imports.All, pools.All, parts.All, admin.All, new AdminCreation(Directory, users, creation, newPasswords, messenger).All, new GroupMemberships(users, stores.Groups).All, looks.All, new ClientSecretOperations(stores.Pools, Directory, time).All, new ThreatProtection(Directory).All,
            new SignUpOperations(users, creation, codes, updates, triggers, imaginary).All,
            new Recovery(users, creation, codes, newPasswords, triggers, lockout, imaginary).All,
            new SelfOperations(users, AccessTokens, updates, newPasswords, codes, lockout).All,
            new ListOperations(stores.Users, stores.Groups, Directory, seal).All,
            new SignInOperations(Directory, stores.Users, SignIn, RefreshTokens, TokenIssuer).All,
            new SoftwareTokenOperations(users, Directory, AccessTokens, sessions, totp, lockout).All,
        ]).SelectMany(static all => all).ToFrozenDictionary(static operation => operation.Name, StringComparer.Ordinal);
        Api = UserPoolApi.Of(stack.Region, Operations.Values, asks);
        Domains = new UserPoolDomains(stores.Pools, new DomainParts(stores, seal, new PoolCalls(Operations, SignIn), looks, RefreshTokens, TokenIssuer, AccessTokens, time), around.Decisions, around.Ids, time);
        new TemplatePools(stores.Pools, stores.Users, asks.ArnOf, parts, Operations, time).Provision(stack.UserPools);
        triggers.Start();
    }

    /// <summary>Every operation by name: the hosted pages make the same calls as clients do.</summary>
    public FrozenDictionary<string, Operation> Operations { get; }

    /// <summary>The service, as the door has it.</summary>
    public AwsService<JsonObject, JsonAnswer> Api { get; }

    public PoolDirectory Directory { get; }

    public CognitoStores Stores => stores;

    public SignInFlow SignIn { get; }

    public RefreshTokens RefreshTokens { get; }

    public TokenIssuer TokenIssuer { get; }

    public AccessTokens AccessTokens { get; }

    public SigningKeys Keys { get; }

    public IssuerNames IssuerNames { get; }

    public IUserPoolIssuers Issuers { get; }

    public Outbox.Outbox Outbox { get; }

    public IssuerPages IssuerPages { get; }

    public UploadPage UploadPage { get; }

    /// <summary>OAuth 2.0 and the hosted pages.</summary>
    public UserPoolDomains Domains { get; }

    public void Dispose()
    {
        imports.Dispose();
        stores.Dispose();
    }
}
