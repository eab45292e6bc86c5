using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using SigV4;
using SigV4.Http;

namespace Harness.Targets;

/// <summary>Clients of a target, the same wherever it runs.</summary>
internal static class TargetClients
{
    public static AmazonSecurityTokenServiceClient Sts(Uri endpoint, string region, AwsCredentials credentials) =>
        new(ApiConnection.ForSdk(credentials), new AmazonSecurityTokenServiceConfig { ServiceURL = endpoint.AbsoluteUri, AuthenticationRegion = region, MaxErrorRetry = 0 });

    public static HttpClient Api(Uri url, string region, AwsCredentials? credentials, string service, TimeProvider time)
    {
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false };
        HttpMessageHandler handler = credentials is null
            ? sockets
            : new SigV4SigningHandler(new SigV4SigningOptions { Service = service, Region = region, Credentials = ApiConnection.ForSdk(credentials) }, sockets, time);
        return new HttpClient(handler) { BaseAddress = new Uri(url.AbsoluteUri.TrimEnd('/') + "/") };
    }

    public static async Task<AwsCredentials> AssumeAsync(AmazonSecurityTokenServiceClient sts, string roleArn, Action<AssumeRoleRequest>? change)
    {
        var request = new AssumeRoleRequest { RoleArn = roleArn, RoleSessionName = "test" };
        change?.Invoke(request);
        var session = (await sts.AssumeRoleAsync(request).ConfigureAwait(false)).Credentials;
        return new AwsCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken);
    }
}
