using TUnit.Core.Interfaces;

namespace Notes.Tests;

/// <summary>One LocalAws for every class that names it with SharedType.PerTestSession.</summary>
public sealed class Stack : IAsyncInitializer, IAsyncDisposable
{
    public LocalAws Aws { get; private set; } = null!;

    /// <summary>A delegate stands in for the function, so nothing is built.</summary>
    public static Task<LocalAws> StartAsync() => LocalAws.StartAsync(new LocalAwsOptions
    {
        Template = "template.yaml",
        Functions = { ["NotesFunction"] = ProxyFunction.Of(call => ProxyAnswer.Json(new { call.Path, call.CallerArn })) },
    });

    public async Task InitializeAsync() => Aws = await StartAsync();

    public ValueTask DisposeAsync() => Aws.DisposeAsync();
}
