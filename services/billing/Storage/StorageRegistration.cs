using Billing.Charging;
using Billing.Refunding;
using Billing.Webhooks;
using ServiceDefaults;

namespace Billing.Storage;

internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services) => services
        .AddStore<IBillingStore>("billing.db", static file => new SqliteChargeStore(file), static table => new DynamoChargeStore(table))
        .AddSingleton<IChargeStore>(static provider => provider.GetRequiredService<IBillingStore>())
        .AddSingleton<IRefundStore>(static provider => provider.GetRequiredService<IBillingStore>())
        .AddSingleton<IPaymentEventStore>(static provider => provider.GetRequiredService<IBillingStore>());
}
