using Billing.Storage;
using Microsoft.Data.Sqlite;
using ServiceDefaults;

namespace Billing.Tests.Storage;

public sealed class An_SQLite_charge_store : Charge_store_contract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("billing-").FullName;

    private protected override IChargeStore Open() => new SqliteChargeStore(SqliteFile.In(_folder, "billing.db"));

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
