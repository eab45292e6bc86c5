using Emulation.Decisions;
using Iam;
using SigV4;

namespace Emulation.Gateway.Answers;

/// <summary>A REST API's answers. API Gateway Developer Guide, "Gateway response types for API Gateway".</summary>
internal sealed class RestAnswers : ApiAnswers
{
    /// <summary>Headers that it renames in a function's answer, since it sets them itself. "Amazon API Gateway important notes".</summary>
    private static readonly HashSet<string> Remapped = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Connection", "Content-Length", "Content-MD5", "Date", "Expect", "Host", "Max-Forwards", "Proxy-Authenticate", "Server", "TE", "Trailer",
        "Upgrade", "User-Agent", "WWW-Authenticate",
    };

    public static RestAnswers Instance { get; } = new();

    public override GatewayErrors Errors { get; } = new()
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
        NotImplemented = new(501, "NotImplementedException", "Not Implemented"),
        RequestTooLarge = new(413, "RequestTooLargeException", "Request Too Long"),
        UriTooLong = new(414, "RequestUriTooLongException", "Request URI Too Long"),
    };

    public override GatewayError Denied(DecisionSubject subject, Decision decision) => GatewayError.AccessDenied(subject.Refusal(decision));

    /// <summary>The function's policy is the caller's (captured: apigateway/rest_lambda_authorizers of radkawar/stackd).</summary>
    public override GatewayError DeniedByFunction(Decision decision) => GatewayError.AccessDenied(decision.Verdict == Verdict.ExplicitDeny
        ? "User is not authorized to access this resource with an explicit deny in an identity-based policy"
        : $"User is not authorized to access this resource because no identity-based policy allows the {ApiGatewayRules.Invoke} action");

    public override GatewayError Unsigned(VerificationFailure failure) => new(failure.StatusCode, failure.ErrorType, failure.Message);

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
