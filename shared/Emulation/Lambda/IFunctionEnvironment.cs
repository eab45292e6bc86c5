namespace Emulation.Lambda;

/// <summary>
/// One environment of a function: whatever works on its invocations, one after the other. AWS Lambda Developer Guide, "Understanding the Lambda execution environment lifecycle".
/// </summary>
internal interface IFunctionEnvironment : IAsyncDisposable
{
    /// <summary>Whether a process has asked for an invocation yet.</summary>
    bool HasStarted { get; }

    /// <summary>Whether one is waiting for its next invocation.</summary>
    bool IsIdle { get; }

    /// <summary>Runs until the environment ends. The result is a start that failed, or null.</summary>
    Task<FailedStart?> RunAsync(FunctionHostOptions options);

    /// <summary>Ends it, and waits until it has.</summary>
    Task StopAsync();
}
