using Emulation.Decisions;
using Iam;
using SigV4;

namespace Emulation.Gateway.Answers;

/// <summary>A REST API's answers. API Gateway Developer Guide, "Gateway response types for API Gateway".</summary>
internal sealed class RestAnswers : ApiAnswers
{
    private const string MissingToken = "MISSING_AUTHENTICATION_TOKEN";

    /// <summary>Headers that it renames in a function's answer, since it sets them itself. "Amazon API Gateway important notes".</summary>
    private static readonly HashSet<string> Remapped = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Connection", "Content-Length", "Content-MD5", "Date", "Expect", "Host", "Max-Forwards", "Proxy-Authenticate", "Server", "TE", "Trailer",
        "Upgrade", "User-Agent", "WWW-Authenticate",
    };

    public static RestAnswers Instance { get; } = new();

    public override GatewayErrors Errors { get; } = new()
    {
        NoRoute = new(403, "MissingAuthenticationTokenException", "Missing Authentication Token") { ResponseType = MissingToken },
        NoStage = new(403, "ForbiddenException", "Forbidden"),
        BadRequest = new(400, "BadRequestException", "Bad Request") { ResponseType = "BAD_REQUEST_PARAMETERS" },
        Unauthorized = new(401, "UnauthorizedException", "Unauthorized") { ResponseType = "UNAUTHORIZED" },
        Forbidden = new(403, "ForbiddenException", "Forbidden") { ResponseType = "ACCESS_DENIED" },
        InvalidApiKey = new(403, "ForbiddenException", "Forbidden") { ResponseType = "INVALID_API_KEY" },
        Throttled = new(429, "TooManyRequestsException", "Too Many Requests") { ResponseType = "THROTTLED" },
        QuotaExceeded = new(429, "LimitExceededException", "Limit Exceeded") { ResponseType = "QUOTA_EXCEEDED" },
        BadParameters = new(400, "BadRequestException", "Missing required request parameters") { ResponseType = "BAD_REQUEST_PARAMETERS" },
        BadBody = new(400, "BadRequestException", "Invalid request body") { ResponseType = "BAD_REQUEST_BODY" },
        AuthorizerFailure = new(500, "AuthorizerConfigurationException", null) { ResponseType = "AUTHORIZER_CONFIGURATION_ERROR" },
        BadIntegrationAnswer = new(502, "InternalServerErrorException", "Internal server error") { ResponseType = "API_CONFIGURATION_ERROR" },
        IntegrationFailure = new(500, "InternalServerErrorException", "Internal server error") { ResponseType = "API_CONFIGURATION_ERROR" },
        IntegrationTimeout = new(504, "InternalServerErrorException", "Endpoint request timed out") { ResponseType = "INTEGRATION_TIMEOUT" },
        NetworkFailure = new(504, "InternalServerErrorException", "Network error communicating with endpoint") { ResponseType = "INTEGRATION_FAILURE" },
        NotImplemented = new(501, "NotImplementedException", "Not Implemented"),
        RequestTooLarge = new(413, "RequestTooLargeException", "Request Too Long"),
        UriTooLong = new(414, "RequestUriTooLongException", "Request URI Too Long"),
    };

    public override GatewayError Denied(DecisionSubject subject, Decision decision) => GatewayError.AccessDenied(subject.Refusal(decision));

    /// <summary>The function's policy is the caller's (captured: apigateway/rest_lambda_authorizers of radkawar/stackd).</summary>
    public override GatewayError DeniedByFunction(Decision decision) => GatewayError.AccessDenied(decision.Verdict == Verdict.ExplicitDeny
        ? "User is not authorized to access this resource with an explicit deny in an identity-based policy"
        : $"User is not authorized to access this resource because no identity-based policy allows the {ApiGatewayRules.Invoke} action");

    public override GatewayError Unsigned(VerificationFailure failure) => new(failure.StatusCode, failure.ErrorType, failure.Message)
    {
        ResponseType = failure.ErrorType switch
        {
            "MissingAuthenticationTokenException" => MissingToken,
            "ExpiredTokenException" => "EXPIRED_TOKEN",
            _ => "INVALID_SIGNATURE",
        },
    };

    public override void WriteIds(IHeaderDictionary headers, RequestIds ids)
    {
        headers["x-amzn-RequestId"] = ids.RequestId;
        headers["x-amz-apigw-id"] = ids.ExtendedRequestId;
    }

    public override void BeginForwarding(HttpResponse response, GatewayRequest request)
    {
        response.Headers["X-Amzn-Trace-Id"] = request.Trace;
        response.ContentType = "application/json";
    }

    public override string? NameOf(string header) =>
        header.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) ? null : Remapped.Contains(header) ? $"x-amzn-Remapped-{header}" : header;

    /// <summary>Only when the API lists the type that the client accepts first. "Content type conversions in API Gateway".</summary>
    public override bool Decodes(GatewayRequest request) => MediaTypes.AnyMatches(request.Target.BinaryMediaTypes, request.Header("Accept"));
}
