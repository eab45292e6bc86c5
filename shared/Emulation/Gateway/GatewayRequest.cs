using System.Net;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Integration.Events;
using Emulation.Gateway.Routing;
using Emulation.Sessions;
using Sam;
using SigV4;

namespace Emulation.Gateway;

/// <summary>One request on its way through the gateway: what arrived, and where it is going.</summary>
internal sealed record GatewayRequest
{
    public required DeployedApi Target { get; init; }

    public required RouteMatch Match { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query exactly as on the wire, with whatever prefix the client used: this is what was signed.</summary>
    public required string RawTarget { get; init; }

    /// <summary>The path below the stage, as sent.</summary>
    public required string Path { get; init; }

    /// <summary>Header lines in the order received.</summary>
    public required HeaderField[] Headers { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public required IPAddress SourceIp { get; init; }

    /// <summary>Such as <c>HTTP/1.1</c>.</summary>
    public required string Protocol { get; init; }

    public required bool IsHttps { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required RequestIds Ids { get; init; }

    public Route Route => Match.Route;

    /// <summary>Such as <c>GET /orders/{id}</c>, or <c>$default</c>.</summary>
    public string RouteKey => Route.Path == RouteTable.Default ? RouteTable.Default : $"{Route.Method} {Route.Path}";

    /// <summary>The host name that the API has on AWS.</summary>
    public string DomainName => $"{Target.Api.ApiId}.execute-api.{Target.Region}.amazonaws.com";

    /// <summary>The trace as a REST API's answer tells it (captured: apigateway/deployed_lambda_authorization of radkawar/stackd), the function's part included.</summary>
    public string Trace => TraceHeader.OfCall(Ids, Route.FunctionLogicalId);

    /// <summary>What policies may ask of the request.</summary>
    public RequestFacts Facts => new(CountOf("User-Agent") > 1 || CountOf("Referer") > 1 ? [.. Single("User-Agent"), .. Single("Referer")] : Headers, SourceIp, IsHttps, Target.Region, ReceivedAt);

    /// <summary>The whole path as sent.</summary>
    public ReadOnlySpan<char> RawPath => RawTarget.IndexOf('?') is var at and >= 0 ? RawTarget.AsSpan(0, at) : RawTarget;

    /// <summary>The query without its question mark, as sent; empty when there is none.</summary>
    public ReadOnlySpan<char> Query => RawTarget.IndexOf('?') is var at and >= 0 ? RawTarget.AsSpan(at + 1) : [];

    /// <summary>
    /// The ARN that policies see: the request's own path, not the route's template. AWS does not document percent-encoding here; it is the decoded form,
    /// which chose the route, since a Deny on <c>/orders/admin</c> must also catch <c>/orders/%61dmin</c>.
    /// </summary>
    public string Arn => $"{Target.StageArn}/{Method}{DecodedPath}";

    /// <summary>The same ARN as refusals show it.</summary>
    public string MaskedArn => $"{Target.MaskedStageArn}/{Method}{DecodedPath}";

    /// <summary>The path below the stage, decoded once: what chose the route.</summary>
    public string DecodedPath => Match.Path;

    /// <summary>The path with its stage as an HTTP API's function sees it: decoded. A REST API's sees <see cref="Path"/>.</summary>
    public string StagedPath => $"{Target.StagePath}{DecodedPath}";

    /// <summary>The headers as authorizers and functions see them, X-Forwarded-For and its like included.</summary>
    public List<HeaderField> Shown => field ??= ProxyEventHeaders.ShownOf(this);

    /// <summary>
    /// A header as the event shows it, or null: of several values a REST API's has the last, an HTTP API's all, with commas between. Whatever decides by a
    /// header must see what the function sees.
    /// </summary>
    public string? Header(string name) => Header(name, out _);

    /// <param name="name">The header.</param>
    /// <param name="isRepeated">Whether it has several values.</param>
    public string? Header(ReadOnlySpan<char> name, out bool isRepeated)
    {
        string? value = null;
        isRepeated = false;
        foreach (var field in Shown)
        {
            if (name.Equals(field.Name, StringComparison.OrdinalIgnoreCase))
            {
                isRepeated = value is not null;
                value = value is null || Target is not DeployedHttpApi ? field.Value : $"{value},{field.Value}";
            }
        }

        return value;
    }

    private IEnumerable<HeaderField> Single(string name) => Header(name) is { } value ? [new HeaderField(name, value)] : [];

    /// <summary>How many values a header has.</summary>
    public int CountOf(ReadOnlySpan<char> name)
    {
        var count = 0;
        foreach (var field in Shown)
        {
            count += name.Equals(field.Name, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        }

        return count;
    }
}

/// <summary>The ids that a request carries from the first byte to the answer.</summary>
internal readonly record struct RequestIds(string RequestId, string ExtendedRequestId, string TraceId);
