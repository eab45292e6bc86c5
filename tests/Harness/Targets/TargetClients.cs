using Amazon.Runtime;
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

    /// <summary>Of a LocalAws, past any proxy.</summary>
    public static AmazonSecurityTokenServiceClient LocalSts(Uri endpoint, string region, AwsCredentials credentials, int retries = 0) => new(
        ApiConnection.ForSdk(credentials),
        new AmazonSecurityTokenServiceConfig { ServiceURL = endpoint.AbsoluteUri, AuthenticationRegion = region, MaxErrorRetry = retries, HttpClientFactory = new NoProxy() });

    /// <summary>Signs for a service of AWS.</summary>
    public static HttpClient Signed(Uri url, string region, AwsCredentials credentials, string service)
    {
        var options = new SigV4SigningOptions { Service = service, Region = region, Credentials = ApiConnection.ForSdk(credentials) };
        return new HttpClient(new SigV4SigningHandler(options, new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = true }, TimeProvider.System)) { BaseAddress = url };
    }

    public static async Task<AwsCredentials> AssumeAsync(AmazonSecurityTokenServiceClient sts, string roleArn, Action<AssumeRoleRequest>? change)
    {
        var request = new AssumeRoleRequest { RoleArn = roleArn, RoleSessionName = "test" };
        change?.Invoke(request);
        var session = (await sts.AssumeRoleAsync(request).ConfigureAwait(false)).Credentials;
        return new AwsCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken);
    }
    private sealed class NoProxy : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    }
}
