using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Billing.Charging;

internal static class ChargingRegistration
{
    public static IServiceCollection AddCharging(this IServiceCollection services)
    {
        services.AddOptions<ChargeOptions>().BindConfiguration("Billing").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ChargeOptions>, ChargeOptionsValidator>();
        return services.AddSingleton<ChargeCapture>().AddJson(ChargingJson.Default);
    }
}
