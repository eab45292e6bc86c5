namespace SigV4;

/// <summary>Finds the secret that belongs to an access key id.</summary>
public interface ICredentialSource
{
    /// <param name="accessKeyId">As claimed by the request; not authenticated yet.</param>
    /// <param name="sessionToken">As sent; empty when none was.</param>
    CredentialLookup Find(ReadOnlySpan<char> accessKeyId, ReadOnlySpan<char> sessionToken);
}
