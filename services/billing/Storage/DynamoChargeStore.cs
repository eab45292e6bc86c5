using Billing.Charging;
using Billing.Refunding;
using Billing.Webhooks;
using ServiceDefaults;

namespace Billing.Storage;

/// <summary>
/// Charges in a DynamoDB table. What must be written together is one transaction. Nothing is ever deleted, what was refunded only
/// grows, and the first time that an event tells only moves back: so what was read before a write, and made it pointless, still does.
/// Lists are those of indexes, which lag by moments.
/// </summary>
internal sealed class DynamoChargeStore(DynamoTable table) : IBillingStore
{
    private const string OrderIndex = "order";
    private const string ListIndex = "list";

    public async Task<CaptureOutcome> CaptureOnceAsync(Claim claim, CaptureOutcome proposed, CancellationToken cancellation)
    {
        TableItem? first;
        if (proposed is CaptureOutcome.Captured(var charge))
        {
            var obstacles = await table.WriteAsync(
                [new TableWrite.New(ClaimItems.Captured(claim, charge.ChargeId)), new TableWrite.New(ChargeItems.Write(charge))], cancellation);
            first = obstacles is null
                ? null
                : obstacles.ItemAt(0) ?? throw new InvalidOperationException($"Another charge has the id {charge.ChargeId}.");
        }
        else
        {
            first = await table.PutNewAsync(ClaimItems.Declined(claim, ((CaptureOutcome.Declined)proposed).Reason), cancellation);
        }

        return first is null ? proposed : await CapturedBeforeAsync(claim, first, cancellation);
    }

    public async Task<RefundOutcome> RefundOnceAsync(Claim? claim, ProposedRefund proposed, CancellationToken cancellation)
    {
        while (true)
        {
            // The charge before the claim: a claim that is not there then was not there when the charge was read.
            var charge = await FindAsync(proposed.ChargeId, cancellation);
            if (charge is null || proposed.AmountMinor > charge.LeftMinor)
            {
                return claim is not null && await table.FindAsync(ClaimItems.KeyOfRefund(claim), cancellation) is { } before
                    ? await RefundedBeforeAsync(claim, before, cancellation)
                    : charge is null ? new RefundOutcome.NoSuchCharge() : new RefundOutcome.MoreThanIsLeft(charge.LeftMinor);
            }

            var refund = new Refund(
                proposed.RefundId, charge.ChargeId, proposed.AmountMinor, charge.Currency, charge.RefundedMinor + proposed.AmountMinor, proposed.CreatedAt);
            List<TableWrite> writes = [new TableWrite.New(RefundItems.Write(refund)), new TableWrite.Change(ChargeItems.Refund(charge, refund))];
            if (claim is not null)
            {
                writes.Add(new TableWrite.New(ClaimItems.Refunded(claim, refund.RefundId)));
            }

            var obstacles = await table.WriteAsync(writes, cancellation);
            if (obstacles is null)
            {
                return new RefundOutcome.Refunded(refund);
            }

            if (obstacles.ItemAt(0) is { } done)
            {
                // Ids are random: this is the refund itself, stored by a try whose answer was lost.
                return new RefundOutcome.Refunded(RefundItems.Read(done));
            }

            if (claim is not null && obstacles.ItemAt(2) is { } first)
            {
                return await RefundedBeforeAsync(claim, first, cancellation);
            }

            // Somebody else has refunded some of the charge: look again.
        }
    }

    public async Task<RecordingOutcome> RecordOnceAsync(Claim claim, RecordedEvent received, CancellationToken cancellation)
    {
        while (true)
        {
            var item = EventItems.Write(claim, received);
            TableItem? first;
            switch (await FindAsync(received.ChargeId, cancellation))
            {
                case null:
                    first = await table.FindAsync(EventItems.KeyOf(claim), cancellation);
                    return first is null ? new RecordingOutcome.NoSuchCharge() : RecordedBefore(claim, first);

                case var charge when ChargeItems.Knows(charge, received):
                    first = await table.PutNewAsync(item, cancellation);
                    return first is null ? new RecordingOutcome.Recorded(received) : RecordedBefore(claim, first);

                default:
                    var obstacles = await table.WriteAsync(
                        [new TableWrite.New(item), new TableWrite.Change(ChargeItems.Tell(received))], cancellation);
                    if (obstacles is null)
                    {
                        return new RecordingOutcome.Recorded(received);
                    }

                    if (obstacles.ItemAt(0) is { } before)
                    {
                        return RecordedBefore(claim, before);
                    }

                    // Another event has told the charge an earlier time: look again.
                    break;
            }
        }
    }

    public async Task<Charge?> FindAsync(string chargeId, CancellationToken cancellation) =>
        await table.FindAsync(ChargeItems.KeyOf(chargeId), cancellation) is { } item ? ChargeItems.Read(item) : null;

    public async Task<IReadOnlyList<Charge>> ListAsync(string? orderId, int limit, string? after, CancellationToken cancellation)
    {
        var items = orderId is null
            ? await table.QueryShardsAsync(Query(ListIndex, ChargeItems.List, limit, after), cancellation)
            : await table.QueryAsync(Query(OrderIndex, ChargeItems.OrderId, limit, after), orderId, cancellation);
        return items.ConvertAll(ChargeItems.Read);
    }

    private static IndexQuery Query(string index, string partitionName, int limit, string? after) =>
        new(index, partitionName, ChargeItems.ChargeId, limit, NewestFirst: true, after);

    private async Task<CaptureOutcome> CapturedBeforeAsync(Claim claim, TableItem first, CancellationToken cancellation)
    {
        if (!ClaimItems.IsOf(claim, first))
        {
            return new CaptureOutcome.KeyReused();
        }

        return ClaimItems.DeclinedReason(first) is { } reason
            ? new CaptureOutcome.Declined(reason)
            : new CaptureOutcome.Captured(await FindAsync(ClaimItems.ChargeId(first), cancellation) ?? throw Missing(first));
    }

    private async Task<RefundOutcome> RefundedBeforeAsync(Claim claim, TableItem first, CancellationToken cancellation)
    {
        if (!ClaimItems.IsOf(claim, first))
        {
            return new RefundOutcome.KeyReused();
        }

        var refund = await table.FindAsync(RefundItems.KeyOf(ClaimItems.RefundId(first)), cancellation) ?? throw Missing(first);
        return new RefundOutcome.Refunded(RefundItems.Read(refund));
    }

    private static RecordingOutcome RecordedBefore(Claim claim, TableItem first) =>
        ClaimItems.IsOf(claim, first) ? new RecordingOutcome.Recorded(EventItems.Read(claim, first)) : new RecordingOutcome.EventIdReused();

    private static InvalidOperationException Missing(TableItem claim) =>
        new($"What the claim '{claim.Text(DynamoTable.Key)}' stands for was never stored.");
}
