using DynamoServers;
using Orders.Ordering;
using Orders.Storage;

namespace Orders.Tests.Placing;

public sealed class A_crash_while_placing_an_order_on_moto(RunningServers servers) : Crash_while_placing_an_order_on_DynamoDB(servers, ServerProgram.Moto);

public sealed class A_crash_while_placing_an_order_on_dynoxide(RunningServers servers) : Crash_while_placing_an_order_on_DynamoDB(servers, ServerProgram.Dynoxide);

public abstract class Crash_while_placing_an_order_on_DynamoDB(RunningServers servers, ServerProgram program) : A_crash_while_placing_an_order, IAsyncLifetime
{
    private TestTable? table;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(program.AbsentBecause is not null, program.AbsentBecause ?? "");
        table = await TestTable.CreateAsync(await servers.GetAsync(program), "OrdersTable", TestContext.Current.CancellationToken);
    }

    private protected override IOrderStore Kept(IOrderStore inFile) => new DynamoOrderStore(table!.Open());

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return table?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
