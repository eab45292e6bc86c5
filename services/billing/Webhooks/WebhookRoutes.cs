using Billing.Problems;
using Lambda;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults;

namespace Billing.Webhooks;

/// <summary>
/// What partners may call: <c>POST /webhooks/payment</c> with
/// <c>{"eventId":"evt_1","chargeId":"ch_...","type":"charge.settled","occurredAt":"2026-01-02T03:04:05Z"}</c>, or
/// <c>charge.disputed</c>, answers 200 with the event as it was recorded and <c>receivedAt</c>. A partner that repeats an event is
/// answered as the first time; the same <c>eventId</c> with another content is a 422. The charge shows the earliest
/// <c>settledAt</c> and <c>disputedAt</c> that it was told. Any partner may speak of any charge: their ids are not guessable.
/// </summary>
internal static class WebhookRoutes
{
    public static void MapWebhooks(this IEndpointRouteBuilder app) =>
        app.MapPost("/webhooks/payment", RecordAsync).WithTags("Webhooks").Accepts<PaymentEvent>("application/json")
            .WithSummary("Records what a partner says happened to a charge, once for each of the partner's event ids.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

    private static async Task<Results<Ok<RecordedEvent>, ProblemResult>> RecordAsync(
        HttpContext context, PaymentEventRecording recording, CancellationToken cancellation)
    {
        if (PartnerOf(context) is not { } partner)
        {
            return Problem.NoPartner();
        }

        var told = await JsonBody.ReadAsync(context.Request, PaymentEvent.Read, Problem.Common, cancellation);
        if (told.Problem is not null)
        {
            return told.Problem;
        }

        return await recording.RecordAsync(partner, told.Value, cancellation) switch
        {
            RecordingOutcome.Recorded(var recorded) => TypedResults.Ok(recorded),
            RecordingOutcome.NoSuchCharge => Problem.Common.NotFound("charge"),
            RecordingOutcome.EventIdReused => Problem.EventIdReused(),
            var outcome => throw new InvalidOperationException($"No answer is written for {outcome}."),
        };
    }

    // Whom the Lambda authorizer in front of the route let through; null without one.
    private static string? PartnerOf(HttpContext context) =>
        context.Features.Get<GatewayCaller>()?.Authorizer.GetValueOrDefault("principalId") is { Length: > 0 } partner ? partner : null;
}
