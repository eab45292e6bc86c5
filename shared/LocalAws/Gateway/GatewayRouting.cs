using Emulation.FrontDoor;
using Emulation.Iam;
using SigV4;

namespace Emulation.Gateway;

/// <summary>A request with its route, or the answer for a request that has none.</summary>
internal readonly record struct RoutedRequest(GatewayRequest? Request, GatewayError? Refusal, string Reason);

/// <summary>The first step: which method of which API a request is for.</summary>
internal sealed class GatewayRouting(Keyring keyring)
{
    /// <summary>API Gateway refuses requests whose execute-api ARN is longer, in bytes. "Amazon API Gateway quotas and important notes".</summary>
    private const int LongestArn = 1600;

    /// <param name="received">The request; null when its body was too long.</param>
    /// <param name="address">The API and path that its URL names.</param>
    /// <param name="ids">The ids it will carry.</param>
    /// <param name="now">When it arrived.</param>
    public RoutedRequest Route(ReceivedRequest? received, ApiAddress address, RequestIds ids, DateTimeOffset now)
    {
        var errors = GatewayErrors.Of(address.IsHttpApi);
        if (received is null)
        {
            return new(null, errors.RequestTooLarge, $"The body is longer than {FrontDoor.FrontDoor.BodyLimit} bytes.");
        }

        if (address.Api is not { } target)
        {
            return new(null, errors.NoStage, "No API of this id has a stage of this name; /_localaws/stack lists what there is.");
        }

        if (!target.Routes.TryMatch(received.Method, address.Path, out var match))
        {
            return new(null, target is DeployedHttpApi ? errors.NoRoute : WithoutRoute(received, now), $"{target.Api.LogicalId} has no route for {received.Method} {address.Path}.");
        }

        var request = new GatewayRequest
        {
            Target = target,
            Match = match,
            Method = received.Method,
            RawTarget = received.Target,
            Path = address.Path,
            Headers = received.Headers,
            Body = received.Body,
            SourceIp = received.SourceIp,
            Protocol = received.Http.Request.Protocol,
            IsHttps = received.Http.Request.IsHttps,
            ReceivedAt = now,
            Ids = ids,
        };
        return request.Arn.Length > LongestArn
            ? new(null, errors.UriTooLong, $"The execute-api ARN of this path is longer than {LongestArn} bytes.")
            : new(request, null, "");
    }

    /// <summary>
    /// A route that does not exist answers like one that asks for a signature: "Missing Authentication Token", or what is wrong with the
    /// Authorization header that was sent.
    /// </summary>
    private GatewayError WithoutRoute(ReceivedRequest received, DateTimeOffset now) =>
        AnyScope.Verify(received.Signed, keyring, now).Failure is { ErrorType: "IncompleteSignatureException" } failure
            ? new GatewayError(failure.StatusCode, failure.ErrorType, failure.Message)
            : GatewayErrors.Rest.NoRoute;

    private static readonly SigV4Verifier AnyScope = new(new SigV4VerifierOptions());
}
