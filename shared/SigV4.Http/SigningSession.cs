using Amazon.Runtime;
using Microsoft.Extensions.Logging;
using SigV4.Http.Credentials;
using SigV4.Http.Time;

namespace SigV4.Http;

/// <summary>
/// What all handlers of one client share and what outlives each of them (the factory replaces handlers every few minutes): the role's
/// session, the derived keys and the corrected clock.
/// </summary>
internal sealed class SigningSession : IDisposable
{
    private readonly AWSCredentials credentials;
    private readonly AssumedRoleCredentials? assumed;

    public SigningSession(SigV4SigningOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        Log = loggers.CreateLogger<SigV4SigningHandler>();
        Clock = new SigningClock(time);
        Signer = new SigV4Signer(options.Region, options.Service);
        MaxBufferedBodyBytes = options.MaxBufferedBodyBytes;
        var caller = options.Credentials ?? new EnvironmentCredentials();
        assumed = options.AssumeRole is { } role ? new AssumedRoleCredentials(role, caller, options.Region, time, Log) : null;
        credentials = assumed ?? caller;
    }

    public ILogger Log { get; }

    public SigningClock Clock { get; }

    public SigV4Signer Signer { get; }

    public long MaxBufferedBodyBytes { get; }

    public AwsCredentials Credentials() => From(credentials.GetCredentials());

    public async ValueTask<AwsCredentials> CredentialsAsync(CancellationToken cancellationToken) =>
        From(await credentials.GetCredentialsAsync().WaitAsync(cancellationToken).ConfigureAwait(false));

    public void Dispose() => assumed?.Dispose();

    private static AwsCredentials From(ImmutableCredentials credentials) =>
        new(credentials.AccessKey, credentials.SecretKey, credentials.UseToken ? credentials.Token : null);
}
