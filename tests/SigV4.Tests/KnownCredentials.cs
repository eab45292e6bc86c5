namespace SigV4.Tests;

/// <summary>Knows one caller, by access key id and session token.</summary>
public sealed class KnownCredentials(AwsCredentials credentials) : ICredentialSource
{
    public CredentialLookup Find(ReadOnlySpan<char> accessKeyId, ReadOnlySpan<char> sessionToken)
    {
        if (!accessKeyId.SequenceEqual(credentials.AccessKeyId))
        {
            return CredentialLookup.Unknown;
        }

        return sessionToken.SequenceEqual(credentials.SessionToken) ? CredentialLookup.Found(credentials.SecretAccessKey, "somebody") : CredentialLookup.InvalidToken;
    }
}
