using ServiceDefaults;

namespace Billing.Storage;

internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services) => services.AddStore<IChargeStore>(
        "billing.db", static file => new SqliteChargeStore(file), static table => new DynamoChargeStore(table));

    /// <summary>Opens the store, so that a place that cannot be used stops the start and not the first request.</summary>
    public static void OpenStore(this IServiceProvider services) => services.GetRequiredService<IChargeStore>();
}
