using {{Name}}.Tests;

[assembly: AssemblyFixture(typeof(Stack))]

namespace {{Name}}.Tests;

/// <summary>template.yaml, running in this process for all tests: its function is built if it changed, and started.</summary>
public sealed class Stack : IAsyncLifetime
{
    public LocalAws Aws { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Aws = await LocalAws.StartAsync("template.yaml");

    public ValueTask DisposeAsync() => Aws.DisposeAsync();
}
