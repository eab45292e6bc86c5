using Orders.Ordering;
using ServiceDefaults;

namespace Orders.Tests.Storage;

/// <summary>What every order store must do, whatever it is made of.</summary>
public abstract class Order_store_contract
{
    private protected static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, 123, TimeSpan.Zero);

    /// <summary>A store on this test's data; a second one is another process on the same data.</summary>
    private protected abstract IOrderStore Open();

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Returns_what_was_stored()
    {
        var order = OrderNumber(1);
        await Open().PlaceOnceAsync(null, order, Cancellation);

        var stored = await Open().FindAsync(order.OrderId, Cancellation);
        Assert.Equal(order.Items, stored!.Items);
        Assert.Equal(order, stored with { Items = order.Items });
        Assert.Null(await Open().FindAsync("ord_other", Cancellation));
    }

    [Fact]
    public async Task Keeps_the_first_order_of_a_key()
    {
        var claim = new Claim("caller", "key", "print");
        await Open().PlaceOnceAsync(claim, OrderNumber(1), Cancellation);

        Assert.Equal(OrderNumber(1).OrderId, (await Open().PlaceOnceAsync(claim, OrderNumber(2), Cancellation))!.OrderId);
        Assert.Null(await Open().PlaceOnceAsync(claim with { Fingerprint = "other" }, OrderNumber(3), Cancellation));
        Assert.Equal(OrderNumber(4).OrderId, (await Open().PlaceOnceAsync(claim with { Caller = "other" }, OrderNumber(4), Cancellation))!.OrderId);
        Assert.Equal(2, (await Open().ListAsync(null, 10, null, Cancellation)).Count);
    }

    [Fact]
    public async Task Places_once_when_processes_race()
    {
        var claim = new Claim("caller", "key", "print");

        var placed = await Task.WhenAll(Enumerable.Range(1, 12).Select(number => Task.Run(() => Open().PlaceOnceAsync(claim, OrderNumber(number), Cancellation))));

        Assert.Single(placed.Select(order => order!.OrderId).Distinct());
        Assert.Single(await Open().ListAsync(null, 100, null, Cancellation));
    }

    [Fact]
    public async Task Moves_an_order_on_from_the_named_status_only()
    {
        await Open().PlaceOnceAsync(null, OrderNumber(1), Cancellation);
        var confirmed = OrderNumber(1) with { Status = OrderStatus.Confirmed, ChargeId = "ch_1" };
        var declined = OrderNumber(1) with { Status = OrderStatus.Declined, DeclinedBecause = "no" };

        Assert.Equal("ch_1", (await Open().MoveAsync(confirmed, OrderStatus.Pending, Cancellation)).ChargeId);
        Assert.Equal(OrderStatus.Confirmed, (await Open().MoveAsync(declined, OrderStatus.Pending, Cancellation)).Status);
        Assert.Null((await Open().FindAsync(confirmed.OrderId, Cancellation))!.DeclinedBecause);
    }

    [Fact]
    public async Task Moves_an_order_once_when_processes_race()
    {
        await Open().PlaceOnceAsync(null, OrderNumber(1), Cancellation);

        var moved = await Task.WhenAll(Enumerable.Range(1, 12).Select(number => Task.Run(() => Open().MoveAsync(
            OrderNumber(1) with { Status = OrderStatus.Confirmed, ChargeId = $"ch_{number}" }, OrderStatus.Pending, Cancellation))));

        Assert.Single(moved.Select(order => order.ChargeId).Distinct());
    }

    [Fact]
    public async Task Keeps_why_an_order_was_declined()
    {
        await Open().PlaceOnceAsync(null, OrderNumber(1), Cancellation);
        await Open().MoveAsync(OrderNumber(1) with { Status = OrderStatus.Declined, DeclinedBecause = "no" }, OrderStatus.Pending, Cancellation);

        Assert.Equal("no", (await Open().FindAsync(OrderNumber(1).OrderId, Cancellation))!.DeclinedBecause);
    }

    [Fact]
    public async Task Lists_the_newest_first_from_behind_an_id()
    {
        foreach (var number in (int[])[2, 1, 4, 3])
        {
            await Open().PlaceOnceAsync(null, OrderNumber(number), Cancellation);
        }

        var page = await Open().ListAsync("cust-1", 2, OrderNumber(4).OrderId, Cancellation);

        Assert.Equal([OrderNumber(3).OrderId, OrderNumber(2).OrderId], page.Select(order => order.OrderId));
        Assert.Empty(await Open().ListAsync("cust-2", 2, null, Cancellation));
    }

    [Fact]
    public async Task Lists_what_is_unfinished_and_old_enough_the_oldest_first()
    {
        foreach (var number in (int[])[1, 2, 3, 4, 5])
        {
            await Open().PlaceOnceAsync(null, OrderNumber(number) with { CreatedAt = Noon.AddSeconds(number) }, Cancellation);
        }

        await Open().MoveAsync(OrderNumber(2) with { Status = OrderStatus.Confirmed }, OrderStatus.Pending, Cancellation);
        await Open().MoveAsync(OrderNumber(3) with { Status = OrderStatus.Confirmed }, OrderStatus.Pending, Cancellation);
        await Open().MoveAsync(OrderNumber(3) with { Status = OrderStatus.Cancelling }, OrderStatus.Confirmed, Cancellation);

        async Task<IEnumerable<string>> ListAsync(int limit, string? after) =>
            (await Open().ListUnfinishedAsync(Noon.AddSeconds(4), limit, after, Cancellation)).Select(order => order.OrderId);

        Assert.Equal([OrderNumber(1).OrderId, OrderNumber(3).OrderId, OrderNumber(4).OrderId], await ListAsync(10, null));
        Assert.Equal([OrderNumber(3).OrderId], await ListAsync(1, OrderNumber(1).OrderId));
    }

    [Fact]
    public async Task Keeps_the_keys_of_callers_apart_whose_names_and_keys_run_together()
    {
        await Open().PlaceOnceAsync(new("caller#a", "key", "print"), OrderNumber(1), Cancellation);

        Assert.Equal(OrderNumber(2).OrderId, (await Open().PlaceOnceAsync(new("caller", "a#key", "print"), OrderNumber(2), Cancellation))!.OrderId);
        Assert.Equal(OrderNumber(3).OrderId, (await Open().PlaceOnceAsync(new("", "caller#a#key", "print"), OrderNumber(3), Cancellation))!.OrderId);
    }

    [Fact]
    public async Task Answers_a_repeat_with_the_order_as_it_is_now()
    {
        var claim = new Claim("caller", "key", "print");
        await Open().PlaceOnceAsync(claim, OrderNumber(1), Cancellation);
        await Open().MoveAsync(OrderNumber(1) with { Status = OrderStatus.Confirmed, ChargeId = "ch_1" }, OrderStatus.Pending, Cancellation);

        var again = await Open().PlaceOnceAsync(claim, OrderNumber(2), Cancellation);

        Assert.Equal((OrderNumber(1).OrderId, OrderStatus.Confirmed, "ch_1"), (again!.OrderId, again.Status, again.ChargeId));
    }

    [Fact]
    public async Task Keeps_the_largest_order_with_every_digit()
    {
        var order = LargestOrder(1);
        await Open().PlaceOnceAsync(new(new string('c', 600), new string('~', 128), "print"), order, Cancellation);

        var stored = await Open().FindAsync(order.OrderId, Cancellation);
        Assert.Equal(order.Items, stored!.Items);
        Assert.Equal(long.MaxValue, stored.TotalMinor);
    }

    [Fact]
    public async Task Lists_page_by_page_what_it_lists_at_once()
    {
        var placed = Enumerable.Range(10, 23).Select(OrderNumber).ToList();
        await Task.WhenAll(placed.Select(order => Open().PlaceOnceAsync(null, order, Cancellation)));
        var newestFirst = placed.Select(order => order.OrderId).Reverse().ToList();

        Assert.Equal(newestFirst, await PagesAsync((after, store) => store.ListAsync(null, 5, after, Cancellation)));
        Assert.Equal(newestFirst, await PagesAsync((after, store) => store.ListAsync("cust-1", 5, after, Cancellation)));
        Assert.Equal(Enumerable.Reverse(newestFirst), await PagesAsync((after, store) => store.ListUnfinishedAsync(Noon, 5, after, Cancellation)));
    }

    private protected static Order LargestOrder(int number) => OrderNumber(number) with
    {
        CustomerId = new string('c', 128),
        Items = [.. Enumerable.Range(0, 100).Select(item => new OrderItem($"{new string('s', 61)}{item:D3}", 10_000, 1_000_000_000_000))],
        TotalMinor = long.MaxValue,
    };

    private async Task<List<string>> PagesAsync(Func<string?, IOrderStore, Task<IReadOnlyList<Order>>> read)
    {
        List<string> seen = [];
        IReadOnlyList<Order> page;
        do
        {
            page = await read(seen.LastOrDefault(), Open());
            seen.AddRange(page.Select(order => order.OrderId));
        }
        while (page.Count > 0);

        return seen;
    }

    private protected static Order OrderNumber(int number) => new()
    {
        OrderId = $"ord_{number:D26}",
        CustomerId = "cust-1",
        Currency = "EUR",
        Items = [new("tea", 2, 450), new("cup", 1, 1_000_000_000_000)],
        TotalMinor = 1_000_000_000_900,
        Status = OrderStatus.Pending,
        ChargeId = null,
        CreatedAt = Noon,
    };
}
