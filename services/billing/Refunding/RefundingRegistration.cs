using ServiceDefaults;

namespace Billing.Refunding;

internal static class RefundingRegistration
{
    public static IServiceCollection AddRefunding(this IServiceCollection services) =>
        services.AddSingleton<RefundIssuance>().AddJson(RefundingJson.Default);
}
