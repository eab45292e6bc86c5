using System.Collections.Immutable;
using Emulation.Lambda;
using Sam;

namespace Emulation.ApiGatewayV2;

/// <summary>What the gateway serves of a stored API.</summary>
internal static class ServedApi
{
    /// <summary>API Gateway takes no other: "Control access to HTTP APIs with JWT authorizers", RSA-based algorithms; of those it verifies RS256.</summary>
    private static readonly ImmutableArray<string> JwtAlgorithms = ["RS256"];

    // No file declares it.
    private static readonly SourceLine Nowhere = new("apigatewayv2", 0);

    /// <summary>The API at its stage; null when nothing is deployed.</summary>
    public static HttpApi? Of(StoredApi api, FunctionDirectory functions)
    {
        if (api.Stages is not [var stage, ..] || api.DefinitionOf(stage) is not { } definition)
        {
            return null;
        }

        return new HttpApi
        {
            LogicalId = api.Api.Name,
            ApiId = api.Api.ApiId,
            Name = api.Api.Name,
            StageName = stage.StageName,
            StageVariables = stage.StageVariables,
            Cors = CorsOf(definition.Cors),
            Routes = [.. definition.Routes.SelectMany(route => RouteOf(route, definition, functions))],
            Line = Nowhere,
        };
    }

    /// <summary>None without a target: API Gateway has nothing to call.</summary>
    private static IEnumerable<Route> RouteOf(RouteRecord route, ApiDefinition definition, FunctionDirectory functions)
    {
        if (definition.IntegrationOf(route.Target) is not { } integration || !RouteKey.TryParse(route.RouteKey, out var key))
        {
            yield break;
        }

        yield return new Route
        {
            Method = key.Method,
            Path = key.Path,
            Authorizer = AuthorizerOf(route, definition, functions),
            FunctionLogicalId = FunctionOf(integration.IntegrationUri, functions),
            IntegrationTimeout = TimeSpan.FromMilliseconds(integration.TimeoutInMillis),
            PayloadFormatVersion = integration.PayloadFormatVersion,
            Line = Nowhere,
        };
    }

    private static Authorizer AuthorizerOf(RouteRecord route, ApiDefinition definition, FunctionDirectory functions) => route.AuthorizationType switch
    {
        "NONE" => NoAuthorizer.Instance,
        "AWS_IAM" => IamAuthorizer.Instance,
        "JWT" when definition.AuthorizerOf(route.AuthorizerId) is { JwtConfiguration: { } jwt } authorizer => new JwtAuthorizer(
            authorizer.Name, authorizer.IdentitySource[0], [new JwtIssuer(jwt.Issuer!, [.. jwt.Audience!], JwtAlgorithms, [])], [.. route.AuthorizationScopes ?? []]),
        "CUSTOM" when definition.AuthorizerOf(route.AuthorizerId) is { AuthorizerUri: { } uri } authorizer => new LambdaAuthorizer
        {
            AuthorizerId = authorizer.AuthorizerId,
            Name = authorizer.Name,
            FunctionLogicalId = FunctionOf(uri, functions),
            IdentitySources = [.. authorizer.IdentitySource],
            CacheTtl = TimeSpan.FromSeconds(authorizer.AuthorizerResultTtlInSeconds ?? 0),
            PayloadFormatVersion = authorizer.AuthorizerPayloadFormatVersion!,
            EnableSimpleResponses = authorizer.EnableSimpleResponses ?? false,
        },
        var type => throw new InvalidOperationException($"Route {route.RouteKey} was stored with AuthorizationType {type} and without its authorizer."),
    };

    /// <summary>A function that has left the template since leaves its ARN, which the gateway does not find: the call fails, as on AWS.</summary>
    private static string FunctionOf(string uri, FunctionDirectory functions) => functions.WithUri(uri) is { } function ? functions.ReferenceTo(function) : uri;

    private static CorsConfiguration? CorsOf(CorsRecord? cors) => cors is null ? null : new CorsConfiguration
    {
        AllowOrigins = [.. cors.AllowOrigins ?? []],
        AllowMethods = [.. cors.AllowMethods ?? []],
        AllowHeaders = [.. cors.AllowHeaders ?? []],
        ExposeHeaders = [.. cors.ExposeHeaders ?? []],
        AllowCredentials = cors.AllowCredentials ?? false,
        MaxAgeSeconds = cors.MaxAge,
    };
}
