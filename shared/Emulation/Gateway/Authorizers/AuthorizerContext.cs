using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.Tokens;
using Emulation.Wire;

namespace Emulation.Gateway.Authorizers;

/// <summary>What the function learns from the authorizer: the members of <c>requestContext.authorizer</c>.</summary>
internal abstract record AuthorizerContext
{
    /// <summary>Who passed, for the decision log. It is no secret.</summary>
    public abstract string Principal { get; }

    /// <summary>The API key that a Lambda authorizer says the caller has; null where it says none.</summary>
    public virtual string? UsageKey => null;

    /// <summary>Writes the members of a REST API's event.</summary>
    public abstract void WriteRest(Utf8JsonWriter json);

    /// <summary>Writes the members of an HTTP API's event in format 1.0.</summary>
    public abstract void WriteHttp1(Utf8JsonWriter json);

    /// <summary>Writes the members of an HTTP API's event in format 2.0.</summary>
    public abstract void WriteHttp2(Utf8JsonWriter json);
}

/// <summary>An IAM caller of an HTTP API. On a REST API, and in format 1.0, the caller is at <c>requestContext.identity</c> instead.</summary>
internal sealed record IamContext(Caller Caller) : AuthorizerContext
{
    public override string Principal => Caller.Principal.Arn;

    public override void WriteRest(Utf8JsonWriter json)
    {
    }

    public override void WriteHttp1(Utf8JsonWriter json)
    {
    }

    public override void WriteHttp2(Utf8JsonWriter json)
    {
        json.WriteStartObject("iam");
        json.WriteString("accessKey", Caller.AccessKeyId);
        json.WriteString("accountId", Caller.Principal.Account?.ToString());
        json.WriteString("callerId", Caller.Principal.UserId);
        WriteCognito(json);
        json.WriteNull("principalOrgId");
        json.WriteString("userArn", Caller.Principal.Arn);
        json.WriteString("userId", Caller.Principal.UserId);
        json.WriteEndObject();
    }

    private void WriteCognito(Utf8JsonWriter json)
    {
        if (CognitoSession.Of(Caller) is not { } cognito)
        {
            json.WriteNull("cognitoIdentity");
            return;
        }

        json.WriteStartObject("cognitoIdentity");
        json.WriteTexts("amr", cognito.Amr.AsSpan());
        json.WriteString("identityId", cognito.IdentityId);
        json.WriteString("identityPoolId", cognito.PoolId);
        json.WriteEndObject();
    }
}

/// <summary>The token of a JWT authorizer. Claims are text: arrays in brackets with spaces between, as API Gateway writes them.</summary>
/// <param name="Claims">The token's claims.</param>
/// <param name="RouteScopes">The route's scopes.</param>
internal sealed record JwtContext(TokenClaims Claims, ImmutableArray<string> RouteScopes) : AuthorizerContext
{
    public override string Principal => $"{Claims.Find("sub")?.Value} of {Claims.Issuer}";

    public override void WriteRest(Utf8JsonWriter json) => WriteHttp2(json);

    public override void WriteHttp2(Utf8JsonWriter json)
    {
        json.WriteStartObject("jwt");
        WriteHttp1(json);
        json.WriteEndObject();
    }

    public override void WriteHttp1(Utf8JsonWriter json)
    {
        json.WriteStartObject("claims");
        foreach (var claim in Claims.All)
        {
            // Nothing is no claim: an HTTP API leaves it out, as people have captured.
            if (claim.Kind == JsonValueKind.Null)
            {
                continue;
            }

            json.WriteString(claim.Name, claim.Kind == JsonValueKind.Array ? $"[{string.Join(' ', claim.Values)}]" : claim.Value);
        }

        json.WriteEndObject();
        if (RouteScopes.IsDefaultOrEmpty)
        {
            json.WriteNull("scopes");
            return;
        }

        json.WriteTexts("scopes", Claims.Scopes.AsSpan());
    }
}

/// <summary>The token of a Cognito authorizer. All claims are text: arrays with commas between, <c>exp</c> and <c>iat</c> as dates.</summary>
internal sealed record CognitoContext(TokenClaims Claims) : AuthorizerContext
{
    public override string Principal => $"{Claims.Find("cognito:username")?.Value ?? Claims.Find("username")?.Value ?? Claims.Find("sub")?.Value} of {Claims.Issuer}";

    public override void WriteHttp1(Utf8JsonWriter json) => WriteRest(json);

    public override void WriteHttp2(Utf8JsonWriter json) => WriteRest(json);

    public override void WriteRest(Utf8JsonWriter json)
    {
        json.WriteStartObject("claims");
        foreach (var claim in Claims.All.Where(static claim => claim.Kind != JsonValueKind.Null))
        {
            json.WriteString(claim.Name, claim switch
            {
                { Kind: JsonValueKind.Array } => string.Join(',', claim.Values),
                { Name: "exp" or "iat", Kind: JsonValueKind.Number } when long.TryParse(claim.Value, CultureInfo.InvariantCulture, out var seconds) =>
                    DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture),
                _ => claim.Value,
            });
        }

        json.WriteEndObject();
    }
}

/// <summary>A value of a Lambda authorizer's <c>context</c>.</summary>
internal readonly record struct ContextValue(string Name, JsonValueKind Kind, string Value);

/// <summary>What a Lambda authorizer's function gave along with its answer.</summary>
/// <param name="PrincipalId">The caller's name; null of a simple answer.</param>
/// <param name="Values">The values of <c>context</c>: text without quotes, anything else as JSON.</param>
/// <param name="Latency">How long the function took, in milliseconds; 0 when its answer was kept.</param>
internal sealed record LambdaAuthorizerContext(string? PrincipalId, ImmutableArray<ContextValue> Values, long Latency = 0) : AuthorizerContext
{
    private const string IntegrationLatency = "integrationLatency";

    public override string Principal => PrincipalId ?? "somebody whom the authorizer's function knows";

    public override string? UsageKey => UsageIdentifierKey;

    /// <summary>The answer's <c>usageIdentifierKey</c>, which is kept with the answer.</summary>
    public string? UsageIdentifierKey { get; init; }

    /// <summary>With the one number there (captured: apigateway/rest_lambda_authorizers of radkawar/stackd).</summary>
    public override void WriteRest(Utf8JsonWriter json)
    {
        WriteHttp1(json);
        json.WriteNumber(IntegrationLatency, Latency);
    }

    public override void WriteHttp1(Utf8JsonWriter json)
    {
        foreach (var value in Values)
        {
            if (value.Name is not ("principalId" or IntegrationLatency))
            {
                json.WriteString(value.Name, value.Kind == JsonValueKind.Null ? null : value.Value);
            }
        }

        if (PrincipalId is not null)
        {
            json.WriteString("principalId", PrincipalId);
        }
    }

    /// <summary>Keeps numbers, lists and maps: "Working with AWS Lambda authorizers for HTTP APIs", the answer's example.</summary>
    public override void WriteHttp2(Utf8JsonWriter json)
    {
        json.WriteStartObject("lambda");
        foreach (var value in Values)
        {
            json.WritePropertyName(value.Name);
            if (value.Kind == JsonValueKind.String)
            {
                json.WriteStringValue(value.Value);
            }
            else
            {
                json.WriteRawValue(value.Value);
            }
        }

        json.WriteEndObject();
    }
}
