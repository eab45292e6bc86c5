using Microsoft.Data.Sqlite;
using Orders.Ordering;
using Orders.Storage;
using ServiceDefaults;

namespace Orders.Tests.Storage;

public sealed class An_SQLite_order_store : Order_store_contract, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("orders-").FullName;

    private protected override IOrderStore Open() => new SqliteOrderStore(SqliteFile.In(folder, "orders.db"));

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
