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
using Emulation.Principals;
using Emulation.Protocols.Json;
using Emulation.State;
using Emulation.Tokens;
using Sam;

namespace Emulation.Cognito;

/// <summary>What Cognito is made of.</summary>
internal sealed record CognitoParts
{
    public required Stack Stack { get; init; }

    public required StateFolder State { get; init; }

    /// <summary>Everything Cognito knows; whoever opened it closes it.</summary>
    public required CognitoStore Store { get; init; }

    /// <summary>The functions that pools name as triggers.</summary>
    public required CallableFunctions Functions { get; init; }

    /// <summary>Hashes passwords.</summary>
    public PasswordHash Hash { get; init; } = Passwords.Pbkdf2;

    /// <summary>Everybody: the roles that calls hand over.</summary>
    public required AccountDirectory Accounts { get; init; }

    public required DecisionLog Decisions { get; init; }

    /// <summary>The endpoint's URL, once it listens.</summary>
    public required Func<string> EndpointUrl { get; init; }

    /// <summary>What tokens say of who issued them.</summary>
    public required IssuerNames Issuers { get; init; }

    public required IdSource Ids { get; init; }

    public required TimeProvider Time { get; init; }
}

/// <summary>Amazon Cognito user pools: everything is made here and shares one store.</summary>
internal sealed class CognitoService : IDisposable
{
    private readonly CognitoStore store;
    private readonly ImportOperations imports;

    public CognitoService(CognitoParts given)
    {
        var time = given.Time;
        var stack = given.Stack;
        store = given.Store;
        var seal = new Seal(given.State.SealingKey);
        Keys = new SigningKeys(store, seal, time);
        IssuerNames = given.Issuers;
        Outbox = new Outbox.Outbox(store, time);
        IssuerPages = new IssuerPages(store, Keys, IssuerNames, given.EndpointUrl);
        Directory = new PoolDirectory(store);
        var lockout = new Lockout(time);
        var triggers = new TriggerRunner(given.Functions, time);
        var finder = new UserFinder(store);
        var passwords = new Passwords(seal, given.Hash);
        var imaginary = new ImaginaryUsers(seal);
        var messenger = new Messenger(Outbox, triggers);
        var codes = new Codes(seal, messenger, lockout, time);
        var sessions = new SignInSessions(seal, time);
        var creation = new UserCreation(store, finder, passwords, triggers, time);
        var updates = new AttributeUpdates(store, finder, codes, time);
        var newPasswords = new NewPasswords(sessions, passwords, updates, time);
        var totp = new TotpSecrets(seal, time);
        var first = new FirstFactor(store, finder, passwords, lockout, triggers, creation, imaginary);
        var srp = new SrpSignIn(seal, sessions, finder, passwords, lockout, first, imaginary, time);
        SignIn = new SignInDesk(
            store, sessions, first, srp, new CustomSignIn(sessions, triggers), new ChoiceSignIn(sessions, first, srp, codes, imaginary),
            new SecondFactors(store, sessions, codes, totp, lockout), newPasswords, triggers, finder, time);
        RefreshTokens = new RefreshTokens(store, seal, time);
        TokenIssuer = new TokenIssuer(store, Keys, new TokenCustomization(triggers), IssuerNames, time);
        AccessTokens = new AccessTokens(store, Keys, RefreshTokens, IssuerNames, time);
        var asks = new UserPoolAsks(Directory, stack.Region, stack.AccountId, given.Accounts);
        var pools = new PoolOperations(store, Directory, Keys, stack.Region, asks.ArnOf, time);
        Issuers = new UserPoolIssuers(store, Keys, IssuerNames, asks.ArnOf);
        var parts = new PartOperations(store, Directory, stack.AccountId, time);
        var looks = new Customizations(store, Directory, given.EndpointUrl, time);
        var admin = new AdminOperations(store, Directory, finder, creation, updates, newPasswords, codes, messenger, triggers, time);
        imports = new ImportOperations(store, Directory, new UserImport(store, finder, time), Path.Combine(given.State.Path, "imports"), given.EndpointUrl, time);
        imports.EndInterrupted();
        UploadPage = new UploadPage(store, imports);
        Operations = ((IEnumerable<Operation>[])
        [
            imports.All, pools.All, parts.All, admin.All, looks.All, new ClientSecretOperations(store, Directory, time).All, new ThreatProtection(Directory).All,
            new SignUpOperations(store, Directory, finder, creation, codes, updates, triggers, imaginary).All,
            new Recovery(Directory, store, finder, creation, codes, newPasswords, updates, triggers, lockout, imaginary).All,
            new SelfOperations(store, AccessTokens, updates, newPasswords, passwords, codes, lockout, time).All,
            new ListOperations(store, Directory, seal).All,
            new SignInOperations(Directory, store, SignIn, RefreshTokens, TokenIssuer).All,
            new SoftwareTokenOperations(store, Directory, AccessTokens, sessions, totp, updates, lockout).All,
        ]).SelectMany(static all => all).ToFrozenDictionary(static operation => operation.Name, StringComparer.Ordinal);
        Api = UserPoolApi.Of(stack.Region, Operations.Values, asks);
        Domains = new UserPoolDomains(
            store, new DomainParts(store, seal, new PoolCalls(Operations, SignIn), looks, RefreshTokens, TokenIssuer, AccessTokens, time),
            given.Decisions, given.Ids, time);
        new TemplatePools(store, asks.ArnOf, parts, Operations, time).Provision(stack.UserPools);
        triggers.Start();
    }

    /// <summary>Every operation by name: the hosted pages make the same calls as clients do.</summary>
    public FrozenDictionary<string, Operation> Operations { get; }

    /// <summary>The service, as the door has it.</summary>
    public AwsService<JsonObject, JsonAnswer> Api { get; }

    public PoolDirectory Directory { get; }

    public CognitoStore Store => store;

    public SignInDesk SignIn { get; }

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

    public void Dispose() => imports.Dispose();
}
