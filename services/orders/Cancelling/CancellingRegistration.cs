namespace Orders.Cancelling;

internal static class CancellingRegistration
{
    public static IServiceCollection AddCancelling(this IServiceCollection services) => services.AddSingleton<OrderCancellation>();
}
