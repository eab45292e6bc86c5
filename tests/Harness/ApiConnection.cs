using Amazon.Runtime;
using Emulation.Gateway.Apis;
using SigV4;
using SigV4.Http;

namespace Harness;

/// <summary>What the callers of one stack share: where its APIs are, how requests are signed and sent, and how decisions are looked up.</summary>
/// <param name="urlOf">The URL of an API's stage, by its logical id.</param>
/// <param name="decisionOf">Looks up the decision behind an answer; null on AWS, which does not tell.</param>
/// <param name="region">The region to sign for.</param>
/// <param name="time">The clock to sign by.</param>
/// <param name="apiOf">An API with its routes as the template declares them, by its logical id; null where no template tells.</param>
/// <param name="faults">What may go wrong on purpose; null where nothing can.</param>
internal sealed class ApiConnection(
    Func<string, Uri> urlOf, Func<HttpResponseMessage, CancellationToken, Task<AccessDecision?>>? decisionOf, string region, TimeProvider time,
    Func<string, DeployedApi?> apiOf, FaultInjection? faults = null) : IDisposable
{
    private readonly SocketsHttpHandler sockets = Sockets(isLocal: decisionOf is not null);

    public Uri UrlOf(string api) => urlOf(api);

    /// <summary>Whether who answers tells its decisions: an answer without one was then decided by no statement.</summary>
    public bool TellsDecisions => decisionOf is not null;

    public Task<AccessDecision?> DecisionOfAsync(HttpResponseMessage response, CancellationToken cancellation) =>
        decisionOf?.Invoke(response, cancellation) ?? Task.FromResult<AccessDecision?>(null);

    public DeployedApi? ApiOf(string api) => apiOf(api);

    /// <summary>A caller with a session that is assumed by its first call.</summary>
    public ApiCaller As(string role, Func<Task<AwsCredentials>> assume) => new(role, this, async () => await assume().ConfigureAwait(false));

    /// <summary>A caller with a session that is made at once where a name is all that it has, and assumed by its first call otherwise.</summary>
    public ApiCaller As(string role, RoleSession session, Func<AwsCredentials> make, Func<Task<AwsCredentials>> assume)
    {
        if (session.IsAssumed)
        {
            return As(role, assume);
        }

        var made = Task.FromResult(make());
        return As(role, () => made);
    }

    public ApiCaller As(AwsCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return new ApiCaller(credentials.AccessKeyId, this, () => Task.FromResult<AwsCredentials?>(credentials));
    }

    public ApiCaller AsUser(string token, string header) => new("a user", this, null, headers => headers.TryAddWithoutValidation(header, token));

    public ApiCaller AsUser(UserTokens tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return AsUser(tokens.IdToken, "Authorization");
    }

    public ApiCaller AsNobody() => new("nobody", this, null);

    /// <summary>The service that calls of an API are signed for.</summary>
    public string ServiceOf(string api) => apiOf(api)?.SigningService ?? "execute-api";

    /// <summary>What sends requests by these credentials over connections that all callers share; unsigned without credentials.</summary>
    public HttpMessageInvoker Sender(AwsCredentials? credentials, string service) => new(Handler(credentials, service, region, sockets), disposeHandler: false);

    /// <summary>A client of an API with connections of its own; unsigned without credentials.</summary>
    public HttpClient Client(string api, AwsCredentials? credentials, string service, string? otherRegion) =>
        new(Handler(credentials, service, otherRegion ?? region, Sockets(TellsDecisions))) { BaseAddress = new Uri(urlOf(api).AbsoluteUri.TrimEnd('/') + "/") };

    public static AWSCredentials ForSdk(AwsCredentials credentials) => credentials.SessionToken is null
        ? new BasicAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey)
        : new SessionAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken);

    public void Dispose() => sockets.Dispose();

    private HttpMessageHandler Handler(AwsCredentials? credentials, string service, string signedRegion, HttpMessageHandler inner)
    {
        if (credentials is null)
        {
            return inner;
        }

        var options = new SigV4SigningOptions { Service = service, Region = signedRegion, Credentials = ForSdk(credentials) };
        return faults is null
            ? new SigV4SigningHandler(options, inner, time)
            : new SigV4SigningHandler(options, new WrongClock.Unaware(faults, inner), new WrongClock(faults, time));
    }

    /// <summary>Between a test and a LocalAws stands no proxy; between it and AWS there may be one.</summary>
    private static SocketsHttpHandler Sockets(bool isLocal) => new() { AllowAutoRedirect = false, UseCookies = false, UseProxy = !isLocal };
}
