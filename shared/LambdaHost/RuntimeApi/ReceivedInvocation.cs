namespace LambdaHost.RuntimeApi;

/// <summary>An event, and what the Runtime API says of it in its headers. Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes", "Next invocation".</summary>
internal sealed record ReceivedInvocation(string RequestId, Stream Event)
{
    public DateTimeOffset Deadline { get; init; }

    public string? FunctionArn { get; init; }

    public string? TraceId { get; init; }

    public string? TenantId { get; init; }

    /// <summary>JSON.</summary>
    public string? ClientContext { get; init; }

    /// <summary>JSON.</summary>
    public string? CognitoIdentity { get; init; }
}
