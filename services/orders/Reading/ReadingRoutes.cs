using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Identifiers;
using Orders.Ordering;
using Orders.Placing;
using Orders.Problems;
using ServiceDefaults;

namespace Orders.Reading;

/// <summary>Reads orders: one, or a list.</summary>
internal static class ReadingRoutes
{
    public static void MapReading(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/orders").WithTags("Orders");
        orders.MapGet("", ListAsync).WithSummary("Lists orders, the newest first.").ProducesProblem(400);
        orders.MapGet("{orderId}", FindAsync).WithSummary("Reads an order.").ProducesProblem(404);
    }

    private static async Task<Results<Ok<Order>, ProblemResult>> FindAsync(
        string orderId, IOrderStore store, CancellationToken cancellation) =>
        Ids.Order.Fits(orderId) && await store.FindAsync(orderId, cancellation) is { } order
            ? TypedResults.Ok(order)
            : Problem.Common.NotFound("order");

    private static Task<Results<Ok<Page<Order>>, ProblemResult>> ListAsync(
        IOrderStore store, CancellationToken cancellation, string? customerId = null, string? limit = null, string? nextToken = null)
    {
        var violations = new Violations();
        OrderDraft.CustomerIdRule.Check("customerId", customerId, violations);
        return store.AnswerPageAsync(customerId, limit, nextToken, violations, cancellation);
    }
}
