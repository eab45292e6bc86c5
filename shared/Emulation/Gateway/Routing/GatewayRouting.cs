using Emulation.Gateway.Answers;
using Emulation.Gateway.Apis;
using Emulation.Sessions;
using Emulation.Wire;

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

    /// <summary>A request whose body was too long is null.</summary>
    public RoutedRequest Route(ReceivedRequest? received, ApiAddress address, RequestIds ids, DateTimeOffset now)
    {
        var errors = address.Answers.Errors;
        if (received is null)
        {
            return new(null, errors.RequestTooLarge, $"The body is longer than {address.Answers.LongestBody} bytes.");
        }

        if (address.Domain?.Closed is { } closure)
        {
            return new(null, errors.NotImplemented, $"Closed: {closure}");
        }

        if (address.Api is not { } target)
        {
            return new(null, errors.NoStage, WhyNoApi(address));
        }

        if (!target.TryRoute(received.Method, address.Path, out var match))
        {
            return new(null, target.NoRoute(received, keyring, now), WhyNoRoute(target, received.Method, address.Path));
        }

        if (target.ContradictionOf(received) is { } contradiction)
        {
            return new(null, errors.BadRequest, contradiction);
        }

        var request = new GatewayRequest
        {
            Received = received,
            Target = target,
            Match = match,
            Path = address.Path,
            Domain = address.DomainName,
            BasePath = address.BasePath,
            ReceivedAt = now,
            Ids = ids,
        };
        return request.Arn.Length > LongestArn
            ? new(null, errors.UriTooLong, $"The execute-api ARN of this path is longer than {LongestArn} bytes.")
            : new(request, null, "");
    }

    private static string WhyNoApi(ApiAddress address) => address switch
    {
        { Ambiguity: { } which } => $"Several stacks have an API of this logical id: call {which}, or its id.",
        { Domain: { } domain, Named: null } => $"No base path of {domain.Name} leads to an API of the template by this path.",
        { Domain: null, Named.Api: { DisableExecuteApiEndpoint: true } api } => $"DisableExecuteApiEndpoint of {api.LogicalId} leaves its custom domain as the only way to it.",
        { Named.Api: { IsDeployed: false } api } => DeployedApi.NotDeployed(api),
        _ => address.Answers.NoApi,
    };

    private static string WhyNoRoute(DeployedApi target, string method, string path) => $"{target.Api.LogicalId} has no route for {method} {path}." + (
        !RouteTable.IsMethod(method) ? " The methods are GET, POST, PUT, DELETE, PATCH, HEAD and OPTIONS, in upper case."
        : path.Contains('%') && !RequestPath.TryRead(path, out _, out _) ? " The path decodes to a separator, a dot or empty segment, a control character, or to no text."
        : "");
}
