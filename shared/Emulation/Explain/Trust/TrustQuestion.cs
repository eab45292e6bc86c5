using System.Collections.Immutable;
using System.Net;
using Emulation.Calls;
using Emulation.Decisions;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.Sts;
using Emulation.Sts.WebIdentities;
using Emulation.Tokens;
using Iam;
using Sam;
using Sam.Errors;

namespace Emulation.Explain.Trust;

/// <summary>
/// Whether a role of a template lets somebody in who has an identity provider's token, asked before there is one. It is decided by what AssumeRoleWithWebIdentity
/// decides by, all but the token's signature.
/// </summary>
internal sealed class TrustQuestion : IDisposable
{
    /// <summary>How such a session is called where nobody says.</summary>
    public const string DefaultSessionName = "GitHubActions";

    private const string Providers = ":oidc-provider/";

    private readonly LoadedStacks stacks;
    private readonly IdentityProviders providers;
    private readonly RequestEnvironment environment;
    private readonly string? sessionName;

    /// <param name="stacks">The templates.</param>
    /// <param name="role">The role, by its name in the template, its own name or its ARN.</param>
    /// <param name="sessionName">What the caller would call the session; null for what nobody says.</param>
    /// <exception cref="UsageException">There is no such role.</exception>
    public TrustQuestion(LoadedStacks stacks, string role, string? sessionName)
    {
        (this.stacks, this.sessionName) = (stacks, sessionName);
        providers = new IdentityProviders(stacks.All);
        environment = new RequestEnvironment(stacks.Organization, stacks.ContextKeys);
        var names = new PrincipalNames(stacks);
        var named = names.Find(role) ?? throw NoRole(role);
        Stack = named.Stack;
        Role = Stack.Roles.FirstOrDefault(one => one.Arn.ToString() == named.Arn) ?? throw NoRole(role);
        Name = named.Name;
    }

    /// <summary>The role that is asked for.</summary>
    public Role Role { get; }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Whose it is.</summary>
    public Stack Stack { get; }

    /// <summary>The templates.</summary>
    public LoadedStacks Stacks => stacks;

    /// <summary>The issuers of clusters that the account's IAM knows, or that the role's trust policy names.</summary>
    public IReadOnlyList<string> Clusters =>
    [
        .. providers.Oidc.Where(one => one.Account == Stack.AccountId).Select(static one => one.Url)
            .Concat(Role.TrustPolicy.Statements.SelectMany(static statement => statement.PrincipalTexts)
                .Where(static text => text.Contains(Providers, StringComparison.Ordinal)).Select(static text => $"https://{text.Split(Providers, 2)[1]}"))
            .Where(static url => new Uri(url).Host.StartsWith("oidc.eks", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The provider that the account's IAM knows for a token; null when there is none.</summary>
    public KnownOidcProvider? ProviderOf(TokenClaims claims) => claims.Issuer is { } issuer ? providers.OidcByIssuer(Stack.AccountId.ToString(), issuer) : null;

    /// <summary>What STS would answer.</summary>
    /// <param name="claims">The token's.</param>
    /// <param name="now">When it is asked.</param>
    public TrustVerdict Decide(TokenClaims claims, DateTimeOffset now)
    {
        var refusals = ImmutableArray.CreateBuilder<ServiceRefusal>();
        var known = ProviderOf(claims);
        if (known is null)
        {
            refusals.Add(WebIdentityErrors.NoProvider(claims.Issuer));
        }
        else if (OidcTokenRules.CheckAudience(known, claims) is { } notForIt)
        {
            refusals.Add(notForIt);
        }

        // What is refused so far is told, and the rest is asked all the same, as if it had been mended: nobody wants to find faults one by one.
        var provider = known ?? new KnownOidcProvider(Stack.AccountId, claims.Issuer ?? "", []);
        var verification = OidcTokenRules.AudiencesOf(claims).Length == 1
            ? OidcTokenRules.Accept(provider, claims, now)
            : WebIdentityErrors.InvalidToken("The token has no audience.");
        if (verification.Token is not { } token)
        {
            refusals.Add(verification.Refusal!);
            return new TrustVerdict(provider, known is not null, refusals.ToImmutable(), null);
        }

        if (token.Roles.Refuses(Role.Arn.ToString()) is { } elsewhere)
        {
            refusals.Add(elsewhere);
        }

        var call = new ServiceCall
        {
            Environment = environment,
            Caller = null,
            Facts = new RequestFacts([], IPAddress.Loopback, IsHttps: true, Stack.Region, now),
        };
        var asked = new FederatedCall(Role.Arn.ToString(), sessionName ?? DefaultSessionName, StsDurations.DefaultAssumedRole, [], token.Vouched);
        var refused = FederatedRoles.AsksOf(asked, new KnownRole(Role, Stack.AccountId, PrincipalPolicies.None)).FirstOrDefault(ask => call.Refuse(ask) is not null);
        if (refused?.Refusal is { } words)
        {
            refusals.Add(words with { Reason = call.Why });
        }

        return new TrustVerdict(provider, known is not null, refusals.ToImmutable(), call.Subject);
    }

    public void Dispose() => providers.Dispose();

    private UsageException NoRole(string role)
    {
        var known = new PrincipalNames(stacks).All.Where(static one => one.Arn.Contains(":role/", StringComparison.Ordinal)).Select(static one => one.Name);
        return new UsageException($"--role {role}: there is no such role. {DidYouMean.Among(role, [.. known])}");
    }
}

/// <summary>What STS would answer to a token.</summary>
/// <param name="Provider">The issuer as IAM knows it, or would.</param>
/// <param name="IsKnown">Whether it does.</param>
/// <param name="Refusals">Each thing that refuses; STS tells the first. Empty when the token opens the role.</param>
/// <param name="Subject">What the role's policies were asked; null when it did not come to that.</param>
internal sealed record TrustVerdict(KnownOidcProvider Provider, bool IsKnown, ImmutableArray<ServiceRefusal> Refusals, DecisionSubject? Subject)
{
    public bool IsAllowed => Refusals.IsEmpty;
}
