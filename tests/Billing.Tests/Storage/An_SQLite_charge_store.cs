using Billing.Storage;
using Microsoft.Data.Sqlite;
using ServiceDefaults;

namespace Billing.Tests.Storage;

public sealed class An_SQLite_charge_store : Charge_store_contract, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("billing-").FullName;

    private protected override IBillingStore Open() => new SqliteChargeStore(SqliteFile.In(folder, "billing.db"));

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
