using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Identifiers;
using Orders.Placing;
using Orders.Problems;
using Orders.Storage;
using ServiceDefaults;

namespace Orders.Customers;

/// <summary>What a signed-in customer may do: place orders, and list those, and nobody else's.</summary>
internal static class CustomerRoutes
{
    public static void MapCustomerOrders(this IEndpointRouteBuilder app)
    {
        var mine = app.MapGroup("/me/orders").WithTags("Customers").RequireCors(CustomerPages.Policy);
        mine.MapPost("", PlaceAsync).Accepts<OwnOrder>("application/json")
            .WithSummary("Places an order of the signed-in customer and charges for it, once for each Idempotency-Key of that customer.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(402).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422)
            .ProducesProblem(502).ProducesProblem(503);
        mine.MapGet("", ListAsync).WithSummary("Lists the orders of the signed-in customer, the newest first.")
            .ProducesProblem(400).ProducesProblem(401);
        app.MapGet("/mobile/orders", ListOnMobileAsync).WithTags("Customers").RequireCors(CustomerPages.Policy)
            .WithSummary("Lists the orders of the customer whose app signs with the identity pool's credentials, the newest first.")
            .ProducesProblem(400).ProducesProblem(401);
    }

    private static async Task<Results<Created<Order>, ProblemHttpResult>> PlaceAsync(
        HttpContext context, PlacingDesk desk, CancellationToken cancellation)
    {
        if (SignedInCustomer.IdOf(context) is not { } customerId)
        {
            return Problem.NotSignedIn();
        }

        // No location: GET /orders/{orderId} is not for customers.
        return await desk.AnswerAsync(context, customerId, fields => OrderDraft.ReadOf(customerId, fields), locationOf: _ => null, cancellation);
    }

    private static Task<Results<Ok<Page<Order>>, ProblemHttpResult>> ListAsync(
        HttpContext context, IOrderStore store, CancellationToken cancellation, string? limit = null, string? nextToken = null) =>
        ListOfAsync(SignedInCustomer.IdOf(context), store, limit, nextToken, cancellation);

    private static Task<Results<Ok<Page<Order>>, ProblemHttpResult>> ListOnMobileAsync(
        HttpContext context, IOrderStore store, CancellationToken cancellation, string? limit = null, string? nextToken = null) =>
        ListOfAsync(SignedInCustomer.IdOnMobileOf(context), store, limit, nextToken, cancellation);

    private static async Task<Results<Ok<Page<Order>>, ProblemHttpResult>> ListOfAsync(
        string? customerId, IOrderStore store, string? limit, string? nextToken, CancellationToken cancellation)
    {
        if (customerId is null)
        {
            return Problem.NotSignedIn();
        }

        var violations = new Violations();
        var page = PageRequest.Read(limit, nextToken, filter: customerId, Ids.Order, violations);
        if (!violations.IsEmpty)
        {
            return Problem.Invalid(violations);
        }

        var orders = await store.ListAsync(customerId, page.Take, page.After, cancellation);
        return TypedResults.Ok(page.Cut(orders, order => order.OrderId));
    }
}

/// <summary>The body of <c>POST /me/orders</c> as the service describes it: that of <c>POST /orders</c> without the customer.</summary>
internal sealed record OwnOrder(string Currency, IReadOnlyList<OrderItem> Items);
