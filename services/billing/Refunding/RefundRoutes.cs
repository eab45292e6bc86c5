using Billing.Charging;
using Billing.Identifiers;
using Billing.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults;

namespace Billing.Refunding;

/// <summary>Gives money of a charge back, and makes the HTTP answer of the outcome.</summary>
internal static class RefundRoutes
{
    public static void MapRefunding(this IEndpointRouteBuilder app) =>
        app.MapPost("/charges/{chargeId}/refunds", RefundAsync).WithTags("Charges").Accepts<RefundDraft>("application/json")
            .WithSummary("Gives back all of a charge or a part, once for each Idempotency-Key if there is one.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

    private static async Task<Results<Created<Refund>, ProblemResult>> RefundAsync(
        string chargeId, HttpContext context, RefundIssuance refunding, CancellationToken cancellation)
    {
        var key = IdempotencyKey.Read(context.Request, Problem.Common);
        if (key.Problem is not null)
        {
            return key.Problem;
        }

        var draft = await JsonBody.ReadAsync(context.Request, RefundDraft.Read, Problem.Common, cancellation);
        if (draft.Problem is not null)
        {
            return draft.Problem;
        }

        if (!Ids.Charge.Fits(chargeId))
        {
            return Problem.Common.NotFound("charge");
        }

        return await refunding.RefundAsync(chargeId, draft.Value, RequestCaller.Of(context), key.Value, cancellation) switch
        {
            RefundOutcome.Refunded(var refund) => TypedResults.Created(ChargeRoutes.LocationOf(context, chargeId), refund),
            RefundOutcome.NoSuchCharge => Problem.Common.NotFound("charge"),
            RefundOutcome.MoreThanIsLeft(var leftMinor) => Problem.MoreThanIsLeft(leftMinor),
            RefundOutcome.KeyReused => Problem.Common.KeyReused(),
            var outcome => throw new InvalidOperationException($"No answer is written for {outcome}."),
        };
    }
}
