using ServiceDefaults;

namespace Orders.Ordering;

internal static class OrderingRegistration
{
    public static IServiceCollection AddOrdering(this IServiceCollection services) => services.AddJson(OrderJson.Default);
}
