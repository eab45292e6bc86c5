using ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Cancelling;
using Orders.Idempotency;
using Orders.Identifiers;
using Orders.Placing;
using Orders.Problems;
using Orders.Requests;
using Orders.Storage;

namespace Orders;

/// <summary>What orders answers: each route, and the HTTP answer for each outcome.</summary>
internal static class OrderRoutes
{
    private const string RetryAfterSeconds = "5";

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

    private static async Task<Results<Created<Order>, ProblemHttpResult>> PlaceAsync(
        HttpContext context, PlacingDesk desk, CancellationToken cancellation)
    {
        var key = IdempotencyKey.Read(context.Request);
        if (key.Problem is not null)
        {
            return key.Problem;
        }

        var draft = await JsonBody.ReadAsync(context.Request, OrderDraft.Read, cancellation);
        if (draft.Problem is not null)
        {
            return draft.Problem;
        }

        return await desk.PlaceAsync(draft.Value, Caller.Of(context), key.Value, cancellation) switch
        {
            // The path base is the API's stage.
            PlacingOutcome.Confirmed(var order) => TypedResults.Created($"{context.Request.PathBase}/orders/{order.OrderId}", order),
            PlacingOutcome.Declined(var orderId, var reason) => Problem.Declined(orderId, reason),
            PlacingOutcome.KeyReused => Problem.KeyReused(),
            PlacingOutcome.BillingOutOfReach(var orderId) => OutOfReach(context, orderId),
            PlacingOutcome.BillingRefused(var orderId) => Problem.BillingRefused(orderId),
            var outcome => throw new InvalidOperationException($"No answer is written for {outcome}."),
        };
    }

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
            CancellingOutcome.BillingOutOfReach => OutOfReach(context, orderId),
            CancellingOutcome.BillingRefused => Problem.BillingRefused(orderId),
            var outcome => throw new InvalidOperationException($"No answer is written for {outcome}."),
        };
    }

    private static ProblemHttpResult OutOfReach(HttpContext context, string orderId)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problem.BillingOutOfReach(orderId);
    }
}
