using Amazon.DynamoDBv2;
using Billing.Charging;
using Billing.Refunding;
using Billing.Storage;
using Billing.Webhooks;
using DynamoServers;
using ServiceDefaults;

[assembly: AssemblyFixture(typeof(RunningServers))]

namespace Billing.Tests.Storage;

public sealed class A_DynamoDB_charge_store_on_moto(RunningServers servers) : DynamoDB_charge_store(servers, ServerProgram.Moto);

public sealed class A_DynamoDB_charge_store_on_dynoxide(RunningServers servers) : DynamoDB_charge_store(servers, ServerProgram.Dynoxide);

/// <summary>The contract on a table of each test's own, and what only this store is asked.</summary>
public abstract class DynamoDB_charge_store(RunningServers servers, ServerProgram program) : Charge_store_contract, IAsyncLifetime
{
    private static readonly Claim Claim = new("caller", "key", "print");
    private static readonly CaptureOutcome Captured = new CaptureOutcome.Captured(ChargeNumber(1));
    private static readonly ProposedRefund Refund = new("re_1", ChargeNumber(1).ChargeId, 400, Noon);

    private readonly FaultyNetwork network = new();
    private TestTable? table;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(program.AbsentBecause is not null, program.AbsentBecause ?? "");
        table = await TestTable.CreateAsync(await servers.GetAsync(program), "ChargesTable", Cancellation);
    }

    private protected override IBillingStore Open() => new DynamoChargeStore(table!.Open());

    [Fact]
    public async Task Captures_once_though_an_answer_was_lost()
    {
        network.Then(Fault.AnswerLost);
        Assert.Equal(Captured, await OverNetwork().CaptureOnceAsync(Claim, Captured, Cancellation));
        network.Then(Fault.AnswerLost);
        Assert.Equal(
            new CaptureOutcome.Declined("no"), await OverNetwork().CaptureOnceAsync(Claim with { Key = "other" }, new CaptureOutcome.Declined("no"), Cancellation));

        Assert.Single(await Open().ListAsync(null, 10, null, Cancellation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refunds_once_though_an_answer_was_lost(bool withKey)
    {
        await Open().CaptureOnceAsync(Claim, Captured, Cancellation);

        // The first request reads the charge.
        network.Then(Fault.None, Fault.AnswerLost);
        var outcome = await OverNetwork().RefundOnceAsync(withKey ? Claim : null, Refund, Cancellation);

        Assert.Equal(400, Assert.IsType<RefundOutcome.Refunded>(outcome).Refund.RefundedMinor);
        Assert.Equal(400, (await Open().FindAsync(ChargeNumber(1).ChargeId, Cancellation))!.RefundedMinor);
    }

    [Fact]
    public async Task Records_once_though_an_answer_was_lost()
    {
        await Open().CaptureOnceAsync(Claim, Captured, Cancellation);

        network.Then(Fault.None, Fault.AnswerLost);
        var first = await OverNetwork().RecordOnceAsync(new("acme", "evt_1", "print"), Settled("evt_1", Noon), Cancellation);
        network.Then(Fault.None, Fault.AnswerLost);
        var later = await OverNetwork().RecordOnceAsync(new("acme", "evt_2", "print"), Settled("evt_2", Noon.AddHours(1)), Cancellation);

        Assert.Equal(new RecordingOutcome.Recorded(Settled("evt_1", Noon)), first);
        Assert.Equal(new RecordingOutcome.Recorded(Settled("evt_2", Noon.AddHours(1))), later);
        Assert.Equal(Noon, (await Open().FindAsync(ChargeNumber(1).ChargeId, Cancellation))!.SettledAt);
    }

    [Fact]
    public async Task Keeps_what_it_wrote_before_a_crash_for_the_process_after_it()
    {
        var dying = new DynamoChargeStore(table!.OpenOnce(network));
        network.Then(Fault.AnswerLost, Fault.None, Fault.AnswerLost, Fault.None, Fault.AnswerLost);
        await Assert.ThrowsAnyAsync<Exception>(() => dying.CaptureOnceAsync(Claim, Captured, Cancellation));
        await Assert.ThrowsAnyAsync<Exception>(() => dying.RefundOnceAsync(Claim, Refund, Cancellation));
        await Assert.ThrowsAnyAsync<Exception>(() => dying.RecordOnceAsync(new("acme", "evt_1", "print"), Settled("evt_1", Noon), Cancellation));

        Assert.Equal(
            new CaptureOutcome.Captured(ChargeNumber(1) with { RefundedMinor = 400, SettledAt = Noon }),
            await Open().CaptureOnceAsync(Claim, new CaptureOutcome.Declined("no"), Cancellation));
        Assert.Equal(
            "re_1", Assert.IsType<RefundOutcome.Refunded>(await Open().RefundOnceAsync(Claim, Refund with { RefundId = "re_2" }, Cancellation)).Refund.RefundId);
        Assert.Equal(
            new RecordingOutcome.Recorded(Settled("evt_1", Noon)),
            await Open().RecordOnceAsync(new("acme", "evt_1", "print"), Settled("evt_1", Noon) with { ReceivedAt = Noon.AddDays(1) }, Cancellation));
    }

    [Theory]
    [InlineData(Fault.Throttled, 1)]
    [InlineData(Fault.Conflicting, 3)]
    public async Task Repeats_a_write_that_is_refused_for_now(Fault fault, int times)
    {
        var store = OverNetwork();

        network.Then(Enumerable.Repeat(fault, times));
        Assert.Equal(Captured, await store.CaptureOnceAsync(Claim, Captured, Cancellation));
        network.Then([Fault.None, .. Enumerable.Repeat(fault, times)]);
        Assert.IsType<RefundOutcome.Refunded>(await store.RefundOnceAsync(Claim, Refund, Cancellation));
        network.Then([Fault.None, .. Enumerable.Repeat(fault, times)]);
        Assert.IsType<RecordingOutcome.Recorded>(await store.RecordOnceAsync(new("acme", "evt_1", "print"), Settled("evt_1", Noon), Cancellation));

        Assert.Equal((3 * (times + 1)) + 2, network.Sent.Count);
    }

    [Fact]
    public async Task Does_not_repeat_what_IAM_refuses()
    {
        network.Then(Fault.Denied);

        var refusal = await Assert.ThrowsAsync<AmazonDynamoDBException>(() => OverNetwork().CaptureOnceAsync(Claim, Captured, Cancellation));

        Assert.Equal("AccessDeniedException", refusal.ErrorCode);
        Assert.Single(network.Sent);
    }

    [Fact]
    public async Task Needs_what_its_role_allows_and_nothing_else()
    {
        var store = OverNetwork();
        await store.CaptureOnceAsync(Claim, Captured, Cancellation);
        await store.CaptureOnceAsync(Claim, Captured, Cancellation);
        await store.CaptureOnceAsync(Claim with { Key = "other" }, new CaptureOutcome.Declined("no"), Cancellation);
        await store.RefundOnceAsync(Claim, Refund, Cancellation);
        await store.RefundOnceAsync(Claim, Refund, Cancellation);
        await store.RefundOnceAsync(null, Refund with { RefundId = "re_2", AmountMinor = 601 }, Cancellation);
        await store.RecordOnceAsync(new("acme", "evt_1", "print"), Settled("evt_1", Noon), Cancellation);
        await store.RecordOnceAsync(new("acme", "evt_2", "print"), Settled("evt_2", Noon), Cancellation);
        await store.FindAsync(ChargeNumber(1).ChargeId, Cancellation);
        await store.ListAsync(null, 10, null, Cancellation);
        await store.ListAsync("ord-1", 10, null, Cancellation);

        var needed = network.Sent.SelectMany(sent => sent.Actions).Distinct().ToList();
        var role = FunctionRole.Of("BillingFunctionRole");
        Assert.All(needed, action => Assert.True(role.Allows(action, "ChargesTable"), $"{action}"));
        Assert.All(needed, action => Assert.False(role.Allows(action, "OrdersTable"), $"{action}"));
        Assert.Equal(role.TableActions, needed.Select(action => action.Action).Distinct().Order(StringComparer.Ordinal));
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return table?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private DynamoChargeStore OverNetwork() => new(table!.Open(network));
}
