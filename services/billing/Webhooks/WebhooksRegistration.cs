using ServiceDefaults;

namespace Billing.Webhooks;

internal static class WebhooksRegistration
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services) =>
        services.AddSingleton<PaymentEventRecording>().AddJson(WebhooksJson.Default);
}
