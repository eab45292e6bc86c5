using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Identifiers;
using Orders.Ordering;
using Orders.Problems;
using ServiceDefaults;

namespace Orders.Cancelling;

/// <summary>Cancels an order, and makes the HTTP answer of the outcome.</summary>
internal static class CancellingRoutes
{
    public static void MapCancelling(this IEndpointRouteBuilder app) =>
        app.MapGroup("/orders").WithTags("Orders").MapPost("{orderId}/cancel", CancelAsync).WithSummary("Cancels an order and refunds it.")
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(502).ProducesProblem(503);

    private static async Task<Results<Ok<Order>, ProblemResult>> CancelAsync(
        string orderId, OrderCancellation cancelling, CancellationToken cancellation)
    {
        if (!Ids.Order.Fits(orderId))
        {
            return Problem.Common.NotFound("order");
        }

        return await cancelling.CancelAsync(orderId, cancellation) switch
        {
            CancellingOutcome.Cancelled(var order) => TypedResults.Ok(order),
            CancellingOutcome.NoSuchOrder => Problem.Common.NotFound("order"),
            CancellingOutcome.NotCancellable(var status) => Problem.NotCancellable(orderId, status),
            CancellingOutcome.BillingOutOfReach => Problem.BillingOutOfReach(orderId),
            CancellingOutcome.BillingRefused => Problem.BillingRefused(orderId),
            var outcome => throw new InvalidOperationException($"No answer is written for {outcome}."),
        };
    }
}
