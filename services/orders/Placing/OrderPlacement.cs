using Orders.Charging;
using Orders.Identifiers;
using Orders.Ordering;
using Orders.Receipts;
using ServiceDefaults;

namespace Orders.Placing;

/// <summary>
/// Places orders: store, charge, keep the receipt, store what billing said. A crash between any two steps leaves a pending order, and
/// settling that again charges nobody twice, since the order's id is billing's idempotency key, and keeps the same receipt.
/// </summary>
internal sealed class OrderPlacement(
    IOrderStore store, BillingClient billing, IReceiptStore receipts, IIdSource ids, TimeProvider time, ILogger<OrderPlacement> log)
{
    /// <param name="draft">What is ordered.</param>
    /// <param name="caller">Whose key it is.</param>
    /// <param name="key">The idempotency key; without one each request is a new order.</param>
    /// <param name="cancellation">Ends when the caller has gone.</param>
    public async Task<PlacingOutcome> PlaceAsync(OrderDraft draft, string caller, string? key, CancellationToken cancellation)
    {
        var order = new Order
        {
            OrderId = ids.Next(Ids.Order),
            CustomerId = draft.CustomerId,
            Currency = draft.Currency,
            Items = draft.Items,
            TotalMinor = draft.TotalMinor,
            Status = OrderStatus.Pending,
            ChargeId = null,
            CreatedAt = time.GetStorableNow(),
        };
        var claim = key is null ? null : new Claim(caller, key, Fingerprint.Of(draft, PlacingJson.Default.OrderDraft));

        if (await store.PlaceOnceAsync(claim, order, cancellation) is not { } placed)
        {
            Log.KeyReused(log, draft.CustomerId);
            return new PlacingOutcome.KeyReused();
        }

        Log.Placed(log, placed.OrderId, placed.CustomerId, placed.TotalMinor, placed.Currency);
        return await SettleAsync(placed, cancellation);
    }

    /// <summary>Charges for an order that is pending, and answers for any other as was answered then.</summary>
    public async Task<PlacingOutcome> SettleAsync(Order order, CancellationToken cancellation)
    {
        if (order.Status != OrderStatus.Pending)
        {
            return OutcomeOf(order);
        }

        switch (await billing.ChargeAsync(order, cancellation))
        {
            case BillingAnswer.Captured(var chargeId):
                return await KeepReceiptAsync(order, chargeId)
                    ? await StoreAsync(order with { Status = OrderStatus.Confirmed, ChargeId = chargeId })
                    : new PlacingOutcome.ReceiptNotKept(order.OrderId);
            case BillingAnswer.Declined(var reason):
                return await StoreAsync(order with { Status = OrderStatus.Declined, DeclinedBecause = reason });
            case BillingAnswer.OutOfReach:
                return new PlacingOutcome.BillingOutOfReach(order.OrderId);
            default:
                return new PlacingOutcome.BillingRefused(order.OrderId);
        }
    }

    /// <summary>Before the order is confirmed, so that no confirmed order is without its receipt. Billing has charged: the caller is not waited for.</summary>
    private async Task<bool> KeepReceiptAsync(Order order, string chargeId)
    {
        try
        {
            await receipts.KeepAsync(Receipt.Of(order, chargeId), CancellationToken.None);
            return true;
        }
        catch (Exception failure)
        {
            // The network, a refusal, a bucket that is gone: whatever it was, the order stays pending, and is settled again.
            Log.ReceiptNotKept(log, failure, order.OrderId);
            return false;
        }
    }

    private async Task<PlacingOutcome> StoreAsync(Order settled)
    {
        // Billing has decided: that is stored even if the caller has gone. Somebody else may have stored it already.
        var stored = await store.MoveAsync(settled, from: OrderStatus.Pending, CancellationToken.None);
        Log.Settled(log, stored.OrderId, stored.Status);
        return OutcomeOf(stored);
    }

    // An order cancelled since was confirmed when it was placed, which is what the first answer said.
    private static PlacingOutcome OutcomeOf(Order order) => order.Status == OrderStatus.Declined
        ? new PlacingOutcome.Declined(order.OrderId, order.DeclinedBecause)
        : new PlacingOutcome.Confirmed(order with { Status = OrderStatus.Confirmed });
}
