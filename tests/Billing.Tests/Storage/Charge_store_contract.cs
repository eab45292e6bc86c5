using Billing.Charging;
using Billing.Refunding;
using Billing.Storage;
using Billing.Webhooks;
using ServiceDefaults;

namespace Billing.Tests.Storage;

/// <summary>What every charge store must do, whatever it is made of.</summary>
public abstract class Charge_store_contract
{
    private protected static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, 123, TimeSpan.Zero);

    /// <summary>A store on this test's data; a second one is another process on the same data.</summary>
    private protected abstract IBillingStore Open();

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Returns_what_was_stored()
    {
        var charge = ChargeNumber(1);
        await Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Captured(charge), Cancellation);

        Assert.Equal(charge, await Open().FindAsync(charge.ChargeId, Cancellation));
        Assert.Null(await Open().FindAsync("ch_other", Cancellation));
    }

    [Fact]
    public async Task Keeps_the_first_outcome_of_a_key()
    {
        var first = new CaptureOutcome.Captured(ChargeNumber(1));
        await Open().CaptureOnceAsync(new("caller", "key", "print"), first, Cancellation);

        Assert.Equal(first, await Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Captured(ChargeNumber(2)), Cancellation));
        Assert.Equal(first, await Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Declined("no"), Cancellation));
        Assert.IsType<CaptureOutcome.KeyReused>(
            await Open().CaptureOnceAsync(new("caller", "key", "other"), new CaptureOutcome.Captured(ChargeNumber(2)), Cancellation));
        Assert.Single(await Open().ListAsync(null, 10, null, Cancellation));
    }

    [Fact]
    public async Task Keeps_a_decline()
    {
        await Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Declined("no"), Cancellation);

        Assert.Equal(
            new CaptureOutcome.Declined("no"),
            await Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Captured(ChargeNumber(1)), Cancellation));
    }

    [Fact]
    public async Task Keeps_the_keys_of_two_callers_apart()
    {
        await Open().CaptureOnceAsync(new("one", "key", "print"), new CaptureOutcome.Captured(ChargeNumber(1)), Cancellation);
        await Open().CaptureOnceAsync(new("two", "key", "other"), new CaptureOutcome.Captured(ChargeNumber(2)), Cancellation);

        Assert.Equal(2, (await Open().ListAsync(null, 10, null, Cancellation)).Count);
    }

    [Fact]
    public async Task Captures_once_when_processes_race()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 12).Select(number => Task.Run(() =>
            Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Captured(ChargeNumber(number)), Cancellation))));

        Assert.Single(outcomes.Distinct());
        Assert.Single(await Open().ListAsync(null, 100, null, Cancellation));
    }

    [Fact]
    public async Task Refunds_no_more_than_was_captured_when_processes_race()
    {
        await Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Captured(ChargeNumber(1)), Cancellation);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 10).Select(number => Task.Run(() =>
            Open().RefundOnceAsync(null, new($"re_{number}", ChargeNumber(1).ChargeId, 300, Noon), Cancellation))));

        Assert.Equal(3, outcomes.OfType<RefundOutcome.Refunded>().Count());
        Assert.All(outcomes.OfType<RefundOutcome.MoreThanIsLeft>(), outcome => Assert.True(outcome.LeftMinor < 300));
        Assert.Equal(900, (await Open().FindAsync(ChargeNumber(1).ChargeId, Cancellation))!.RefundedMinor);
    }

    [Fact]
    public async Task Repeats_a_refund_as_it_was_though_nothing_is_left()
    {
        await Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Captured(ChargeNumber(1)), Cancellation);
        var claim = new Claim("caller", "key", "print");
        var first = await Open().RefundOnceAsync(claim, new("re_1", ChargeNumber(1).ChargeId, 600, Noon), Cancellation);
        await Open().RefundOnceAsync(null, new("re_2", ChargeNumber(1).ChargeId, 400, Noon), Cancellation);

        Assert.Equal(first, await Open().RefundOnceAsync(claim, new("re_3", ChargeNumber(1).ChargeId, 600, Noon), Cancellation));
        Assert.IsType<RefundOutcome.KeyReused>(
            await Open().RefundOnceAsync(claim with { Fingerprint = "other" }, new("re_4", ChargeNumber(1).ChargeId, 1, Noon), Cancellation));
    }

    [Fact]
    public async Task Lists_the_newest_first_from_behind_an_id()
    {
        foreach (var number in (int[])[2, 1, 4, 3])
        {
            await Open().CaptureOnceAsync(new("caller", $"{number}", "print"), new CaptureOutcome.Captured(ChargeNumber(number)), Cancellation);
        }

        var page = await Open().ListAsync("ord-1", 2, ChargeNumber(4).ChargeId, Cancellation);

        Assert.Equal([ChargeNumber(3), ChargeNumber(2)], page);
        Assert.Empty(await Open().ListAsync("ord-2", 2, null, Cancellation));
    }

    [Fact]
    public async Task Keeps_the_first_event_of_a_partner_s_id()
    {
        await Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Captured(ChargeNumber(1)), Cancellation);
        var claim = new Claim("acme", "evt_1", "print");
        var first = await Open().RecordOnceAsync(claim, Settled("evt_1", Noon), Cancellation);

        Assert.Equal(new RecordingOutcome.Recorded(Settled("evt_1", Noon)), first);
        Assert.Equal(first, await Open().RecordOnceAsync(claim, Settled("evt_1", Noon) with { ReceivedAt = Noon.AddHours(1) }, Cancellation));
        Assert.IsType<RecordingOutcome.EventIdReused>(
            await Open().RecordOnceAsync(claim with { Fingerprint = "other" }, Settled("evt_1", Noon.AddDays(-1)), Cancellation));
        Assert.Equal(Noon, (await Open().FindAsync(ChargeNumber(1).ChargeId, Cancellation))!.SettledAt);
    }

    [Fact]
    public async Task Keeps_the_events_of_two_partners_apart()
    {
        await Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Captured(ChargeNumber(1)), Cancellation);
        await Open().RecordOnceAsync(new("acme", "evt_1", "print"), Settled("evt_1", Noon), Cancellation);
        var disputed = Settled("evt_1", Noon.AddHours(1)) with { Type = PaymentEventTypes.Disputed };

        Assert.Equal(
            new RecordingOutcome.Recorded(disputed), await Open().RecordOnceAsync(new("globex", "evt_1", "other"), disputed, Cancellation));
        Assert.Equal(
            [ChargeNumber(1) with { SettledAt = Noon, DisputedAt = Noon.AddHours(1) }],
            await Open().ListAsync(null, 10, null, Cancellation));
    }

    [Fact]
    public async Task Records_no_event_of_a_charge_that_it_does_not_have()
    {
        Assert.IsType<RecordingOutcome.NoSuchCharge>(
            await Open().RecordOnceAsync(new("acme", "evt_1", "print"), Settled("evt_1", Noon), Cancellation));

        await Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Captured(ChargeNumber(1)), Cancellation);
        Assert.IsType<RecordingOutcome.Recorded>(
            await Open().RecordOnceAsync(new("acme", "evt_1", "print"), Settled("evt_1", Noon), Cancellation));
    }

    [Fact]
    public async Task Records_an_event_once_when_processes_race()
    {
        await Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Captured(ChargeNumber(1)), Cancellation);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 12).Select(number => Task.Run(() => Open().RecordOnceAsync(
            new("acme", "evt_1", "print"), Settled("evt_1", Noon) with { ReceivedAt = Noon.AddSeconds(number) }, Cancellation))));

        Assert.IsType<RecordingOutcome.Recorded>(Assert.Single(outcomes.Distinct()));
    }

    [Fact]
    public async Task Keeps_every_digit()
    {
        var charge = ChargeNumber(1) with { AmountMinor = long.MaxValue };
        await Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Captured(charge), Cancellation);
        await Open().RefundOnceAsync(null, new("re_1", charge.ChargeId, long.MaxValue - 1, Noon), Cancellation);

        Assert.Equal(charge with { RefundedMinor = long.MaxValue - 1 }, await Open().FindAsync(charge.ChargeId, Cancellation));
    }

    [Fact]
    public async Task Answers_a_repeat_with_the_charge_as_it_is_now()
    {
        var claim = new Claim("caller", "key", "print");
        await Open().CaptureOnceAsync(claim, new CaptureOutcome.Captured(ChargeNumber(1)), Cancellation);
        await Open().RefundOnceAsync(null, new("re_1", ChargeNumber(1).ChargeId, 400, Noon), Cancellation);

        Assert.Equal(
            new CaptureOutcome.Captured(ChargeNumber(1) with { RefundedMinor = 400 }),
            await Open().CaptureOnceAsync(claim, new CaptureOutcome.Captured(ChargeNumber(2)), Cancellation));
    }

    [Fact]
    public async Task Decides_once_when_processes_race_with_different_outcomes()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 12).Select(number => Task.Run(() => Open().CaptureOnceAsync(
            new("caller", "key", "print"),
            number % 2 == 0 ? new CaptureOutcome.Captured(ChargeNumber(number)) : new CaptureOutcome.Declined("no"), Cancellation))));

        var decided = Assert.Single(outcomes.Distinct());
        Assert.Equal(decided is CaptureOutcome.Captured ? 1 : 0, (await Open().ListAsync(null, 100, null, Cancellation)).Count);
    }

    [Fact]
    public async Task Refunds_once_when_processes_race_with_one_key_for_all_that_is_left()
    {
        await Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Captured(ChargeNumber(1)), Cancellation);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 12).Select(number => Task.Run(() => Open().RefundOnceAsync(
            new("caller", "key", "print"), new($"re_{number}", ChargeNumber(1).ChargeId, 1000, Noon), Cancellation))));

        Assert.IsType<RefundOutcome.Refunded>(Assert.Single(outcomes.Distinct()));
        Assert.Equal(1000, (await Open().FindAsync(ChargeNumber(1).ChargeId, Cancellation))!.RefundedMinor);
    }

    [Fact]
    public async Task Adds_up_the_refunds_of_keys_that_race()
    {
        await Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Captured(ChargeNumber(1)), Cancellation);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 10).Select(number => Task.Run(() => Open().RefundOnceAsync(
            new("caller", $"{number}", "print"), new($"re_{number}", ChargeNumber(1).ChargeId, 100, Noon), Cancellation))));

        var refunds = outcomes.Cast<RefundOutcome.Refunded>().Select(outcome => outcome.Refund.RefundedMinor);
        Assert.Equal([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000], refunds.Order());
    }

    [Fact]
    public async Task Refuses_a_refund_of_a_charge_that_it_does_not_have_and_forgets_the_key()
    {
        var claim = new Claim("caller", "key", "print");
        Assert.IsType<RefundOutcome.NoSuchCharge>(await Open().RefundOnceAsync(claim, new("re_1", ChargeNumber(1).ChargeId, 1, Noon), Cancellation));
        await Open().CaptureOnceAsync(claim, new CaptureOutcome.Captured(ChargeNumber(1)), Cancellation);

        Assert.IsType<RefundOutcome.MoreThanIsLeft>(await Open().RefundOnceAsync(claim, new("re_2", ChargeNumber(1).ChargeId, 1001, Noon), Cancellation));
        Assert.IsType<RefundOutcome.Refunded>(await Open().RefundOnceAsync(claim, new("re_3", ChargeNumber(1).ChargeId, 1000, Noon), Cancellation));
    }

    [Fact]
    public async Task Shows_the_earliest_time_that_it_was_told_in_whatever_order()
    {
        await Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Captured(ChargeNumber(1)), Cancellation);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(hours => Task.Run(() => Open().RecordOnceAsync(
            new("acme", $"evt_{hours}", "print"), Settled($"evt_{hours}", Noon.AddHours(hours)), Cancellation))));

        Assert.All(outcomes, outcome => Assert.IsType<RecordingOutcome.Recorded>(outcome));
        var charge = await Open().FindAsync(ChargeNumber(1).ChargeId, Cancellation);
        Assert.Equal((Noon, null), (charge!.SettledAt, charge.DisputedAt));
    }

    [Fact]
    public async Task Knows_a_partner_s_id_again_though_the_charge_is_another()
    {
        await Open().CaptureOnceAsync(new("caller", "key", "print"), new CaptureOutcome.Captured(ChargeNumber(1)), Cancellation);
        await Open().RecordOnceAsync(new("acme", "evt_1", "print"), Settled("evt_1", Noon), Cancellation);

        Assert.IsType<RecordingOutcome.EventIdReused>(await Open().RecordOnceAsync(
            new("acme", "evt_1", "other"), Settled("evt_1", Noon) with { ChargeId = ChargeNumber(2).ChargeId }, Cancellation));
    }

    [Fact]
    public async Task Lists_page_by_page_what_it_lists_at_once()
    {
        var charges = Enumerable.Range(10, 23).Select(ChargeNumber).ToList();
        await Task.WhenAll(charges.Select(charge => Open().CaptureOnceAsync(
            new("caller", charge.ChargeId, "print"), new CaptureOutcome.Captured(charge), Cancellation)));

        List<Charge> seen = [];
        IReadOnlyList<Charge> page;
        do
        {
            page = await Open().ListAsync(null, 5, seen.LastOrDefault()?.ChargeId, Cancellation);
            seen.AddRange(page);
        }
        while (page.Count > 0);

        Assert.Equal(Enumerable.Reverse(charges), seen);
        Assert.Equal(seen, await Open().ListAsync(null, 100, null, Cancellation));
    }

    private protected static RecordedEvent Settled(string eventId, DateTimeOffset occurredAt) =>
        new(eventId, ChargeNumber(1).ChargeId, PaymentEventTypes.Settled, occurredAt, Noon);

    private protected static Charge ChargeNumber(int number) => new($"ch_{number:D26}", "ord-1", 1000, "EUR", 0, Noon);
}
