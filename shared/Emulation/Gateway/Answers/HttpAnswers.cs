using Emulation.Decisions;
using Iam;
using SigV4;

namespace Emulation.Gateway.Answers;

/// <summary>An HTTP API's answers: no error types, and fixed texts.</summary>
internal sealed class HttpAnswers : ApiAnswers
{
    /// <summary>Headers about the connection, which are the gateway's own.</summary>
    private static readonly HashSet<string> OfConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Date", "Keep-Alive", "Server", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    public static HttpAnswers Instance { get; } = new();

    public override GatewayErrors Errors { get; } = new()
    {
        NoRoute = new(404, null, "Not Found"),
        NoStage = new(404, null, "Not Found"),
        BadRequest = new(400, null, "Bad Request"),
        Unauthorized = new(401, null, "Unauthorized"),
        Forbidden = new(403, null, "Forbidden"),
        InvalidApiKey = new(403, null, "Forbidden"),
        Throttled = new(429, null, "Too Many Requests"),
        QuotaExceeded = new(429, null, "Too Many Requests"),
        BadParameters = new(400, null, "Bad Request"),
        BadBody = new(400, null, "Bad Request"),
        AuthorizerFailure = new(500, null, "Internal Server Error"),
        BadIntegrationAnswer = new(500, null, "Internal Server Error"),
        IntegrationFailure = new(500, null, "Internal Server Error"),
        IntegrationTimeout = new(503, null, "Service Unavailable"),
        NetworkFailure = new(503, null, "Service Unavailable"),
        NotImplemented = new(501, null, "Not Implemented"),
        RequestTooLarge = new(413, null, "Request Entity Too Large"),
        UriTooLong = new(414, null, "URI Too Long"),
    };

    public override string? RefusalText => Errors.Forbidden.Message;

    public override GatewayError Denied(DecisionSubject subject, Decision decision) => Errors.Forbidden;

    public override GatewayError DeniedByFunction(Decision decision) => Errors.Forbidden;

    public override GatewayError Unsigned(VerificationFailure failure) => Errors.Forbidden;

    /// <summary>Only HTTP APIs are known to say what they miss: "Troubleshooting issues with HTTP API JWT authorizers".</summary>
    public override GatewayError Challenging(GatewayError error, string challenge) => error with { Challenge = challenge };

    public override void WriteIds(IHeaderDictionary headers, RequestIds ids) => headers["apigw-requestid"] = ids.ExtendedRequestId;

    public override void BeginForwarding(HttpResponse response, GatewayRequest request) => response.ContentType = "text/plain;charset=UTF-8";

    public override string? NameOf(string header) => OfConnection.Contains(header) ? null : header;

    /// <summary>Always.</summary>
    public override bool Decodes(GatewayRequest request) => true;
}
