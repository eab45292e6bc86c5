using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Ordering;
using ServiceDefaults;

namespace Orders.Placing;

/// <summary>Places orders of whatever customer the request names.</summary>
internal static class PlacingRoutes
{
    public static void MapPlacing(this IEndpointRouteBuilder app) =>
        app.MapGroup("/orders").WithTags("Orders").MapPost("", PlaceAsync).Accepts<OrderDraft>("application/json")
            .WithSummary("Places an order and charges for it, once for each Idempotency-Key.")
            .ProducesProblem(400).ProducesProblem(402).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422)
            .ProducesProblem(502).ProducesProblem(503);

    private static Task<Results<Created<Order>, ProblemResult>> PlaceAsync(
        HttpContext context, OrderPlacement placing, CancellationToken cancellation) =>
        // The path base is the API's stage.
        placing.AnswerAsync(
            context, RequestCaller.Of(context), OrderDraft.Read, order => $"{context.Request.PathBase}/orders/{order.OrderId}", cancellation);
}
