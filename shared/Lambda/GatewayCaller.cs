using System.Collections.Frozen;

namespace Lambda;

/// <summary>
/// Who sent the request, and through which route, as API Gateway says: <c>HttpContext.Features.Get&lt;GatewayCaller&gt;()</c>.
/// Absent when the application runs on Kestrel. Source: API Gateway guide, "Input format of a Lambda function for proxy
/// integration" (REST) and "Create AWS Lambda proxy integrations for HTTP APIs", payload format 2.0.
/// </summary>
public sealed record GatewayCaller
{
    /// <summary>The access key id that signed the request; null unless the route uses IAM authorization.</summary>
    public string? AccessKey { get; init; }

    /// <summary>The caller's account, 12 digits; null unless the route uses IAM authorization.</summary>
    public string? AccountId { get; init; }

    /// <summary>The caller's unique id: <c>AIDA...</c> of a user, <c>AROA...:session</c> of an assumed role.</summary>
    public string? Caller { get; init; }

    /// <summary>The same as <see cref="Caller"/> for an IAM caller; AWS sends both.</summary>
    public string? User { get; init; }

    /// <summary>The caller's ARN; null unless the route uses IAM authorization.</summary>
    public string? UserArn { get; init; }

    /// <summary>The caller's organization, <c>o-...</c>.</summary>
    public string? PrincipalOrgId { get; init; }

    /// <summary>The API key of a usage plan. Not an access key, and not proof of identity.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The id of <see cref="ApiKey"/>.</summary>
    public string? ApiKeyId { get; init; }

    /// <summary>The identity in a Cognito identity pool.</summary>
    public string? CognitoIdentityId { get; init; }

    /// <summary>The Cognito identity pool.</summary>
    public string? CognitoIdentityPoolId { get; init; }

    /// <summary><c>authenticated</c> or <c>unauthenticated</c>, for an identity of a pool.</summary>
    public string? CognitoAuthenticationType { get; init; }

    /// <summary>The providers that a pool's identity signed in with, comma-separated.</summary>
    public string? CognitoAuthenticationProvider { get; init; }

    /// <summary>The client's address, as API Gateway saw it.</summary>
    public string? SourceIp { get; init; }

    /// <summary>The client's <c>User-Agent</c>.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The id that API Gateway gave the request (<c>x-amzn-RequestId</c>).</summary>
    public string RequestId { get; init; } = "";

    /// <summary>The extended id (<c>x-amz-apigw-id</c>); null for HTTP APIs.</summary>
    public string? ExtendedRequestId { get; init; }

    /// <summary>The API's id.</summary>
    public string ApiId { get; init; } = "";

    /// <summary>The stage, <c>$default</c> for an HTTP API without a named one.</summary>
    public string Stage { get; init; } = "";

    /// <summary>The route's template, such as <c>/orders/{orderId}</c>; of an HTTP API the route key's path.</summary>
    public string ResourcePath { get; init; } = "";

    /// <summary>The request's method.</summary>
    public string HttpMethod { get; init; } = "";

    /// <summary>
    /// What a Lambda authorizer answered: <c>principalId</c> and the values of its context, each as text. Empty without one.
    /// </summary>
    public IReadOnlyDictionary<string, string> Authorizer { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The claims of the token that a Cognito or JWT authorizer accepted. Empty without one.</summary>
    public IReadOnlyDictionary<string, string> Claims { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>True only if API Gateway names an IAM caller, or an authorizer's principal or claims.</summary>
    public bool IsAuthenticated => !string.IsNullOrEmpty(UserArn) || Authorizer.Count > 0 || Claims.Count > 0;
}
