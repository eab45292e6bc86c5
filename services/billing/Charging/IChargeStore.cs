using ServiceDefaults;

namespace Billing.Charging;

/// <summary>
/// The charges that billing remembers. Each method is one transaction, also against other processes on the same data: what it has
/// returned outlives a crash. Lists are for people, and may lag by moments.
/// </summary>
internal interface IChargeStore
{
    /// <summary>
    /// Stores the proposed outcome if the claim is the first on its key; otherwise returns what was stored then, or
    /// <see cref="CaptureOutcome.KeyReused"/> if that was another request.
    /// </summary>
    Task<CaptureOutcome> CaptureOnceAsync(Claim claim, CaptureOutcome proposed, CancellationToken cancellation);

    Task<Charge?> FindAsync(string chargeId, CancellationToken cancellation);

    /// <summary>The newest first, of one order or of all, from behind the id <paramref name="after"/> on.</summary>
    Task<IReadOnlyList<Charge>> ListAsync(string? orderId, int limit, string? after, CancellationToken cancellation);
}
