using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoServers;
using Orders.Ordering;
using Orders.Storage;
using ServiceDefaults;

[assembly: AssemblyFixture(typeof(RunningServers))]

namespace Orders.Tests.Storage;

public sealed class A_DynamoDB_order_store_on_moto(RunningServers servers) : DynamoDB_order_store(servers, ServerProgram.Moto);

public sealed class A_DynamoDB_order_store_on_dynoxide(RunningServers servers) : DynamoDB_order_store(servers, ServerProgram.Dynoxide)
{
    // Not on moto, which takes a second for each ten of these orders.
    [Fact]
    public async Task Lists_more_than_one_answer_of_DynamoDB_holds()
    {
        var orders = Enumerable.Range(1, 150).Select(LargestOrder).ToList();
        await Task.WhenAll(orders.Select(order => Open().PlaceOnceAsync(null, order, Cancellation)));

        var listed = await OverNetwork().ListAsync(orders[0].CustomerId, 151, null, Cancellation);

        Assert.Equal(orders.Select(order => order.OrderId).Reverse(), listed.Select(order => order.OrderId));
        Assert.InRange(Network.Sent.Count, 2, 10);
    }
}

/// <summary>The contract on a table of each test's own, and what only this store is asked.</summary>
public abstract class DynamoDB_order_store(RunningServers servers, ServerProgram program) : Order_store_contract, IAsyncLifetime
{
    private static readonly Claim Claim = new("caller", "key", "print");
    private static readonly Order Confirmed = OrderNumber(1) with { Status = OrderStatus.Confirmed, ChargeId = "ch_1" };

