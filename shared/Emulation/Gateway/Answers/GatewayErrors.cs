namespace Emulation.Gateway.Answers;

/// <summary>The answers that one kind of API gives by itself.</summary>
internal sealed record GatewayErrors
{
    public required GatewayError NoRoute { get; init; }

    public required GatewayError NoStage { get; init; }

    /// <summary>The request contradicts itself.</summary>
    public required GatewayError BadRequest { get; init; }

    /// <summary>Nobody was authenticated.</summary>
    public required GatewayError Unauthorized { get; init; }

    /// <summary>Somebody was authenticated, and may not; a REST API has AWS's own sentences for that too.</summary>
    public required GatewayError Forbidden { get; init; }

    /// <summary>The API key is missing, unknown, not enabled, or no usage plan has it for the stage.</summary>
    public required GatewayError InvalidApiKey { get; init; }

    public required GatewayError Throttled { get; init; }

    public required GatewayError QuotaExceeded { get; init; }

    /// <summary>A required parameter is missing; which ones is said with it.</summary>
    public required GatewayError BadParameters { get; init; }

    /// <summary>The body is not what the route's model says.</summary>
    public required GatewayError BadBody { get; init; }

    /// <summary>The authorizer itself failed.</summary>
    public required GatewayError AuthorizerFailure { get; init; }

    /// <summary>The function failed or answered something that is no proxy response.</summary>
    public required GatewayError BadIntegrationAnswer { get; init; }

    /// <summary>The integration could not be called at all.</summary>
    public required GatewayError IntegrationFailure { get; init; }

    public required GatewayError IntegrationTimeout { get; init; }

    /// <summary>The server cannot be reached.</summary>
    public required GatewayError NetworkFailure { get; init; }

    /// <summary>What the request asks for bears on access, or would run, and is closed here. AWS has no such answer: it is LocalAws's own, in AWS's form.</summary>
    public required GatewayError NotImplemented { get; init; }

    public required GatewayError RequestTooLarge { get; init; }

    /// <summary>The execute-api ARN of the request would exceed 1,600 bytes.</summary>
    public required GatewayError UriTooLong { get; init; }
}
