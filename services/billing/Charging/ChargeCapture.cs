using System.Globalization;
using Billing.Identifiers;
using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Billing.Charging;

/// <summary>Decides about charges. A key is decided once; what was decided then is the answer ever after.</summary>
internal sealed class ChargeCapture(
    IChargeStore store, IIdSource ids, TimeProvider time, IOptions<ChargeOptions> options, ILogger<ChargeCapture> log)
{
    public async Task<CaptureOutcome> CaptureAsync(ChargeDraft draft, string caller, string key, CancellationToken cancellation)
    {
        var claim = new Claim(caller, key, Fingerprint.Of(draft, ChargingJson.Default.ChargeDraft));
        var outcome = await store.CaptureOnceAsync(claim, Decide(draft), cancellation);
        switch (outcome)
        {
            case CaptureOutcome.Captured(var charge):
                Log.Captured(log, charge.ChargeId, charge.OrderId, charge.AmountMinor, charge.Currency);
                // A repeat answers as the first request did, whatever has happened to the charge since.
                return new CaptureOutcome.Captured(charge with { RefundedMinor = 0, SettledAt = null, DisputedAt = null });
            case CaptureOutcome.Declined(var reason):
                Log.Declined(log, draft.OrderId, draft.AmountMinor, draft.Currency, reason);
                return outcome;
            default:
                Log.KeyReused(log, draft.OrderId);
                return outcome;
        }
    }

    private CaptureOutcome Decide(ChargeDraft draft)
    {
        var limitMinor = options.Value.ChargeLimitMinor;
        return draft.AmountMinor > limitMinor
            ? new CaptureOutcome.Declined(string.Create(CultureInfo.InvariantCulture,
                $"The amount of {draft.AmountMinor} minor units exceeds the limit of {limitMinor} for one charge."))
            : new CaptureOutcome.Captured(new Charge(
                ids.Next(Ids.Charge), draft.OrderId, draft.AmountMinor, draft.Currency, RefundedMinor: 0, time.GetStorableNow()));
    }
}
