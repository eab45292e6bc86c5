using ServiceDefaults;
using System.Text.Json;
using System.Text.Json.Serialization;
using Billing.Charging;
using Billing.Refunding;
using Billing.Webhooks;
using Microsoft.AspNetCore.Mvc;

namespace Billing;

/// <summary>Everything that billing reads and writes as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Charge))]
[JsonSerializable(typeof(ChargeDraft))]
[JsonSerializable(typeof(Page<Charge>))]
[JsonSerializable(typeof(PaymentEvent))]
[JsonSerializable(typeof(RecordedEvent))]
[JsonSerializable(typeof(Refund))]
[JsonSerializable(typeof(RefundDraft))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class BillingJson : JsonSerializerContext;

internal static class BillingJsonRegistration
{
    public static IServiceCollection AddBillingJson(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, BillingJson.Default));
}
