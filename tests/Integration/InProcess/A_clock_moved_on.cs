using System.Net;
using Harness;

namespace Integration.InProcess;

[Trait("Stack", "own")]
public sealed class A_clock_moved_on : IAsyncLifetime
{
    private LocalAws aws = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => aws = await Stand_in_stack.StartAsync();

    public ValueTask DisposeAsync() => aws.DisposeAsync();

    [Fact]
    public async Task Ends_sessions_and_begins_new_ones_by_its_own_time()
    {
        var auditor = aws.As("AuditorRole");
        aws.Time.Advance(TimeSpan.FromMinutes(59));
        (await auditor.GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeAllowed();
        aws.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Contains("expired", (await auditor.GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeDenied().Body, StringComparison.Ordinal);
        (await aws.As("AuditorRole").GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeAllowed();
        (await aws.As(await aws.AssumeAsync("AuditorRole")).GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeAllowed();
    }

    [Fact]
    public async Task Ends_tokens()
    {
        var amy = await aws.SignInAsync("StorefrontClient", "amy.time@example.com");
        (await aws.AsUser(amy).GetAsync("OrdersApi", "/me/orders", Cancellation)).ShouldBeAllowed();
        aws.Time.Advance(TimeSpan.FromHours(25));

        (await aws.AsUser(amy).GetAsync("OrdersApi", "/me/orders", Cancellation)).ShouldBeDenied().ShouldHaveStatus(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Lets_timers_that_fell_due_fire_and_keeps_the_others()
    {
        var clock = new OffsetClock(TimeProvider.System);
        using var soon = new CancellationTokenSource(TimeSpan.FromMinutes(10), clock);
        using var late = new CancellationTokenSource(TimeSpan.FromHours(10), clock);
        using var repeating = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        var begun = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromMinutes(11));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.InfiniteTimeSpan, soon.Token).WaitAsync(Cancellation));
        Assert.True(await repeating.WaitForNextTickAsync(Cancellation));
        Assert.False(late.IsCancellationRequested);
        Assert.True(clock.GetElapsedTime(begun) >= TimeSpan.FromMinutes(11));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public async Task Leaves_the_calls_between_real_functions_signed_in_time()
    {
        await using var real = await LocalAws.StartAsync(cancellation: Cancellation);
        var order = new { customerId = "cust-1", currency = "EUR", items = new[] { new { sku = "tea-250g", quantity = 2, unitPriceMinor = 450 } } };
        (await real.As("StorefrontRole").PostAsync("OrdersApi", "/orders", order, Cancellation)).ShouldHaveStatus(HttpStatusCode.Created);

        // Longer than the credentials that a function's process is given: it is replaced, and its successor's clock is a day slow.
        real.Time.Advance(TimeSpan.FromHours(24));
        (await real.As("StorefrontRole").PostAsync("OrdersApi", "/orders", order, Cancellation)).ShouldHaveStatus(HttpStatusCode.Created);
    }
}
