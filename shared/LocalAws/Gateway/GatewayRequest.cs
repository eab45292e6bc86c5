using System.Net;
using Emulation.Iam;
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

    /// <summary>What policies may ask of the request.</summary>
    public RequestFacts Facts => new(Headers, SourceIp, IsHttps, Target.Region, ReceivedAt);

    /// <summary>The whole path as sent.</summary>
    public ReadOnlySpan<char> RawPath => RawTarget.IndexOf('?') is var at and >= 0 ? RawTarget.AsSpan(0, at) : RawTarget;

    /// <summary>The query without its question mark, as sent; empty when there is none.</summary>
    public ReadOnlySpan<char> Query => RawTarget.IndexOf('?') is var at and >= 0 ? RawTarget.AsSpan(at + 1) : [];

    /// <summary>
    /// The ARN that policies see: the request's own path, not the route's template. AWS does not document percent-encoding here; the decoded
    /// form is the safer one, since a Deny on <c>/orders/admin</c> must also catch <c>/orders/%61dmin</c>. An encoded slash stays encoded.
    /// </summary>
    public string Arn => $"{Target.StageArn}/{Method}{DecodedPath}";

    /// <summary>The same ARN as refusals show it.</summary>
    public string MaskedArn => $"{Target.MaskedStageArn}/{Method}{DecodedPath}";

    /// <summary>The first value of a header, or null.</summary>
    public string? Header(string name)
    {
        foreach (var field in Headers)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return field.Value;
            }
        }

        return null;
    }

    /// <summary>The path below the stage, decoded but for encoded slashes.</summary>
    public string DecodedPath => Path.Contains('%')
        ? Uri.UnescapeDataString(Path.Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase))
        : Path;
}

/// <summary>The ids that a request carries from the first byte to the answer.</summary>
internal readonly record struct RequestIds(string RequestId, string ExtendedRequestId, string TraceId);
