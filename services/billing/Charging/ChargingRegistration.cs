using System.Text.Json;
using System.Text.Json.Serialization;
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

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Charge))]
[JsonSerializable(typeof(ChargeDraft))]
[JsonSerializable(typeof(Page<Charge>))]
internal sealed partial class ChargingJson : JsonSerializerContext;
