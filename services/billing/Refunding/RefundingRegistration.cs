using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceDefaults;

namespace Billing.Refunding;

internal static class RefundingRegistration
{
    public static IServiceCollection AddRefunding(this IServiceCollection services) =>
        services.AddSingleton<RefundIssuance>().AddJson(RefundingJson.Default);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Refund))]
[JsonSerializable(typeof(RefundDraft))]
internal sealed partial class RefundingJson : JsonSerializerContext;
