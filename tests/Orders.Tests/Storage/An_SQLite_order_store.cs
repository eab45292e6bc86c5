using Microsoft.Data.Sqlite;
using Orders.Storage;
using ServiceDefaults;

namespace Orders.Tests.Storage;

public sealed class An_SQLite_order_store : Order_store_contract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orders-").FullName;

    private protected override IOrderStore Open() => new SqliteOrderStore(SqliteFile.In(_folder, "orders.db"));

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
