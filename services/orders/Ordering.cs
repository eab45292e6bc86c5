using ServiceDefaults;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orders.Cancelling;
using Orders.Placing;

namespace Orders;

internal static class Ordering
{
    public static IServiceCollection AddOrdering(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IIdSource, TimeOrderedIds>();
        services.AddSingleton<PlacingDesk>();
        services.AddSingleton<CancellingDesk>();
        return services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, OrdersJson.Default));
    }
}
