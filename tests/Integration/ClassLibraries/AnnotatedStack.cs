using Harness;

namespace Integration.ClassLibraries;

/// <summary>The stack of tests/ClassLibraries/template.yaml, whose functions are published from their project, once for all tests.</summary>
public sealed class AnnotatedStack : IAsyncLifetime
{
    public LocalAws Aws { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Aws = await LocalAws.StartAsync(Path.Combine(StackFixture.Root, "tests", "ClassLibraries", "template.yaml"));

    public ValueTask DisposeAsync() => Aws.DisposeAsync();
}
