using Emulation.Gateway.Answers;
using Emulation.Gateway.Apis;
using Emulation.Sessions;
using Emulation.Wire;
using SigV4;

namespace Emulation.Gateway.Routing;

/// <summary>A request with its route, or the answer for a request that has none.</summary>
internal readonly record struct RoutedRequest(GatewayRequest? Request, GatewayError? Refusal, string Reason);

/// <summary>The first step: which method of which API a request is for.</summary>
internal sealed class GatewayRouting(Keyring keyring)
{
    /// <summary>In bytes: "Amazon API Gateway quotas and important notes", the payload size.</summary>
    public const int LongestBody = 10 * 1024 * 1024;

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
            return new(null, errors.RequestTooLarge, $"The body is longer than {LongestBody} bytes.");
        }

        if (address.Api is not { } target)
        {
            return new(null, errors.NoStage, "No API of this id has a stage of this name; /_localaws/stack lists what there is.");
        }

        // An HTTP API cuts a decoded path at its question mark, as people have captured: what is left is another path than the one that chose the route.
        if (!target.Routes.TryMatch(received.Method, address.Path, out var match) || (target is DeployedHttpApi && match.Path.Contains('?')))
        {
            return new(null, target is DeployedHttpApi ? errors.NoRoute : WithoutRoute(received, now), WhyNoRoute(target, received.Method, address.Path));
        }

        if (target is not DeployedHttpApi && ClaimsAnotherMethod(received))
        {
            return new(null, errors.BadRequest, "X-HTTP-Method-Override names another method than the request: API Gateway and the function might not agree which of them counts.");
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

    private static string WhyNoRoute(DeployedApi target, string method, string path) => $"{target.Api.LogicalId} has no route for {method} {path}." + (
        !RouteTable.IsMethod(method) ? " The methods are GET, POST, PUT, DELETE, PATCH, HEAD and OPTIONS, in upper case."
        : path.Contains('%') && !RequestPath.TryRead(path, out _, out _) ? " The path decodes to a separator, a dot or empty segment, a control character, or to no text."
        : "");

    /// <summary>A REST API takes the header's method for the request's: "Amazon API Gateway important notes". Frameworks do too, some by another spelling.</summary>
    private static bool ClaimsAnotherMethod(ReceivedRequest received)
    {
        foreach (var field in received.Headers)
        {
            if (field.Name.Equals("X-HTTP-Method-Override", StringComparison.OrdinalIgnoreCase) && field.Value != received.Method)
            {
                return true;
            }
        }

        return false;
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
