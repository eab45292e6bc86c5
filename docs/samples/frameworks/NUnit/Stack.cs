[assembly: Parallelizable(ParallelScope.All)]

namespace Notes.Tests;

/// <summary>One LocalAws for every test of this namespace.</summary>
[SetUpFixture]
public sealed class Stack
{
    public static LocalAws Aws { get; private set; } = null!;

    /// <summary>A delegate stands in for the function, so nothing is built.</summary>
    public static Task<LocalAws> StartAsync() => LocalAws.StartAsync(new LocalAwsOptions
    {
        Template = "template.yaml",
        Functions = { ["NotesFunction"] = ProxyFunction.Of(call => ProxyAnswer.Json(new { call.Path, call.CallerArn })) },
    });

    [OneTimeSetUp]
    public async Task StartOnceAsync() => Aws = await StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await Aws.DisposeAsync();
}
