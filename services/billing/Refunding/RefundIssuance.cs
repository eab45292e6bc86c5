using Billing.Identifiers;
using ServiceDefaults;

namespace Billing.Refunding;

/// <summary>Gives money back, never more than was taken, and once for each key.</summary>
internal sealed class RefundIssuance(IRefundStore store, IIdSource ids, TimeProvider time, ILogger<RefundIssuance> log)
{
    public async Task<RefundOutcome> RefundAsync(
        string chargeId, RefundDraft draft, string caller, string? key, CancellationToken cancellation)
    {
        var refundId = ids.Next(Ids.Refund);
        // Without a key each request is a refund of its own.
        var claim = key is null ? null : new Claim(caller, key, $"{chargeId} {Fingerprint.Of(draft, RefundingJson.Default.RefundDraft)}");
        var outcome = await store.RefundOnceAsync(claim, new(refundId, chargeId, draft.AmountMinor, time.GetStorableNow()), cancellation);
        if (outcome is RefundOutcome.Refunded(var refund))
        {
            Log.Refunded(log, refund.RefundId, refund.ChargeId, refund.AmountMinor, refund.Currency);
        }
        else
        {
            Log.NotRefunded(log, chargeId, draft.AmountMinor, outcome.ToString());
        }

        return outcome;
    }
}
