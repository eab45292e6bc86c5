using ServiceDefaults;

namespace Billing.Webhooks;

/// <summary>The payment events that billing remembers: one transaction, also against other processes on the same data.</summary>
internal interface IPaymentEventStore
{
    /// <summary>
    /// Stores the event if the claim is the first on its key, and its charge is there; otherwise returns what was stored then, or why
    /// nothing was. The claim's caller is the partner, its key the partner's id of the event.
    /// </summary>
    Task<RecordingOutcome> RecordOnceAsync(Claim claim, RecordedEvent received, CancellationToken cancellation);
}
