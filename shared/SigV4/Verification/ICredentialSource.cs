namespace SigV4;

/// <summary>Finds the secret that belongs to an access key id.</summary>
public interface ICredentialSource
{
    /// <param name="accessKeyId">As claimed by the request; not authenticated yet.</param>
    /// <param name="sessionToken">As sent; empty when none was.</param>
    CredentialLookup Find(ReadOnlySpan<char> accessKeyId, ReadOnlySpan<char> sessionToken);

    /// <summary>Tells that a signature with credentials of this source held.</summary>
    /// <param name="identity">What <see cref="Find"/> said of them.</param>
    /// <param name="scope">What the signature is for.</param>
    /// <param name="now">The server's time.</param>
    void Proven(object? identity, in CredentialScope scope, DateTimeOffset now)
    {
    }
}
