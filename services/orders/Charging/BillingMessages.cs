namespace Orders.Charging;

/// <summary>The body of billing's <c>POST /charges</c>.</summary>
internal sealed record ChargeRequest(string OrderId, long AmountMinor, string Currency);

/// <summary>What we read of its answer.</summary>
internal sealed record ChargeResponse(string? ChargeId);

/// <summary>The body of billing's <c>POST /charges/{chargeId}/refunds</c>.</summary>
internal sealed record RefundRequest(long AmountMinor);
