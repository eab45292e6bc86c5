namespace SigV4.Http.Credentials;

/// <summary>
/// There is nothing to sign with: no credentials were found, or the role could not be assumed. Nothing was sent. The message names
/// the role and what to do, and never a secret. It is a <see cref="HttpRequestException"/>, so what handles an unreachable
/// service handles this too.
/// </summary>
public sealed class CredentialsUnavailableException : HttpRequestException
{
    internal CredentialsUnavailableException(string message, bool isTransient, Exception? cause)
        : base(message, cause) => IsTransient = isTransient;

    /// <summary>Whether another try may help without anybody changing a setting or a policy: STS did not answer, or not now.</summary>
    public bool IsTransient { get; }
}
