using Emulation.Decisions;
using Emulation.Lambda;
using Iam;
using Sam;
using SigV4;

namespace Emulation.Gateway.Answers;

/// <summary>
/// The answers of a function's URL: Lambda's own (captured: lambda/urls_authorization, lambda/urls_control and lambda/url_http_codecs of radkawar/stackd, and snapshots of
/// LocalStack that AWS validated).
/// </summary>
internal sealed class FunctionUrlAnswers : ApiAnswers
{
    private const string Refused = "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";

    private static readonly GatewayError Denial = GatewayError.AccessDenied(Refused);

    /// <summary>The text is no JSON, though the type says so.</summary>
    private static readonly GatewayError Failure = new(502, null, "Internal Server Error") { IsBare = true };

    public static FunctionUrlAnswers Instance { get; } = new();

    public override GatewayErrors Errors { get; } = new()
    {
        NoRoute = Denial,
        NoStage = Denial,
        BadRequest = new(400, "BadRequestException", "Bad Request"),
        Unauthorized = Denial,
        Forbidden = Denial,
        AuthorizerFailure = Failure,
        BadIntegrationAnswer = Failure,

        // A URL has no API keys, checks and servers behind it.
        InvalidApiKey = Denial,
        Throttled = Denial,
        QuotaExceeded = Denial,
        BadParameters = Denial,
        BadBody = Denial,
        NetworkFailure = Failure,

        // A URL outlives its alias, and then refuses.
        IntegrationFailure = Denial,
        FunctionThrottled = new(429, "TooManyRequestsException", "Rate Exceeded.", CapitalM: true),
        IntegrationTimeout = Failure,
        NotImplemented = new(501, "NotImplementedException", "Not Implemented"),
        RequestTooLarge = new(
            413, "RequestTooLargeException", $"Request must be smaller than {RuntimeApi.LongestEvent} bytes for the InvokeFunction operation", CapitalM: true),
        UriTooLong = new(414, "RequestUriTooLongException", "URI Too Long"),
    };

    public override string? RefusalText => Refused;

    public override string NoApi => "There is no function URL of this id; /_localaws/stack lists what there is.";

    public override int LongestBody => RuntimeApi.LongestEvent;

    public override GatewayError Denied(DecisionSubject subject, Decision decision) => Denial;

    public override GatewayError DeniedByFunction(Decision decision) => Denial;

    public override GatewayError Unsigned(VerificationFailure failure) =>
        failure.Error == VerificationError.MissingSignature ? Denial : new(failure.StatusCode, failure.ErrorType, failure.Message);

    public override void WriteIds(IHeaderDictionary headers, RequestIds ids) => headers["x-amzn-RequestId"] = ids.RequestId;

    public override void BeginForwarding(HttpResponse response, GatewayRequest request)
    {
        response.Headers["X-Amzn-Trace-Id"] = request.Trace;
        response.ContentType = "application/json";
    }

    public override string? NameOf(string header) => HttpAnswers.Instance.NameOf(header);

    /// <summary>The answer is decoded as it is read.</summary>
    public override bool Decodes(GatewayRequest request) => false;

    public override bool MergesCors => true;

    public override void Preflight(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json";
    }

    public override void WriteCors(HttpContext http, CorsConfiguration cors) => FunctionUrlCors.Write(http, cors);
}
