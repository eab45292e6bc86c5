using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Idempotency;
using Orders.Problems;
using Orders.Requests;
using ServiceDefaults;

namespace Orders.Placing;

/// <summary>Places the order that a request asks for, and makes the HTTP answer of the outcome, for whoever may place orders.</summary>
internal static class PlacingAnswers
{
    /// <param name="desk">Places it.</param>
    /// <param name="context">The request.</param>
    /// <param name="caller">Whose idempotency key it is.</param>
    /// <param name="read">Reads the body.</param>
    /// <param name="locationOf">Where that caller reads the order; null if nowhere.</param>
    /// <param name="cancellation">Ends when the caller has gone.</param>
    public static async Task<Results<Created<Order>, ProblemHttpResult>> AnswerAsync(
        this PlacingDesk desk, HttpContext context, string caller, Func<JsonFields, OrderDraft?> read, Func<Order, string?> locationOf,
        CancellationToken cancellation)
    {
        var key = IdempotencyKey.Read(context.Request);
        if (key.Problem is not null)
        {
            return key.Problem;
        }

        var draft = await JsonBody.ReadAsync(context.Request, read, cancellation);
        if (draft.Problem is not null)
        {
            return draft.Problem;
        }

        return await desk.PlaceAsync(draft.Value, caller, key.Value, cancellation) switch
        {
            PlacingOutcome.Confirmed(var order) => TypedResults.Created(locationOf(order), order),
            PlacingOutcome.Declined(var orderId, var reason) => Problem.Declined(orderId, reason),
            PlacingOutcome.KeyReused => Problem.KeyReused(),
            PlacingOutcome.BillingOutOfReach(var orderId) => Problem.BillingOutOfReach(context.Response, orderId),
            PlacingOutcome.BillingRefused(var orderId) => Problem.BillingRefused(orderId),
            var outcome => throw new InvalidOperationException($"No answer is written for {outcome}."),
        };
    }
}
