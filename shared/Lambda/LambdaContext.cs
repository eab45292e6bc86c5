namespace Lambda;

/// <summary>
/// What the Runtime API says about one invocation. Source: AWS Lambda guide, "Using the Lambda runtime API for custom
/// runtimes", section "Next invocation".
/// </summary>
public sealed class LambdaContext
{
    /// <summary>Makes the context of one invocation; tests of handlers make their own.</summary>
    /// <param name="requestId">The invocation's id.</param>
    /// <param name="deadline">When Lambda gives the invocation up.</param>
    /// <param name="time">The clock that <see cref="RemainingTime"/> reads.</param>
    public LambdaContext(string requestId, DateTimeOffset deadline, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(requestId);
        ArgumentNullException.ThrowIfNull(time);
        RequestId = requestId;
        Deadline = deadline;
        this.time = time;
    }

    private readonly TimeProvider time;

    /// <summary>The invocation's id (<c>Lambda-Runtime-Aws-Request-Id</c>).</summary>
    public string RequestId { get; }

    /// <summary>When Lambda gives the invocation up (<c>Lambda-Runtime-Deadline-Ms</c>, milliseconds exact).</summary>
    public DateTimeOffset Deadline { get; }

    /// <summary>The time left until <see cref="Deadline"/>; zero once it has passed.</summary>
    public TimeSpan RemainingTime
    {
        get
        {
            var remaining = Deadline - time.GetUtcNow();
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    /// <summary>The ARN that was invoked, with version or alias if the caller named one; empty if the host sent none.</summary>
    public string InvokedFunctionArn { get; init; } = "";

    /// <summary>The X-Ray trace header, <c>Root=1-...;Parent=...;Sampled=1</c>; null if the host sent none.</summary>
    public string? TraceId { get; init; }

    /// <summary>The mobile SDK's client context, raw JSON; null if the caller sent none.</summary>
    public string? ClientContext { get; init; }

    /// <summary>The caller's Cognito identity, raw JSON (<c>cognitoIdentityId</c>, <c>cognitoIdentityPoolId</c>); null without one.</summary>
    public string? CognitoIdentity { get; init; }

    /// <summary>The function that this process runs: name, version, memory, log group. The same in each invocation.</summary>
    public LambdaFunction Function { get; init; } = LambdaFunction.Current;
}
