using ServiceDefaults;
using Billing.Charging;
using Billing.Idempotency;
using Billing.Identifiers;
using Billing.Problems;
using Billing.Refunding;
using Billing.Requests;
using Billing.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Billing;

/// <summary>What billing answers: each route, and the HTTP answer for each outcome.</summary>
internal static class ChargeRoutes
{
    public static void MapCharges(this IEndpointRouteBuilder app)
    {
        var charges = app.MapGroup("/charges").WithTags("Charges");
        charges.MapPost("", CaptureAsync).Accepts<ChargeDraft>("application/json")
            .WithSummary("Charges an order once for each Idempotency-Key.")
            .ProducesProblem(400).ProducesProblem(402).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        charges.MapGet("", ListAsync).WithSummary("Lists charges, the newest first.").ProducesProblem(400);
        charges.MapGet("{chargeId}", FindAsync).WithSummary("Reads a charge.").ProducesProblem(404);
        charges.MapPost("{chargeId}/refunds", RefundAsync).Accepts<RefundDraft>("application/json")
            .WithSummary("Gives back all of a charge or a part, once for each Idempotency-Key if there is one.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
    }

    private static async Task<Results<Created<Charge>, ProblemHttpResult>> CaptureAsync(
        HttpContext context, ChargeDesk desk, CancellationToken cancellation)
    {
        var key = IdempotencyKey.ReadRequired(context.Request);
        if (key.Problem is not null)
        {
            return key.Problem;
        }

        var draft = await JsonBody.ReadAsync(context.Request, ChargeDraft.Read, cancellation);
        if (draft.Problem is not null)
        {
            return draft.Problem;
        }

        return await desk.CaptureAsync(draft.Value, Caller.Of(context), key.Value, cancellation) switch
        {
            CaptureOutcome.Captured(var charge) => TypedResults.Created(LocationOf(context, charge.ChargeId), charge),
            CaptureOutcome.Declined(var reason) => Problem.Declined(reason),
            CaptureOutcome.KeyReused => Problem.KeyReused(),
            var outcome => throw new InvalidOperationException($"No answer is written for {outcome}."),
        };
    }

    private static async Task<Results<Ok<Charge>, ProblemHttpResult>> FindAsync(
        string chargeId, IChargeStore store, CancellationToken cancellation) =>
        Ids.Charge.Fits(chargeId) && await store.FindAsync(chargeId, cancellation) is { } charge
            ? TypedResults.Ok(charge)
            : Problem.NotFound("charge");

    private static async Task<Results<Ok<Page<Charge>>, ProblemHttpResult>> ListAsync(
        IChargeStore store, CancellationToken cancellation, string? orderId = null, string? limit = null, string? nextToken = null)
    {
        var violations = new Violations();
        ChargeDraft.OrderIdRule.Check("orderId", orderId, violations);
        var page = PageRequest.Read(limit, nextToken, filter: orderId ?? "", Ids.Charge, violations);
        if (!violations.IsEmpty)
        {
            return Problem.Invalid(violations);
        }

        var charges = await store.ListAsync(orderId, page.Take, page.After, cancellation);
        return TypedResults.Ok(page.Cut(charges, charge => charge.ChargeId));
    }

    private static async Task<Results<Created<Refund>, ProblemHttpResult>> RefundAsync(
        string chargeId, HttpContext context, RefundDesk desk, CancellationToken cancellation)
    {
        var key = IdempotencyKey.Read(context.Request);
        if (key.Problem is not null)
        {
            return key.Problem;
        }

        var draft = await JsonBody.ReadAsync(context.Request, RefundDraft.Read, cancellation);
        if (draft.Problem is not null)
        {
            return draft.Problem;
        }

        if (!Ids.Charge.Fits(chargeId))
        {
            return Problem.NotFound("charge");
        }

        return await desk.RefundAsync(chargeId, draft.Value, Caller.Of(context), key.Value, cancellation) switch
        {
            RefundOutcome.Refunded(var refund) => TypedResults.Created(LocationOf(context, chargeId), refund),
            RefundOutcome.NoSuchCharge => Problem.NotFound("charge"),
            RefundOutcome.MoreThanIsLeft(var leftMinor) => Problem.MoreThanIsLeft(leftMinor),
            RefundOutcome.KeyReused => Problem.KeyReused(),
            var outcome => throw new InvalidOperationException($"No answer is written for {outcome}."),
        };
    }

    // The path base is the API's stage.
    private static string LocationOf(HttpContext context, string chargeId) => $"{context.Request.PathBase}/charges/{chargeId}";
}
