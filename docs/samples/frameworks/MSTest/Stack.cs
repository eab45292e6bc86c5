[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]

namespace Notes.Tests;

/// <summary>One LocalAws for every test of the assembly.</summary>
[TestClass]
public static class Stack
{
    public static LocalAws Aws { get; private set; } = null!;

    /// <summary>A delegate stands in for the function, so nothing is built.</summary>
    public static Task<LocalAws> StartAsync() => LocalAws.StartAsync(new LocalAwsOptions
    {
        Template = "template.yaml",
        Functions = { ["NotesFunction"] = ProxyFunction.Of(call => ProxyAnswer.Json(new { call.Path, call.CallerArn })) },
    });

    [AssemblyInitialize]
    public static async Task StartOnceAsync(TestContext _) => Aws = await StartAsync();

    [AssemblyCleanup]
    public static async Task StopAsync() => await Aws.DisposeAsync();
}
