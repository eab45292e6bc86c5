using Orders.Ordering;
using ServiceDefaults;

namespace Orders.Storage;

internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services) => services.AddStore<IOrderStore>(
        "orders.db", static file => new SqliteOrderStore(file), static table => new DynamoOrderStore(table));
}
