using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.SharedInterfaces;
using Amazon.SecurityToken;
using Amazon.Util.Internal;
using Microsoft.Extensions.Logging;

namespace SigV4.Http.Credentials;

/// <summary>
/// A session of a role. The AWS SDK's <see cref="RefreshingAWSCredentials"/> does the renewing: one caller at a time asks STS, in the
/// background while the old session is still good. The SDK's own AssumeRoleAWSCredentials differs in that it makes its STS client by
/// reflection, which a trimmed application cannot, and takes neither region nor clock.
/// </summary>
internal sealed class AssumedRoleCredentials : RefreshingAWSCredentials
{
    // As long before its end as the SDK renews a session of an hour; a third of a shorter one, lest it be renewed at every request.
    private static readonly TimeSpan EarliestRenewal = TimeSpan.FromMinutes(15);

    private readonly AssumeRoleOptions role;
    private readonly AssumeRoleAWSCredentialsOptions request;
    private readonly SdkClock clock;
    private readonly Lazy<AmazonSecurityTokenServiceClient> sts;
    private readonly ILogger log;

    public AssumedRoleCredentials(AssumeRoleOptions role, AWSCredentials caller, string region, TimeProvider time, ILogger log)
        : this(role, caller, region, new SdkClock(time), log)
    {
    }

    private AssumedRoleCredentials(AssumeRoleOptions role, AWSCredentials caller, string region, SdkClock clock, ILogger log)
        : base(clock)
    {
        this.role = role;
        this.clock = clock;
        this.log = log;
        request = new AssumeRoleAWSCredentialsOptions
        {
            DurationSeconds = (int)role.Duration.TotalSeconds,
            ExternalId = role.ExternalId,
            Policy = role.SessionPolicy,
        };
        // Made at the first request: the SDK's configuration reads AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL and the profile then.
        sts = new(() => new AmazonSecurityTokenServiceClient(
            caller, new AmazonSecurityTokenServiceConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(region) }));
        PreemptExpiryTime = role.Duration / 3 < EarliestRenewal ? role.Duration / 3 : EarliestRenewal;
    }

    protected override CredentialsRefreshState GenerateNewCredentials()
    {
        try
        {
            return Begin(Sts.CredentialsFromAssumeRoleAuthentication(role.RoleArn, role.SessionName, request));
        }
        catch (Exception failure) when (failure is not CredentialsUnavailableException)
        {
            throw Refused(failure);
        }
    }

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        try
        {
            return Begin(await Sts.CredentialsFromAssumeRoleAuthenticationAsync(role.RoleArn, role.SessionName, request).ConfigureAwait(false));
        }
        catch (Exception failure) when (failure is not CredentialsUnavailableException)
        {
            throw Refused(failure);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && sts.IsValueCreated)
        {
            sts.Value.Dispose();
        }

        base.Dispose(disposing);
    }

    // The interface through which the SDK's own credentials ask: the only one that also works synchronously.
    private ICoreAmazonSTS Sts => sts.Value;

    private CredentialsRefreshState Begin(AssumeRoleImmutableCredentials session)
    {
        Log.RoleAssumed(log, role.RoleArn, role.SessionName, session.Expiration);
        return new CredentialsRefreshState(session, session.Expiration, clock);
    }

    private CredentialsUnavailableException Refused(Exception failure)
    {
        var refusal = AssumeRoleFailure.Explain(role, sts.IsValueCreated ? sts.Value.Config : null, failure);
        Log.RoleNotAssumed(log, refusal.Message);
        return refusal;
    }

    private sealed class SdkClock(TimeProvider time) : ITimeProvider
    {
        public DateTime CorrectedUtcNow => time.GetUtcNow().UtcDateTime;
    }
}
