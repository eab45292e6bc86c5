using Microsoft.Extensions.Options;
using Orders.Cancelling;
using Orders.Ordering;
using Orders.Placing;

namespace Orders.Resuming;

/// <summary>
/// Finishes what a crash, or billing's absence, left unfinished: at the start, and then now and again. A request or another
/// process may be at the same order; each step is safe to take twice.
/// </summary>
internal sealed class OrderResumption(
    IOrderStore store, OrderPlacement placing, OrderCancellation cancelling, TimeProvider time, IOptions<ResumingOptions> options,
    ILogger<OrderResumption> log)
    : BackgroundService
{
    private const int BatchSize = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ResumeAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // The next round may fare better; ending here would end the whole service.
                Log.Failed(log, failure);
            }

            await Task.Delay(options.Value.Interval, time, stoppingToken);
        }
    }

    /// <summary>One round over everything unfinished. It ends early when billing is out of reach, or no receipt can be kept.</summary>
    public async Task ResumeAsync(CancellationToken cancellation)
    {
        var createdBefore = time.GetUtcNow() - options.Value.MinimumAge;
        string? after = null;
        while (true)
        {
            var orders = await store.ListUnfinishedAsync(createdBefore, BatchSize, after, cancellation);
            foreach (var order in orders)
            {
                Log.Resuming(log, order.OrderId, order.Status);
                if (!await FinishAsync(order, cancellation))
                {
                    return;
                }
            }

            if (orders.Count < BatchSize)
            {
                return;
            }

            after = orders[^1].OrderId;
        }
    }

    /// <summary>False if the next order would fare no better.</summary>
    private async Task<bool> FinishAsync(Order order, CancellationToken cancellation) => order.Status == OrderStatus.Pending
        ? await placing.SettleAsync(order, cancellation) is not (PlacingOutcome.BillingOutOfReach or PlacingOutcome.ReceiptNotKept)
        : await cancelling.FinishAsync(order, cancellation) is not CancellingOutcome.BillingOutOfReach;
}
