using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceDefaults;

namespace Billing.Webhooks;

internal static class WebhooksRegistration
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services) =>
        services.AddSingleton<PaymentEventRecording>().AddJson(WebhooksJson.Default);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PaymentEvent))]
[JsonSerializable(typeof(RecordedEvent))]
internal sealed partial class WebhooksJson : JsonSerializerContext;
