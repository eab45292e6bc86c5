using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Identifiers;
using Orders.Ordering;
using Orders.Problems;
using ServiceDefaults;

namespace Orders.Reading;

/// <summary>Makes the HTTP answer of a list of orders, for whoever may list some.</summary>
internal static class OrderPages
{
    /// <param name="store">Has the orders.</param>
    /// <param name="customerId">Whose orders; null for everybody's.</param>
    /// <param name="limit">The query parameter of this name.</param>
    /// <param name="nextToken">The query parameter of this name.</param>
    /// <param name="violations">What is wrong with the question already.</param>
    /// <param name="cancellation">Ends when the caller has gone.</param>
    public static async Task<Results<Ok<Page<Order>>, ProblemResult>> AnswerPageAsync(
        this IOrderStore store, string? customerId, string? limit, string? nextToken, Violations violations, CancellationToken cancellation)
    {
        var page = PageRequest.Read(limit, nextToken, filter: customerId ?? "", Ids.Order, violations);
        if (!violations.IsEmpty)
        {
            return Problem.Common.Invalid(violations);
        }

        var orders = await store.ListAsync(customerId, page.Take, page.After, cancellation);
        return TypedResults.Ok(page.Cut(orders, order => order.OrderId));
    }
}
