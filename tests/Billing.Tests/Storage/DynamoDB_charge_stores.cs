using Billing.Storage;
using DynamoServers;

[assembly: AssemblyFixture(typeof(RunningServers))]

namespace Billing.Tests.Storage;

public sealed class A_DynamoDB_charge_store_on_moto(RunningServers servers) : DynamoDB_charge_store(servers, ServerProgram.Moto);

public sealed class A_DynamoDB_charge_store_on_dynoxide(RunningServers servers) : DynamoDB_charge_store(servers, ServerProgram.Dynoxide);

/// <summary>The contract on a table of each test's own, and what only this store is asked.</summary>
public abstract class DynamoDB_charge_store(RunningServers servers, ServerProgram program) : Charge_store_contract, IAsyncLifetime
{
    private TestTable? _table;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(program.AbsentBecause is not null, program.AbsentBecause ?? "");
        _table = await TestTable.CreateAsync(await servers.GetAsync(program), "ChargesTable", Cancellation);
    }

    private protected override IChargeStore Open() => new DynamoChargeStore(_table!.Open());

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _table?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
