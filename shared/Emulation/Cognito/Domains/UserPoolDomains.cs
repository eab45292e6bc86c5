using Emulation.Cognito.Federation;
using Emulation.Cognito.Federation.Saml;
using Emulation.Cognito.OAuth;
using Emulation.Cognito.Pages;
using Emulation.Cognito.Passkeys;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Wiring;
using Emulation.Decisions;
using Emulation.State;
using Emulation.Wire;

namespace Emulation.Cognito.Domains;

/// <summary>
/// The door of the pools' domains: <c>http://127.0.0.1:4566/auth/{domain}</c>, which is what LocalAws hands out, <c>http://{domain}.auth.localhost:4566</c>, and AWS's own
/// <c>{domain}.auth.{region}.amazoncognito.com</c> as <c>Host</c>. Programs come to <c>/oauth2/token</c>, <c>/oauth2/userInfo</c> and <c>/oauth2/revoke</c>,
/// browsers to everything else.
/// </summary>
internal sealed class UserPoolDomains(PoolStore store, DomainParts parts, DecisionLog decisions, IdSource ids, TimeProvider time)
{
    private const int LongestBody = 64 * 1024;

    /// <summary>A SAML response has letters that a form writes as three.</summary>
    private const int LongestSaml = 4 * PoolAssertion.Longest;
    private const string Prefix = "/auth/";
    private const string Label = ".auth.";
    private const string OfAws = ".amazoncognito.com";

