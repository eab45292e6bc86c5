namespace Notes.Tests;

/// <summary>One LocalAws for every class of the collection "Stack". Other classes run beside them, those of the collection one after another.</summary>
public sealed class Stack : IAsyncLifetime
{
    public LocalAws Aws { get; private set; } = null!;

    /// <summary>A delegate stands in for the function, so nothing is built.</summary>
    public static Task<LocalAws> StartAsync() => LocalAws.StartAsync(new LocalAwsOptions
    {
        Template = "template.yaml",
        Functions = { ["NotesFunction"] = ProxyFunction.Of(call => ProxyAnswer.Json(new { call.Path, call.CallerArn })) },
    });

    public async Task InitializeAsync() => Aws = await StartAsync();

    public Task DisposeAsync() => Aws.DisposeAsync().AsTask();
}

[CollectionDefinition(nameof(Stack))]
public sealed class StackCollection : ICollectionFixture<Stack>;
