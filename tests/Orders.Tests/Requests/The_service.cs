namespace Orders.Tests.Requests;

public sealed class The_service
{
    [Fact]
    public async Task Answers_a_problem_for_what_it_does_not_have()
    {
        await using var app = new OrdersApp();

        (await app.GetAsync("/nothing")).IsProblem(404);
        (await app.GetAsync("/orders/ord_00000000000000000000000000")).IsProblem(404);
        (await app.GetAsync("/orders/x")).IsProblem(404);
        (await app.SendAsync(new(HttpMethod.Put, "/orders"))).IsProblem(405);
    }

    [Fact]
    public async Task Says_that_it_is_healthy_and_describes_itself()
    {
        await using var app = new OrdersApp();

        Assert.Equal(200, (await app.GetAsync("/health")).Status);
        var paths = (await app.GetAsync("/openapi/v1.json")).Json["paths"]!.AsObject().Select(path => path.Key);
        Assert.Equal(["/orders", "/orders/{orderId}", "/orders/{orderId}/cancel", "/me/orders", "/mobile/orders", "/protected"], paths);
    }
}
