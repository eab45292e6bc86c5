using Orders.Charging;
using Orders.Ordering;

namespace Orders.Cancelling;

/// <summary>
/// Cancels orders: store that it is to be, refund, store that it is. A crash in between leaves an order in
/// <see cref="OrderStatus.Cancelling"/>, and finishing that again refunds nothing twice.
/// </summary>
internal sealed class OrderCancellation(IOrderStore store, BillingClient billing, ILogger<OrderCancellation> log)
{
    public async Task<CancellingOutcome> CancelAsync(string orderId, CancellationToken cancellation)
    {
        if (await store.FindAsync(orderId, cancellation) is not { } order)
        {
            return new CancellingOutcome.NoSuchOrder();
        }

        if (order.Status == OrderStatus.Confirmed)
        {
            order = await store.MoveAsync(order with { Status = OrderStatus.Cancelling }, from: OrderStatus.Confirmed, cancellation);
        }

        return await FinishAsync(order, cancellation);
    }

    /// <summary>Refunds an order that is being cancelled.</summary>
    public async Task<CancellingOutcome> FinishAsync(Order order, CancellationToken cancellation)
    {
        if (order.Status == OrderStatus.Cancelled)
        {
            return new CancellingOutcome.Cancelled(order);
        }

        if (order is not { Status: OrderStatus.Cancelling, ChargeId: { } chargeId })
        {
            return new CancellingOutcome.NotCancellable(order.Status);
        }

        switch (await billing.RefundAsync(order, chargeId, cancellation))
        {
            case BillingAnswer.Refunded:
                // Billing has refunded: that is stored even if the caller has gone.
                var cancelled = await store.MoveAsync(order with { Status = OrderStatus.Cancelled }, from: OrderStatus.Cancelling, CancellationToken.None);
                Log.Cancelled(log, order.OrderId, chargeId);
                return new CancellingOutcome.Cancelled(cancelled);
            case BillingAnswer.OutOfReach:
                return new CancellingOutcome.BillingOutOfReach();
            default:
                return new CancellingOutcome.BillingRefused();
        }
    }
}
