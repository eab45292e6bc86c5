using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Ordering;
using Orders.Placing;
using Orders.Problems;
using Orders.Reading;
using ServiceDefaults;

namespace Orders.Customers;

/// <summary>What a signed-in customer may do: place orders, and list those, and nobody else's.</summary>
internal static class CustomerRoutes
{
    public static void MapCustomers(this IEndpointRouteBuilder app)
    {
        var mine = app.MapGroup("/me/orders").WithTags("Customers").RequireCors(CustomersRegistration.PagesOfTheShop);
        mine.MapPost("", PlaceAsync).Accepts<OwnOrder>("application/json")
            .WithSummary("Places an order of the signed-in customer and charges for it, once for each Idempotency-Key of that customer.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(402).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422)
            .ProducesProblem(502).ProducesProblem(503);
        mine.MapGet("", ListAsync).WithSummary("Lists the orders of the signed-in customer, the newest first.")
            .ProducesProblem(400).ProducesProblem(401);
        app.MapGet("/mobile/orders", ListOnMobileAsync).WithTags("Customers").RequireCors(CustomersRegistration.PagesOfTheShop)
            .WithSummary("Lists the orders of the customer whose app signs with the identity pool's credentials, the newest first.")
            .ProducesProblem(400).ProducesProblem(401);
    }

    private static async Task<Results<Created<Order>, ProblemResult>> PlaceAsync(
        HttpContext context, OrderPlacement placing, CancellationToken cancellation)
    {
        if (SignedInCustomer.IdOf(context) is not { } customerId)
        {
            return Problem.NotSignedIn();
        }

        // No location: GET /orders/{orderId} is not for customers.
        return await placing.AnswerAsync(context, customerId, fields => OrderDraft.ReadOf(customerId, fields), locationOf: _ => null, cancellation);
    }

    private static Task<Results<Ok<Page<Order>>, ProblemResult>> ListAsync(
        HttpContext context, IOrderStore store, CancellationToken cancellation, string? limit = null, string? nextToken = null) =>
        ListOfAsync(SignedInCustomer.IdOf(context), store, limit, nextToken, cancellation);

    private static Task<Results<Ok<Page<Order>>, ProblemResult>> ListOnMobileAsync(
        HttpContext context, IOrderStore store, CancellationToken cancellation, string? limit = null, string? nextToken = null) =>
        ListOfAsync(SignedInCustomer.IdOnMobileOf(context), store, limit, nextToken, cancellation);

    private static async Task<Results<Ok<Page<Order>>, ProblemResult>> ListOfAsync(
        string? customerId, IOrderStore store, string? limit, string? nextToken, CancellationToken cancellation) =>
        customerId is null
            ? Problem.NotSignedIn()
            : await store.AnswerPageAsync(customerId, limit, nextToken, new Violations(), cancellation);
}

/// <summary>The body of <c>POST /me/orders</c> as the service describes it: that of <c>POST /orders</c> without the customer.</summary>
internal sealed record OwnOrder(string Currency, IReadOnlyList<OrderItem> Items);
