using Amazon.Runtime;
using SigV4;
using SigV4.Http;

namespace Harness;

/// <summary>What the callers of one stack share: where its APIs are, how requests are signed and sent, and how decisions are looked up.</summary>
internal sealed class ApiConnection(Func<string, Uri> urlOf, Func<HttpResponseMessage, AccessDecision?> decisionOf, string region, TimeProvider time, FaultInjection faults) : IDisposable
{
    private readonly SocketsHttpHandler sockets = Sockets();

    public Uri UrlOf(string api) => urlOf(api);

    public AccessDecision? DecisionOf(HttpResponseMessage response) => decisionOf(response);

    /// <summary>What sends requests by these credentials over connections that all callers share; unsigned without credentials.</summary>
    public HttpMessageInvoker Sender(AwsCredentials? credentials) => new(Handler(credentials, "execute-api", region, sockets), disposeHandler: false);

    /// <summary>The same with connections of its own.</summary>
    public HttpMessageHandler Handler(AwsCredentials? credentials, string service, string? otherRegion) => Handler(credentials, service, otherRegion ?? region, Sockets());

    public static AWSCredentials ForSdk(AwsCredentials credentials) => credentials.SessionToken is null
        ? new BasicAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey)
        : new SessionAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken);

    public void Dispose() => sockets.Dispose();

    private HttpMessageHandler Handler(AwsCredentials? credentials, string service, string region, HttpMessageHandler inner) => credentials is null
        ? inner
        : new SigV4SigningHandler(new SigV4SigningOptions { Service = service, Region = region, Credentials = ForSdk(credentials) }, new WrongClock.Unaware(faults, inner), new WrongClock(faults, time));

    private static SocketsHttpHandler Sockets() => new() { AllowAutoRedirect = false, UseCookies = false };
}
