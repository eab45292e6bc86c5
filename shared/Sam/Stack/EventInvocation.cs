namespace Sam;

/// <summary>
/// How the events of a function are run that nobody waits for. Lambda Developer Guide, "Configuring error handling settings for asynchronous invocations", and "Capturing
/// records of Lambda asynchronous invocations".
/// </summary>
public sealed record EventInvocation
{
    /// <summary>What counts where the template says nothing.</summary>
    public static EventInvocation Default { get; } = new();

    /// <summary>The alias or version whose events these are; null for the function's own.</summary>
    public string? Qualifier { get; init; }

    /// <summary>How often an event is tried again after the function has failed.</summary>
    public int MaximumRetryAttempts { get; init; } = 2;

    /// <summary>How old an event may be when it is tried.</summary>
    public TimeSpan MaximumEventAge { get; init; } = TimeSpan.FromHours(6);

    /// <summary>The ARN of what is told of an event that was run; null for nothing.</summary>
    public string? OnSuccess { get; init; }

    /// <summary>The ARN of what is told of an event that is given up; null for nothing.</summary>
    public string? OnFailure { get; init; }
}
