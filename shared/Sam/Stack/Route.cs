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

    /// <summary>What API Gateway answers by itself to a browser that asks if a page may call, without any function; null for all other routes.</summary>
    public PreflightAnswer? Preflight { get; init; }

    /// <summary>How long API Gateway waits for the function: 29 seconds unless the event says less.</summary>
    public TimeSpan IntegrationTimeout { get; init; } = TimeSpan.FromSeconds(29);

    /// <summary>The event's format: <c>1.0</c> of a REST API, <c>2.0</c> of an HTTP API unless the event says otherwise.</summary>
    public string PayloadFormatVersion { get; init; } = "1.0";

    /// <summary>Why nobody gets in here, whoever it is; null when the route is open to those whom its authorizer and the policies let in.</summary>
    public Closure? Closed => (Authorizer as ClosedAuthorizer)?.Closure;

    /// <summary>Where the route is declared.</summary>
    public required SourceLine Line { get; init; }
}

/// <summary>
/// The answer of the <c>OPTIONS</c> method that <c>Cors</c> of a REST API makes for a path: the values of the <c>Access-Control-Allow-*</c> headers. It is the
/// same for every origin.
/// </summary>
/// <param name="Origin">The origin, or <c>*</c>.</param>
/// <param name="Methods">The methods, with commas.</param>
/// <param name="Headers">The request headers, with commas; null for none.</param>
/// <param name="MaxAge">How long a browser keeps the answer, in seconds; null for the browser's own choice.</param>
/// <param name="Credentials">Whether cookies may be sent.</param>
public sealed record PreflightAnswer(string Origin, string Methods, string? Headers, string? MaxAge, bool Credentials);
