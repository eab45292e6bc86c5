using System.Collections.Frozen;
using System.Net;

namespace SigV4.Http.Refusals;

/// <summary>
/// Whether a service may have refused a request for the time of its signature. Status alone does not tell: API Gateway and S3 refuse with
/// 403, JSON services with 400, EC2 with 401, and all of them use these for other things too. The code does.
/// </summary>
internal static class TimeRefusal
{
    // The codes on which AWS's SDKs look at the clock. Some also stand for a signature that is wrong otherwise, so the Date decides.
    private static readonly FrozenSet<string> Codes = new[]
    {
        "InvalidSignatureException", "SignatureDoesNotMatch", "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "AuthFailure",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsPossible(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    /// <summary>Reads the code, from the body if need be, which stays there to be read again.</summary>
    public static async ValueTask<bool> IsAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        ErrorCode.InHeaders(response) is { } code
            ? Codes.Contains(code)
            : RefusalBody.MayTell(response.Content)
                && ErrorCode.InBody(await RefusalBody.PeekAsync(response, cancellationToken).ConfigureAwait(false)) is { } told
                && Codes.Contains(told);

    /// <inheritdoc cref="IsAsync"/>
    public static bool Is(HttpResponseMessage response, CancellationToken cancellationToken) =>
        ErrorCode.InHeaders(response) is { } code
            ? Codes.Contains(code)
            : RefusalBody.MayTell(response.Content)
                && ErrorCode.InBody(RefusalBody.Peek(response, cancellationToken)) is { } told
                && Codes.Contains(told);
}
