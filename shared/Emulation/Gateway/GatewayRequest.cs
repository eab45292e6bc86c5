using Emulation.Gateway.Apis;
using Emulation.Gateway.Integration.Events;
using Emulation.Gateway.Routing;
using Emulation.Sessions;
using Emulation.Telemetry;
using Emulation.Wire;
using Sam;
using SigV4;

namespace Emulation.Gateway;

/// <summary>One request on its way through the gateway: what arrived, and where it is going.</summary>
internal sealed record GatewayRequest
{
    /// <summary>What arrived, with whatever prefix the client used: this is what was signed.</summary>
    public required ReceivedRequest Received { get; init; }

    public required DeployedApi Target { get; init; }

    public required RouteMatch Match { get; init; }

    /// <summary>The path below the stage, as sent.</summary>
    public required string Path { get; init; }

    /// <summary>The custom domain by which the request came; null at the API's own host.</summary>
    public string? Domain { get; init; }

    /// <summary>At a custom domain what lies before <see cref="Path"/>. Policies do not see it, and functions do.</summary>
    public string BasePath { get; init; } = "";

    public required DateTimeOffset ReceivedAt { get; init; }

    public required RequestIds Ids { get; init; }

    public string Method => Received.Method;

    public Route Route => Match.Route;

    /// <summary>Such as <c>GET /orders/{id}</c>, or <c>$default</c>.</summary>
    public string RouteKey => Route.Path == RouteTable.Default ? RouteTable.Default : $"{Route.Method} {Route.Path}";

    /// <summary>The host name that the API has on AWS: the custom domain's, for whoever came by it.</summary>
    public string DomainName => Domain ?? Target.DomainName;

    /// <summary>The host name's first label: an API's id, unless the domain is a custom one.</summary>
    public string DomainPrefix => Domain is null ? Target.Api.ApiId : Domain.Split('.')[0];

    /// <summary>The trace as a REST API's answer tells it (captured: apigateway/deployed_lambda_authorization of radkawar/stackd), the function's part included.</summary>
    public string Trace => TraceHeader.OfCall(Ids, Route.FunctionLogicalId);

    /// <summary>What policies may ask of the request: of a header that came several times what the function sees.</summary>
    public RequestFacts Facts
    {
        get
        {
            var facts = RequestFacts.Of(Received, Target.Region, ReceivedAt);
            Header("User-Agent", out var agentIsRepeated);
            Header("Referer", out var refererIsRepeated);
            return agentIsRepeated || refererIsRepeated ? facts with { Headers = [.. Single("User-Agent"), .. Single("Referer")] } : facts;
        }
    }

    /// <summary>
    /// The ARN that policies see: the request's own path, not the route's template. AWS does not document percent-encoding here; it is the decoded form,
    /// which chose the route, since a Deny on <c>/orders/admin</c> must also catch <c>/orders/%61dmin</c>.
    /// </summary>
    public string Arn => field ??= Target.ResourceOf(Method, DecodedPath);

    /// <summary>The path below the stage, decoded once: what chose the route.</summary>
    public string DecodedPath => Match.Path;

    /// <summary>The path with its stage, as the API's functions see it; at a custom domain with the base path instead.</summary>
    public string StagedPath => Target.StagedPathOf(this);

    /// <summary>What lies before the path in <see cref="StagedPath"/>.</summary>
    public string PathPrefix => Domain is null ? Target.StagePath : BasePath;

    /// <summary>The headers as authorizers and functions see them, X-Forwarded-For and its like included.</summary>
    public List<HeaderField> Shown => field ??= ProxyEventHeaders.ShownOf(this);

    /// <summary>A header as the event shows it, or null. Whatever decides by a header must see what the function sees.</summary>
    public string? Header(string name) => Header(name, out _);

    /// <summary>Likewise, and whether it has several values.</summary>
    public string? Header(ReadOnlySpan<char> name, out bool isRepeated)
    {
        string? value = null;
        List<string>? all = null;
        foreach (var field in Shown)
        {
            if (!name.Equals(field.Name, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (value is null)
            {
                value = field.Value;
            }
            else
            {
                (all ??= [value]).Add(field.Value);
            }
        }

        isRepeated = all is not null;
        return all is null ? value : Target.Folded(all);
    }

    /// <summary>What runs behind the gateway continues the trace that LocalAws keeps. Called once authorizers and policies have seen the request as it came.</summary>
    public void ContinueTrace(string traceParent)
    {
        Shown.RemoveAll(static field => field.Name.Equals("traceparent", StringComparison.OrdinalIgnoreCase));
        Shown.Add(new HeaderField("traceparent", traceParent));
    }

    private IEnumerable<HeaderField> Single(string name) => Header(name) is { } value ? [new HeaderField(name, value)] : [];
}

/// <summary>The ids that a request carries from the first byte to the answer.</summary>
/// <param name="RequestId">The request's id, also of the decision about it.</param>
/// <param name="ExtendedRequestId">API Gateway's own id of it.</param>
/// <param name="TraceId">The root of the trace, as <c>X-Amzn-Trace-Id</c> has it: the caller's where it sent one.</param>
internal readonly record struct RequestIds(string RequestId, string ExtendedRequestId, string TraceId)
{
    /// <summary>The trace that the caller sent; null without one.</summary>
    public XRayTrace? Sent { get; init; }

    /// <summary><c>X-Amzn-Trace-Id</c> as functions see it.</summary>
    public string ShownTrace
    {
        get => field ?? TraceId;
        init;
    }

    /// <summary>The trace of a call of a function.</summary>
    public string CallTrace => Sent?.ToString() ?? TraceId;
}
