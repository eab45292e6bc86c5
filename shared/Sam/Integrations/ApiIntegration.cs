using System.Collections.Immutable;
using Sam.Resources;

namespace Sam.Integrations;

/// <summary>What API Gateway does with a request that got in: <c>x-amazon-apigateway-integration</c>.</summary>
/// <param name="Type">The type in lower case: <c>aws_proxy</c>, <c>aws</c>, <c>http_proxy</c>, <c>http</c>, <c>mock</c>.</param>
/// <param name="Values">Where it is written.</param>
internal sealed record ApiIntegration(string Type, Values Values)
{
    /// <summary>The function that answers, where an event of it says so; null where <see cref="Uri"/> does.</summary>
    public FunctionTarget? Function { get; init; }

    /// <summary>What is called.</summary>
    public string? Uri { get; init; }

    /// <summary>The method by which it is called.</summary>
    public string? HttpMethod { get; init; }

    /// <summary>As whom it is called: a role's ARN, <c>arn:aws:iam::*:user/*</c> for the caller, null for API Gateway itself.</summary>
    public string? Credentials { get; init; }

    /// <summary>The action of an AWS service that an HTTP API calls; null for none.</summary>
    public string? Subtype { get; init; }

    /// <summary>The format of a function's event.</summary>
    public string? PayloadFormatVersion { get; init; }

    /// <summary>How long is waited for the answer, in milliseconds; null for as long as API Gateway does.</summary>
    public int? Timeout { get; init; }

    /// <summary><c>VPC_LINK</c>, or null and <c>INTERNET</c>.</summary>
    public string? ConnectionType { get; init; }

    /// <summary>What is sent on where no template is for the body's type: <c>when_no_match</c>, <c>when_no_templates</c>, <c>never</c>.</summary>
    public string? PassthroughBehavior { get; init; }

    /// <summary>What of the request becomes which part of the one that is sent on.</summary>
    public ImmutableDictionary<string, string> RequestParameters { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The templates that make its body, by media type.</summary>
    public ImmutableDictionary<string, string> RequestTemplates { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What becomes of its answers.</summary>
    public ImmutableArray<IntegrationResponse> Responses { get; init; } = [];
}

/// <summary>What becomes of one kind of answers.</summary>
/// <param name="Selector">Which: a regular expression, or <c>default</c>.</param>
/// <param name="StatusCode">The status that the client gets.</param>
/// <param name="Parameters">Headers of the answer, by <c>method.response.header.NAME</c>.</param>
/// <param name="Templates">The templates that make its body, by media type.</param>
internal sealed record IntegrationResponse(
    string Selector, string StatusCode, ImmutableDictionary<string, string> Parameters, ImmutableDictionary<string, string> Templates);
