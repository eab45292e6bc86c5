namespace Sam;

/// <summary>One method of one path of an API, integrated with a Lambda function.</summary>
public sealed record Route
{
    /// <summary>The HTTP method in upper case, or <c>ANY</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The resource path, such as <c>/orders/{orderId}</c> or <c>/files/{proxy+}</c>; <c>$default</c> for an HTTP API's catch-all route.</summary>
    public required string Path { get; init; }

    /// <summary>Who checks a caller before the function runs.</summary>
    public required Authorizer Authorizer { get; init; }

    /// <summary>The function that answers: a <see cref="Function.LogicalId"/> of the same stack. Empty where API Gateway itself does.</summary>
    public required string FunctionLogicalId { get; init; }

    /// <summary>The alias or version of the function that is called; null for the function itself.</summary>
    public string? FunctionQualifier { get; init; }

    /// <summary>With whose permissions API Gateway calls the function.</summary>
    public IntegrationCredentials Credentials { get; init; } = IntegrationCredentials.None;

    /// <summary>What API Gateway answers by itself, without any function: a mock integration. Null for all other routes.</summary>
    public MockAnswer? Mock { get; init; }

    /// <summary>The server that answers instead of a function; null for all other routes.</summary>
    public HttpBackend? Http { get; init; }

    /// <summary>What is checked of a request that got in before it is answered; null for nothing.</summary>
    public RequestCheck? Check { get; init; }

    /// <summary>Whether a caller needs an API key beside what the authorizer asks for.</summary>
    public bool ApiKeyRequired { get; init; }

    /// <summary>How fast all callers together may call it; null for as fast as they like.</summary>
    public RateLimit? Throttle { get; init; }

    /// <summary>How long API Gateway waits for the function: 29 seconds unless the event says less.</summary>
    public TimeSpan IntegrationTimeout { get; init; } = TimeSpan.FromSeconds(29);

    /// <summary>The event's format: <c>1.0</c> of a REST API, <c>2.0</c> of an HTTP API unless the event says otherwise.</summary>
    public string PayloadFormatVersion { get; init; } = "1.0";

    /// <summary>Why nobody gets in here, whoever it is; null when the route is open to those whom its authorizer and the policies let in.</summary>
    public Closure? Closed => (Authorizer as ClosedAuthorizer)?.Closure;

    /// <summary>Where the route is declared.</summary>
    public required SourceLine Line { get; init; }
}
