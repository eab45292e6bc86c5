using ServiceDefaults;

namespace Orders.Storage;

internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services) => services.AddStore<IOrderStore>(
        "orders.db", static file => new SqliteOrderStore(file), static table => new DynamoOrderStore(table));

    /// <summary>Opens the store, so that a place that cannot be used stops the start and not the first request.</summary>
    public static void OpenStore(this IServiceProvider services) => services.GetRequiredService<IOrderStore>();
}
