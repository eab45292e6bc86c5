using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Ordering;
using Orders.Problems;
using ServiceDefaults;

namespace Orders.Placing;

/// <summary>Places the order that a request asks for, and makes the HTTP answer of the outcome, for whoever may place orders.</summary>
internal static class PlacingAnswers
{
    /// <param name="placing">Places it.</param>
    /// <param name="context">The request.</param>
    /// <param name="caller">Whose idempotency key it is.</param>
    /// <param name="read">Reads the body.</param>
    /// <param name="locationOf">Where that caller reads the order; null if nowhere.</param>
    /// <param name="cancellation">Ends when the caller has gone.</param>
    public static async Task<Results<Created<Order>, ProblemResult>> AnswerAsync(
        this OrderPlacement placing, HttpContext context, string caller, Func<JsonFields, OrderDraft?> read, Func<Order, string?> locationOf,
        CancellationToken cancellation)
    {
        var key = IdempotencyKey.Read(context.Request, Problem.Common);
        if (key.Problem is not null)
        {
            return key.Problem;
        }

        var draft = await JsonBody.ReadAsync(context.Request, read, Problem.Common, cancellation);
        if (draft.Problem is not null)
        {
            return draft.Problem;
        }

        return await placing.PlaceAsync(draft.Value, caller, key.Value, cancellation) switch
        {
            PlacingOutcome.Confirmed(var order) => TypedResults.Created(locationOf(order), order),
            PlacingOutcome.Declined(var orderId, var reason) => Problem.Declined(orderId, reason),
            PlacingOutcome.KeyReused => Problem.Common.KeyReused(),
            PlacingOutcome.BillingOutOfReach(var orderId) => Problem.BillingOutOfReach(orderId),
            PlacingOutcome.ReceiptNotKept(var orderId) => Problem.ReceiptNotKept(orderId),
            PlacingOutcome.BillingRefused(var orderId) => Problem.BillingRefused(orderId),
            var outcome => throw new InvalidOperationException($"No answer is written for {outcome}."),
        };
    }
}
