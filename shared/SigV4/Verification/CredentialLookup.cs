namespace SigV4;

/// <summary>What became of a search for credentials. The default value admits nobody.</summary>
public enum CredentialStatus
{
    /// <summary>Nobody has this access key id.</summary>
    Unknown,

    /// <summary>The session token does not belong to this access key id, or is no token.</summary>
    InvalidToken,

    /// <summary>They were valid once.</summary>
    Expired,

    /// <summary>They are valid.</summary>
    Found,
}

/// <summary>The answer of an <see cref="ICredentialSource"/>. Its text shows no secret.</summary>
public readonly struct CredentialLookup
{
    private CredentialLookup(CredentialStatus status, string? secretAccessKey = null, object? identity = null)
    {
        Status = status;
        SecretAccessKey = secretAccessKey;
        Identity = identity;
    }

    /// <summary>Nobody has this access key id.</summary>
    public static CredentialLookup Unknown => new(CredentialStatus.Unknown);

    /// <summary>The session token does not belong to this access key id, or is no token.</summary>
    public static CredentialLookup InvalidToken => new(CredentialStatus.InvalidToken);

    /// <summary>The credentials were valid once.</summary>
    public static CredentialLookup Expired => new(CredentialStatus.Expired);

    /// <summary>What the search came to.</summary>
    public CredentialStatus Status { get; }

    /// <summary>The secret, if found.</summary>
    public string? SecretAccessKey { get; }

    /// <summary>Whose they are: handed through to <see cref="VerificationResult.Identity"/> once the signature proves it.</summary>
    public object? Identity { get; }

    /// <summary>Valid credentials.</summary>
    public static CredentialLookup Found(string secretAccessKey, object? identity = null) => new(CredentialStatus.Found, secretAccessKey, identity);

    /// <inheritdoc/>
    public override string ToString() => Status.ToString();
}