    private protected FaultyNetwork Network { get; } = new();
    private TestTable? table;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(program.AbsentBecause is not null, program.AbsentBecause ?? "");
        table = await TestTable.CreateAsync(await servers.GetAsync(program), "OrdersTable", Cancellation);
    }

    private protected override IOrderStore Open() => new DynamoOrderStore(table!.Open());

    [Fact]
    public async Task Finds_a_write_done_whose_answer_was_lost()
    {
        var store = OverNetwork();

        Network.Then(Fault.AnswerLost);
        Assert.Equal(OrderNumber(1).OrderId, (await store.PlaceOnceAsync(Claim, OrderNumber(1), Cancellation))!.OrderId);
        Network.Then(Fault.AnswerLost);
        Assert.Equal(OrderNumber(2).OrderId, (await store.PlaceOnceAsync(null, OrderNumber(2), Cancellation))!.OrderId);
        Network.Then(Fault.AnswerLost);
        Assert.Equal("ch_1", (await store.MoveAsync(Confirmed, OrderStatus.Pending, Cancellation)).ChargeId);

        Assert.Equal(2, (await Open().ListAsync(null, 10, null, Cancellation)).Count);
        Assert.Single(Network.Sent.Where(sent => sent.Operation == "TransactWriteItems").Select(sent => sent.Token).Distinct());
    }

    [Fact]
    public async Task Keeps_what_it_wrote_before_a_crash_for_the_process_after_it()
    {
        var dying = new DynamoOrderStore(table!.OpenOnce(Network));
        Network.Then(Fault.AnswerLost, Fault.AnswerLost);
        await Assert.ThrowsAnyAsync<Exception>(() => dying.PlaceOnceAsync(Claim, OrderNumber(1), Cancellation));
        await Assert.ThrowsAnyAsync<Exception>(() => dying.MoveAsync(Confirmed, OrderStatus.Pending, Cancellation));

        var repeated = await Open().PlaceOnceAsync(Claim, OrderNumber(2), Cancellation);

        Assert.Equal((Confirmed.OrderId, "ch_1"), (repeated!.OrderId, repeated.ChargeId));
        Assert.Single(await Open().ListAsync(null, 10, null, Cancellation));
        Assert.Empty(await Open().ListUnfinishedAsync(DateTimeOffset.MaxValue, 10, null, Cancellation));
    }

    [Fact]
    public async Task Leaves_nothing_of_a_request_that_never_arrived()
    {
        Network.Then(Fault.NotSent);
        await Assert.ThrowsAnyAsync<Exception>(() => new DynamoOrderStore(table!.OpenOnce(Network)).PlaceOnceAsync(Claim, OrderNumber(1), Cancellation));

        Assert.Empty(await table!.ScanAsync(Cancellation));
    }

    [Theory]
    [InlineData(Fault.Throttled, 1)]
    [InlineData(Fault.Conflicting, 3)]
    public async Task Repeats_a_write_that_is_refused_for_now(Fault fault, int times)
    {
        var store = OverNetwork();

        Network.Then(Enumerable.Repeat(fault, times));
        Assert.NotNull(await store.PlaceOnceAsync(Claim, OrderNumber(1), Cancellation));
        Network.Then(Enumerable.Repeat(fault, times));
        Assert.NotNull(await store.PlaceOnceAsync(null, OrderNumber(2), Cancellation));
        Network.Then(Enumerable.Repeat(fault, times));
        Assert.Equal("ch_1", (await store.MoveAsync(Confirmed, OrderStatus.Pending, Cancellation)).ChargeId);

        Assert.Equal(3 * (times + 1), Network.Sent.Count);
    }

    [Fact]
    public async Task Gives_up_on_a_conflict_that_does_not_end_and_has_stored_nothing()
    {
        Network.Then(Enumerable.Repeat(Fault.Conflicting, 100));

        await Assert.ThrowsAsync<TransactionCanceledException>(() => OverNetwork().PlaceOnceAsync(Claim, OrderNumber(1), Cancellation));

        Assert.InRange(Network.Sent.Count, 2, 20);
        Assert.Empty(await table!.ScanAsync(Cancellation));
    }

    [Fact]
    public async Task Does_not_repeat_what_IAM_refuses()
    {
        Network.Then(Fault.Denied);

        var refusal = await Assert.ThrowsAsync<AmazonDynamoDBException>(() => OverNetwork().PlaceOnceAsync(Claim, OrderNumber(1), Cancellation));

        Assert.Equal("AccessDeniedException", refusal.ErrorCode);
        Assert.Single(Network.Sent);
    }

    [Fact]
    public async Task Needs_what_its_role_allows_and_nothing_else()
    {
        var store = OverNetwork();
        await store.PlaceOnceAsync(Claim, OrderNumber(1), Cancellation);
        await store.PlaceOnceAsync(Claim, OrderNumber(2), Cancellation);
        await store.PlaceOnceAsync(null, OrderNumber(3), Cancellation);
        await store.MoveAsync(Confirmed, OrderStatus.Pending, Cancellation);
        await store.FindAsync(Confirmed.OrderId, Cancellation);
        await store.ListAsync(null, 10, null, Cancellation);
        await store.ListAsync("cust-1", 10, null, Cancellation);
        await store.ListUnfinishedAsync(Noon, 10, null, Cancellation);

        var needed = Network.Sent.SelectMany(sent => sent.Actions).Distinct().ToList();
        var role = FunctionRole.Of("OrdersFunctionRole");
        Assert.All(needed, action => Assert.True(role.Allows(action, "OrdersTable"), $"{action}"));
        Assert.All(needed, action => Assert.False(role.Allows(action, "ChargesTable"), $"{action}"));
        Assert.Equal(role.TableActions, needed.Select(action => action.Action).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Spreads_what_is_in_an_index_over_everything()
    {
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Open().PlaceOnceAsync(
            null, OrderNumber(1) with { OrderId = new TimeOrderedIds(TimeProvider.System).Next(Identifiers.Ids.Order) }, Cancellation)));

        var items = await table!.ScanAsync(Cancellation);
        Assert.InRange(items.Select(item => item["list"].S).Distinct().Count(), 4, 8);
        Assert.All(items, item => Assert.Equal(item["list"].S, item["unfinished"].S));
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return table?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private protected IOrderStore OverNetwork() => new DynamoOrderStore(table!.Open(Network));
}