    /// <summary>Whether a host is one of a domain, which need not be there: it has nothing but that domain's pages.</summary>
    public static bool IsHost(ReadOnlySpan<char> host)
    {
        // Hot path: every request asks, and nothing is allocated.
        var dot = host.IndexOf('.');
        if (dot < 0 || !host[dot..].StartsWith(Label, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = host[(dot + Label.Length)..];
        return rest.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (rest.EndsWith(OfAws, StringComparison.OrdinalIgnoreCase) && !rest[..^OfAws.Length].Contains('.'));
    }

    /// <summary>Whether a host or a path is one of a domain.</summary>
    public static bool Owns(ReadOnlySpan<char> host, ReadOnlySpan<char> target) => target.StartsWith(Prefix, StringComparison.Ordinal) || IsHost(host);

    /// <summary>
    /// The domain's address for whoever asks for it. By a path, since many resolvers do not know that every name below localhost is this machine: those of
    /// Python, Node.js and Java on most systems, and Safari's.
    /// </summary>
    public static string UrlOf(string endpointUrl, string domain) => $"{endpointUrl}{Prefix}{domain}";

    public async Task HandleAsync(HttpContext http)
    {
        var (domain, basePath) = AddressOf(http);
        if ((string?)store.PartAnywhere(PartKind.Domain, domain)?["UserPoolId"] is not { } poolId || store.Pool(poolId) is not { } pool)
        {
            await PlainAnswer.WriteAsync(
                http, 404, "ResourceNotFoundException",
                $"No user pool has the domain {domain}. Create it with an AWS::Cognito::UserPoolDomain or create-user-pool-domain.").ConfigureAwait(false);
            return;
        }

        var longest = ReceivedRequest.RawTarget(http).AsSpan(basePath.Length).StartsWith("/saml2/", StringComparison.Ordinal) ? LongestSaml : LongestBody;
        if (await ReceivedRequest.ReadAsync(http, longest).ConfigureAwait(false) is not { } request)
        {
            await PlainAnswer.WriteAsync(http, 413, "RequestEntityTooLargeException", $"Request must be smaller than {longest} bytes.").ConfigureAwait(false);
            return;
        }

        var path = request.Target.Split('?')[0][basePath.Length..];
        var call = new DomainCall(http, basePath, pool, path, Parameters.OfQuery(request.Target), Parameters.OfForm(http.Request, request.Body));
        if (PageAssets.Owns(call.Path))
        {
            await parts.Assets.HandleAsync(call).ConfigureAwait(false);
            return;
        }

        var id = ids.RequestId();
        var now = time.GetUtcNow();
        http.Response.Headers["x-localaws-decision"] = id;
        var refusal = await RouteAsync(call).ConfigureAwait(false);
        var reason = refusal is null ? "answered" : $"{refusal.Error}: {refusal.Why ?? refusal.Reason}";
        decisions.Record(new DecisionEntry(id, now, call.Method, call.Path, domain, null, reason) { Refused = refusal?.Status });
    }

    /// <returns>Why the request was refused; null when it was not.</returns>
    private async Task<OAuthRefusal?> RouteAsync(DomainCall call)
    {
        switch (call.Path)
        {
            case "/oauth2/token" or "/oauth2/revoke" or "/oauth2/userInfo":
                return await ForProgramsAsync(call).ConfigureAwait(false);
            case "/oauth2/authorize" when HttpMethods.IsGet(call.Method):
                return await ShowAsync(call, await parts.Authorize.HandleAsync(call).ConfigureAwait(false)).ConfigureAwait(false);
            case "/logout" when HttpMethods.IsGet(call.Method):
                return await ShowAsync(call, await parts.Logout.HandleAsync(call).ConfigureAwait(false)).ConfigureAwait(false);
            case "/error" when HttpMethods.IsGet(call.Method):
                return await ShowAsync(
                    call,
                    new OAuthRefusal("invalid_request", "An earlier request could not go on. Go back to the application and begin again.")).ConfigureAwait(false);
            case FederatedSignIn.CallbackPath when HttpMethods.IsGet(call.Method) || HttpMethods.IsPost(call.Method):
                return await ShowAsync(call, await parts.Federation.EndAsync(call).ConfigureAwait(false)).ConfigureAwait(false);
            case SamlSignIn.CallbackPath when HttpMethods.IsPost(call.Method):
                return await ShowAsync(call, await parts.Saml.TakeAsync(call).ConfigureAwait(false)).ConfigureAwait(false);
            case SamlSignIn.CallbackPath when HttpMethods.IsGet(call.Method):
                return await ShowAsync(call, await parts.Saml.EndAsync(call).ConfigureAwait(false)).ConfigureAwait(false);
            case SingleLogout.CallbackPath when HttpMethods.IsPost(call.Method):
                return await ShowAsync(call, await parts.SamlLogout.EndAsync(call).ConfigureAwait(false)).ConfigureAwait(false);
            case var path when HostedPages.Owns(path) && (HttpMethods.IsGet(call.Method) || HttpMethods.IsPost(call.Method)):
                return await parts.Pages.HandleAsync(call).ConfigureAwait(false);
            default:
                return await ShowAsync(call, new OAuthRefusal("not_found", "There is no such page, or not for this method.", 404)).ConfigureAwait(false);
        }
    }

    private async Task<OAuthRefusal?> ForProgramsAsync(DomainCall call)
    {
        if (HttpMethods.IsOptions(call.Method))
        {
            var headers = call.Http.Response.Headers;
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
            headers.AccessControlAllowHeaders = "Authorization, Content-Type, X-Amz-User-Agent";
            return null;
        }

        var isPost = HttpMethods.IsPost(call.Method);
        var answer = call.Path switch
        {
            "/oauth2/token" when isPost => await parts.Token.HandleAsync(call).ConfigureAwait(false),
            "/oauth2/revoke" when isPost => parts.Revoke.Handle(call),
            "/oauth2/userInfo" when isPost || HttpMethods.IsGet(call.Method) => await parts.UserInfo.HandleAsync(call).ConfigureAwait(false),
            _ => new OAuthRefusal("invalid_request", $"{call.Path} does not take {call.Method}.", 405),
        };
        await answer.SendAsync(call.Http).ConfigureAwait(false);
        return answer.Refusal;
    }

    private async Task<OAuthRefusal?> ShowAsync(DomainCall call, BrowserAnswer answer)
    {
        await parts.Pages.AnswerAsync(call, answer).ConfigureAwait(false);
        return answer.Refusal;
    }

    private static (string Domain, string Base) AddressOf(HttpContext http)
    {
        var host = http.Request.Host.Host;
        if (IsHost(host))
        {
            return (host[..host.IndexOf('.')].ToLowerInvariant(), "");
        }

        var path = ReceivedRequest.RawTarget(http).Split('?')[0];
        var end = path.IndexOf('/', Prefix.Length);
        var basePath = end < 0 ? path : path[..end];
        return (basePath[Prefix.Length..], basePath);
    }
}

/// <summary>What the pages need of the pool beside its sign-ins.</summary>
internal sealed record PagesParts(Looks Looks, RelyingParties RelyingParties, PasskeyRegistration Passkeys);

/// <summary>What answers below a domain, composed.</summary>
internal sealed class DomainParts
{
    public DomainParts(CognitoParts given, CognitoStores stores, Seal seal, TokenParts tokens, FederatedUsers federated, PoolCalls calls, PagesParts pages)
    {
        var requests = new AuthorizeRequests(stores.Pools);
        var sessions = new BrowserSessions(stores.Users, stores.Tickets, seal, given.Ids, given.Time);
        var codes = new AuthorizationCodes(stores.Tickets, seal, tokens.Refresh, given.Ids, given.Time);
        var responses = new AuthorizeResponses(codes, tokens.Refresh, tokens.Issuer);
        var clients = new ClientAuthentication(stores.Pools);
        var csrf = new CsrfTokens(seal, given.Ids);
        var (providers, pending) = (new ExternalProviders(stores.Pools), new PendingSignIns(stores.Tickets, seal, given.Ids, given.Time));
        var links = new PasskeyLinks(pages.RelyingParties);
        var signIn = new SignInPages(calls, new ChallengePages(calls, csrf, seal), sessions, responses, links, csrf, new ProviderChoices(providers, stores.Pools));
        var passkeys = new PasskeyPages(calls, signIn, sessions, pages.Passkeys, links, csrf);
        var (metadata, keys) = (given.Memory.Metadata.With(given.StandIns), given.Memory.SamlKeys);
        var entered = new FederatedSessions(sessions, responses, given.Ids);
        Federation = new FederatedSignIn(
            requests,
            providers,
            pending,
            new OpenIdRedirects(given.Memory.Providers, new CodeExchange(given.Memory.Providers, given.Time), given.StandIns),
            new SamlRedirects(metadata, keys, given.Ids, given.Time),
            federated,
            entered);
        Saml = new SamlSignIn(
            requests,
            providers,
            pending,
            new PostedResponses(stores.Tickets, seal, given.Ids, given.Time),
            new PoolAssertions(metadata, keys, stores.Tickets, seal, given.Time),
            federated,
            entered);
        SamlLogout = new SingleLogout(providers, metadata, keys, new PendingLogouts(stores.Tickets, seal, given.Ids, given.Time), given.Ids, given.Time);
        Authorize = new AuthorizeEndpoint(requests, sessions, responses, Federation.BeginAsync);
        Token = new TokenEndpoint(stores.Pools, stores.Users, clients, codes, tokens.Refresh, tokens.Issuer);
        UserInfo = new UserInfoEndpoint(tokens.Access);
        Revoke = new RevokeEndpoint(clients, tokens.Refresh);
        Logout = new LogoutEndpoint(stores.Pools, requests, sessions, SamlLogout.BeginAsync);
        var signUp = new SignUpPages(calls, signIn, csrf, stores.Pools);
        Pages = new HostedPages(requests, csrf, pages.Looks, signIn, signUp, new RecoveryPages(calls, signIn, csrf), passkeys);
        Assets = new PageAssets(pages.Looks);
    }

    public AuthorizeEndpoint Authorize { get; }

    /// <summary>The way through external identity providers.</summary>
    public FederatedSignIn Federation { get; }

    /// <summary>The way back from SAML providers.</summary>
    public SamlSignIn Saml { get; }

    /// <summary>The way out of them.</summary>
    public SingleLogout SamlLogout { get; }

    public TokenEndpoint Token { get; }

    public UserInfoEndpoint UserInfo { get; }

    public RevokeEndpoint Revoke { get; }

    public LogoutEndpoint Logout { get; }

    public HostedPages Pages { get; }

    public PageAssets Assets { get; }
}
