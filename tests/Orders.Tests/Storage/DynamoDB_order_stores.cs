using DynamoServers;
using Orders.Storage;

[assembly: AssemblyFixture(typeof(RunningServers))]

namespace Orders.Tests.Storage;

public sealed class A_DynamoDB_order_store_on_moto(RunningServers servers) : DynamoDB_order_store(servers, ServerProgram.Moto);

public sealed class A_DynamoDB_order_store_on_dynoxide(RunningServers servers) : DynamoDB_order_store(servers, ServerProgram.Dynoxide);

/// <summary>The contract on a table of each test's own, and what only this store is asked.</summary>
public abstract class DynamoDB_order_store(RunningServers servers, ServerProgram program) : Order_store_contract, IAsyncLifetime
{
    private TestTable? _table;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(program.AbsentBecause is not null, program.AbsentBecause ?? "");
        _table = await TestTable.CreateAsync(await servers.GetAsync(program), "OrdersTable", Cancellation);
    }

    private protected override IOrderStore Open() => new DynamoOrderStore(_table!.Open());

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _table?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
