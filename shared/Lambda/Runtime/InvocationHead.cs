namespace Lambda.Runtime;

/// <summary>The headers that come with an invocation; a null is a header that was absent or empty.</summary>
internal readonly record struct InvocationHead(
    string RequestId,
    DateTimeOffset Deadline,
    string? InvokedFunctionArn,
    string? TraceId,
    string? ClientContext,
    string? CognitoIdentity)
{
    /// <summary>Where an exchange is offered; null where none is.</summary>
    public string? Exchange { get; init; }

    public LambdaContext ToContext(TimeProvider time) => new(RequestId, Deadline, time)
    {
        InvokedFunctionArn = InvokedFunctionArn ?? "",
        TraceId = TraceId,
        ClientContext = ClientContext,
        CognitoIdentity = CognitoIdentity,
    };
}
