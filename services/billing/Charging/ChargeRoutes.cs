using Billing.Identifiers;
using Billing.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults;

namespace Billing.Charging;

/// <summary>Charges, reads charges, and makes the HTTP answer of each outcome.</summary>
internal static class ChargeRoutes
{
    public static void MapCharging(this IEndpointRouteBuilder app)
    {
        var charges = app.MapGroup("/charges").WithTags("Charges");
        charges.MapPost("", CaptureAsync).Accepts<ChargeDraft>("application/json")
            .WithSummary("Charges an order once for each Idempotency-Key.")
            .ProducesProblem(400).ProducesProblem(402).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        charges.MapGet("", ListAsync).WithSummary("Lists charges, the newest first.").ProducesProblem(400);
        charges.MapGet("{chargeId}", FindAsync).WithSummary("Reads a charge.").ProducesProblem(404);
    }

    /// <summary>Where a charge is read. The path base is the API's stage.</summary>
    public static string LocationOf(HttpContext context, string chargeId) => $"{context.Request.PathBase}/charges/{chargeId}";

    private static async Task<Results<Created<Charge>, ProblemResult>> CaptureAsync(
        HttpContext context, ChargeCapture capture, CancellationToken cancellation)
    {
        var key = IdempotencyKey.ReadRequired(context.Request, purpose: "a repeated request charges once", Problem.Common);
        if (key.Problem is not null)
        {
            return key.Problem;
        }

        var draft = await JsonBody.ReadAsync(context.Request, ChargeDraft.Read, Problem.Common, cancellation);
        if (draft.Problem is not null)
        {
            return draft.Problem;
        }

        return await capture.CaptureAsync(draft.Value, RequestCaller.Of(context), key.Value, cancellation) switch
        {
            CaptureOutcome.Captured(var charge) => TypedResults.Created(LocationOf(context, charge.ChargeId), charge),
            CaptureOutcome.Declined(var reason) => Problem.Declined(reason),
            CaptureOutcome.KeyReused => Problem.Common.KeyReused(),
            var outcome => throw new InvalidOperationException($"No answer is written for {outcome}."),
        };
    }

    private static async Task<Results<Ok<Charge>, ProblemResult>> FindAsync(
        string chargeId, IChargeStore store, CancellationToken cancellation) =>
        Ids.Charge.Fits(chargeId) && await store.FindAsync(chargeId, cancellation) is { } charge
            ? TypedResults.Ok(charge)
            : Problem.Common.NotFound("charge");

    private static async Task<Results<Ok<Page<Charge>>, ProblemResult>> ListAsync(
        IChargeStore store, CancellationToken cancellation, string? orderId = null, string? limit = null, string? nextToken = null)
    {
        var violations = new Violations();
        ChargeDraft.OrderIdRule.Check("orderId", orderId, violations);
        var page = PageRequest.Read(limit, nextToken, filter: orderId ?? "", Ids.Charge, violations);
        if (!violations.IsEmpty)
        {
            return Problem.Common.Invalid(violations);
        }

        var charges = await store.ListAsync(orderId, page.Take, page.After, cancellation);
        return TypedResults.Ok(page.Cut(charges, charge => charge.ChargeId));
    }
}
