using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace SigV4.Http.Credentials;

/// <summary>
/// What the AWS SDK finds by itself, looked for at the first request and not when the client is built: the search may read files
/// and ask the container or instance.
/// </summary>
internal sealed class EnvironmentCredentials : AWSCredentials
{
    // The resolver keeps what it found until the environment or the credentials file changes.
    public override ImmutableCredentials GetCredentials()
    {
        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials().GetCredentials();
        }
        catch (AmazonClientException notFound)
        {
            throw NotFound(notFound);
        }
    }

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        try
        {
            var credentials = await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync().ConfigureAwait(false);
            return await credentials.GetCredentialsAsync().ConfigureAwait(false);
        }
        catch (AmazonClientException notFound)
        {
            throw NotFound(notFound);
        }
    }

    private static CredentialsUnavailableException NotFound(AmazonClientException cause) => new(
        "No AWS credentials were found to sign with. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN), or AWS_PROFILE, "
        + "or give SigV4SigningOptions.Credentials.",
        isTransient: false,
        cause);
}
