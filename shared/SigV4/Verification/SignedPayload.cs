namespace SigV4;

/// <summary>What a proven signature says of a body that is yet to be read.</summary>
/// <param name="Hash">What was declared: the body's hash, or how it comes.</param>
/// <param name="SignedAt">The time of the signature.</param>
/// <param name="Chunks">What proves the chunks; null of a body without signed ones. It serves one reading.</param>
public sealed record SignedPayload(PayloadHash Hash, DateTimeOffset SignedAt, ChunkSignatures? Chunks);
