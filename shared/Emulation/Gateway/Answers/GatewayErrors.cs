namespace Emulation.Gateway.Answers;

/// <summary>The answers that one kind of API gives by itself.</summary>
/// <remarks>REST: API Gateway Developer Guide, "Gateway response types for API Gateway". HTTP APIs have no error types and fixed texts.</remarks>
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

    /// <summary>The authorizer itself failed.</summary>
    public required GatewayError AuthorizerFailure { get; init; }

    /// <summary>The function failed or answered something that is no proxy response.</summary>
    public required GatewayError BadIntegrationAnswer { get; init; }

    /// <summary>The integration could not be called at all.</summary>
    public required GatewayError IntegrationFailure { get; init; }

    public required GatewayError IntegrationTimeout { get; init; }

    public required GatewayError RequestTooLarge { get; init; }

    /// <summary>The execute-api ARN of the request would exceed 1,600 bytes.</summary>
    public required GatewayError UriTooLong { get; init; }

    public static GatewayErrors Rest { get; } = new()
    {
        NoRoute = new(403, "MissingAuthenticationTokenException", "Missing Authentication Token"),
        NoStage = new(403, "ForbiddenException", "Forbidden"),
        BadRequest = new(400, "BadRequestException", "Bad Request"),
        Unauthorized = new(401, "UnauthorizedException", "Unauthorized"),
        Forbidden = new(403, "ForbiddenException", "Forbidden"),
        AuthorizerFailure = new(500, "AuthorizerConfigurationException", null),
        BadIntegrationAnswer = new(502, "InternalServerErrorException", "Internal server error"),
        IntegrationFailure = new(500, "InternalServerErrorException", "Internal server error"),
        IntegrationTimeout = new(504, "InternalServerErrorException", "Endpoint request timed out"),
        RequestTooLarge = new(413, "RequestTooLargeException", "Request Too Long"),
        UriTooLong = new(414, "RequestUriTooLongException", "Request URI Too Long"),
    };

    public static GatewayErrors Http { get; } = new()
    {
        NoRoute = new(404, null, "Not Found"),
        NoStage = new(404, null, "Not Found"),
        BadRequest = new(400, null, "Bad Request"),
        Unauthorized = new(401, null, "Unauthorized"),
        Forbidden = new(403, null, "Forbidden"),
        AuthorizerFailure = new(500, null, "Internal Server Error"),
        BadIntegrationAnswer = new(500, null, "Internal Server Error"),
        IntegrationFailure = new(500, null, "Internal Server Error"),
        IntegrationTimeout = new(503, null, "Service Unavailable"),
        RequestTooLarge = new(413, null, "Request Entity Too Large"),
        UriTooLong = new(414, null, "URI Too Long"),
    };

    public static GatewayErrors Of(bool isHttpApi) => isHttpApi ? Http : Rest;
}
