namespace Sam;

/// <summary>A URL of a function, without any API. Lambda Developer Guide, "Creating and managing Lambda function URLs".</summary>
public sealed record FunctionUrl
{
    /// <summary>The name in the template; <c>{function}Url</c> for one that SAM makes of <c>FunctionUrlConfig</c>.</summary>
    public required string LogicalId { get; init; }

    /// <summary>The function that answers: a <see cref="Function.LogicalId"/> of the same stack.</summary>
    public required string FunctionLogicalId { get; init; }

    /// <summary>The alias that answers; null for the function itself.</summary>
    public string? Qualifier { get; init; }

    /// <summary>The first label of the host: 32 lower-case letters and digits, the same for the same account, stack and logical id.</summary>
    public required string UrlId { get; init; }

    /// <summary>True for <c>AWS_IAM</c>, where callers sign; false for <c>NONE</c>, where the function's policy must admit everybody.</summary>
    public required bool IsSigned { get; init; }

    /// <summary>What answers preflight requests; null without <c>Cors</c>.</summary>
    public CorsConfiguration? Cors { get; init; }

    /// <summary>Whether the answer is streamed: <c>InvokeMode: RESPONSE_STREAM</c>.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>
    /// Whether callers need <c>lambda:InvokeFunction</c> besides <c>lambda:InvokeFunctionUrl</c>, as of URLs made since October 2025. Lambda Developer Guide, "Control
    /// access to Lambda function URLs".
    /// </summary>
    public bool NeedsInvokeFunction { get; init; } = true;

    /// <summary>Why nobody gets in here, whoever it is; null when the URL is open to those whom the policies let in.</summary>
    public Closure? Closed { get; init; }

    /// <summary>Where the URL is declared.</summary>
    public required SourceLine Line { get; init; }
}
