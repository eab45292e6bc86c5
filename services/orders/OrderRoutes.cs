using ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Cancelling;
using Orders.Identifiers;
using Orders.Placing;
using Orders.Problems;
using Orders.Storage;

namespace Orders;

/// <summary>What orders answers: each route, and the HTTP answer for each outcome.</summary>
internal static class OrderRoutes
{
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/orders").WithTags("Orders");
        orders.MapPost("", PlaceAsync).Accepts<OrderDraft>("application/json")
            .WithSummary("Places an order and charges for it, once for each Idempotency-Key.")
            .ProducesProblem(400).ProducesProblem(402).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422)
            .ProducesProblem(502).ProducesProblem(503);
        orders.MapGet("", ListAsync).WithSummary("Lists orders, the newest first.").ProducesProblem(400);
        orders.MapGet("{orderId}", FindAsync).WithSummary("Reads an order.").ProducesProblem(404);
        orders.MapPost("{orderId}/cancel", CancelAsync).WithSummary("Cancels an order and refunds it.")
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(502).ProducesProblem(503);
    }

    private static Task<Results<Created<Order>, ProblemHttpResult>> PlaceAsync(
        HttpContext context, PlacingDesk desk, CancellationToken cancellation) =>
        // The path base is the API's stage.
        desk.AnswerAsync(
            context, Caller.Of(context), OrderDraft.Read, order => $"{context.Request.PathBase}/orders/{order.OrderId}", cancellation);

    private static async Task<Results<Ok<Order>, ProblemHttpResult>> FindAsync(
        string orderId, IOrderStore store, CancellationToken cancellation) =>
        Ids.Order.Fits(orderId) && await store.FindAsync(orderId, cancellation) is { } order
            ? TypedResults.Ok(order)
            : Problem.NotFound("order");

    private static async Task<Results<Ok<Page<Order>>, ProblemHttpResult>> ListAsync(
        IOrderStore store, CancellationToken cancellation, string? customerId = null, string? limit = null, string? nextToken = null)
    {
        var violations = new Violations();
        OrderDraft.CustomerIdRule.Check("customerId", customerId, violations);
        var page = PageRequest.Read(limit, nextToken, filter: customerId ?? "", Ids.Order, violations);
        if (!violations.IsEmpty)
        {
            return Problem.Invalid(violations);
        }

        var orders = await store.ListAsync(customerId, page.Take, page.After, cancellation);
        return TypedResults.Ok(page.Cut(orders, order => order.OrderId));
    }

    private static async Task<Results<Ok<Order>, ProblemHttpResult>> CancelAsync(
        string orderId, HttpContext context, CancellingDesk desk, CancellationToken cancellation)
    {
        if (!Ids.Order.Fits(orderId))
        {
            return Problem.NotFound("order");
        }

        return await desk.CancelAsync(orderId, cancellation) switch
        {
            CancellingOutcome.Cancelled(var order) => TypedResults.Ok(order),
            CancellingOutcome.NoSuchOrder => Problem.NotFound("order"),
            CancellingOutcome.NotCancellable(var status) => Problem.NotCancellable(orderId, status),
            CancellingOutcome.BillingOutOfReach => Problem.BillingOutOfReach(context.Response, orderId),
            CancellingOutcome.BillingRefused => Problem.BillingRefused(orderId),
            var outcome => throw new InvalidOperationException($"No answer is written for {outcome}."),
        };
    }
}
