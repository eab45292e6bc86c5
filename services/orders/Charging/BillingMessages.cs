using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Orders.Charging;

/// <summary>The body of billing's <c>POST /charges</c>.</summary>
internal sealed record ChargeRequest(string OrderId, long AmountMinor, string Currency);

/// <summary>What we read of its answer.</summary>
internal sealed record ChargeResponse(string? ChargeId);

/// <summary>The body of billing's <c>POST /charges/{chargeId}/refunds</c>.</summary>
internal sealed record RefundRequest(long AmountMinor);

/// <summary>Everything that goes to billing and comes from it as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ChargeRequest))]
[JsonSerializable(typeof(ChargeResponse))]
[JsonSerializable(typeof(RefundRequest))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class BillingJson : JsonSerializerContext;
