namespace SigV4;

/// <summary>The headers that make a request a signed one. Its text shows none of their values.</summary>
/// <param name="Authorization">The <c>Authorization</c> header.</param>
/// <param name="Date">The <c>X-Amz-Date</c> header.</param>
/// <param name="SecurityToken">The <c>X-Amz-Security-Token</c> header; null for long-term keys.</param>
/// <param name="ContentSha256">The <c>X-Amz-Content-Sha256</c> header; null where it is not sent.</param>
public readonly record struct SignatureHeaders(string Authorization, string Date, string? SecurityToken, string? ContentSha256)
{
    /// <summary>The time alone: neither a signature nor a token reaches a log.</summary>
    public override string ToString() => Date;
}
