using ServiceDefaults;
using Billing.Refunding;
using Billing.Webhooks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Billing.Charging;

internal static class ChargingRegistration
{
    public static IServiceCollection AddCharging(this IServiceCollection services)
    {
        services.AddOptions<ChargeOptions>().BindConfiguration("Billing").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ChargeOptions>, ChargeOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IIdSource, TimeOrderedIds>();
        services.AddSingleton<ChargeDesk>();
        services.AddSingleton<RefundDesk>();
        services.AddSingleton<WebhookDesk>();
        return services;
    }
}
