using Billing.Identifiers;
using ServiceDefaults;

namespace Billing.Webhooks;

/// <summary>Records what partners say happened to charges, once for each of a partner's event ids.</summary>
internal sealed class PaymentEventRecording(IPaymentEventStore store, TimeProvider time, ILogger<PaymentEventRecording> log)
{
    public async Task<RecordingOutcome> RecordAsync(string partner, PaymentEvent told, CancellationToken cancellation)
    {
        if (!Ids.Charge.Fits(told.ChargeId))
        {
            return new RecordingOutcome.NoSuchCharge();
        }

        var claim = new Claim(partner, told.EventId, Fingerprint.Of(told, WebhooksJson.Default.PaymentEvent));
        var received = new RecordedEvent(told.EventId, told.ChargeId, told.Type, told.OccurredAt, time.GetStorableNow());
        var outcome = await store.RecordOnceAsync(claim, received, cancellation);
        if (outcome is RecordingOutcome.Recorded)
        {
            Log.Recorded(log, partner, told.EventId, told.Type, told.ChargeId);
        }
        else
        {
            Log.NotRecorded(log, partner, told.EventId, told.ChargeId, outcome.ToString());
        }

        return outcome;
    }
}
