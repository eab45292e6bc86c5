using System.Collections.Immutable;
using Emulation.Protocols.RestJson;
using Emulation.State;

namespace Emulation.ApiGatewayV2;

/// <summary>CreateApi with its quick create, UpdateApi, DeleteCorsConfiguration. API Gateway Developer Guide, "Create an HTTP API".</summary>
internal sealed class ApiOperations(Integrations integrations, Routes routes, Func<string, string> endpointOf, IdSource ids)
{
    /// <summary>An API as it is answered.</summary>
    public ApiRecord Shown(StoredApi api) => api.Api with { ApiEndpoint = endpointOf(api.Api.ApiId), CorsConfiguration = api.Draft.Cors };

    /// <summary>Makes an API; with a target also its route, integration and the stage <c>$default</c>.</summary>
    public ApiChange Create(ApiInput input, DateTime now)
    {
        if (input.ProtocolType != "HTTP")
        {
            return ApiRefusal.BadRequest(input.ProtocolType == "WEBSOCKET"
                ? "LocalAws has no WebSocket APIs: ProtocolType must be HTTP."
                : $"ProtocolType must be HTTP, not '{input.ProtocolType}'.");
        }

        var start = new ApiRecord { ApiId = FreshId.OfApi(ids), Name = "", CreatedDate = now };
        return Merge(new StoredApi(start, ApiDefinition.Empty, [], []), input, out var api) is { } refusal ? refusal
            : input.Target is not null ? QuickCreate(api, input, now)
            : input.RouteKey is null ? Created(api)
            : ApiRefusal.BadRequest("RouteKey is for quick create: it needs a Target.");
    }

    public ApiChange Update(StoredApi old, ApiInput input) =>
        input.ProtocolType is not null || input.Tags is not null || input.Target is not null || input.RouteKey is not null
            ? ApiRefusal.BadRequest("UpdateApi changes Name, Description, Version and CorsConfiguration here. Change the route and the integration themselves.")
        : Merge(old, input, out var changed) is { } refusal ? refusal : new ApiChange(changed, RestAnswer.Ok(Shown(changed), ApiGatewayJson.Default.ApiRecord));

    public static ApiChange DeleteCors(StoredApi api) => new(api with { Draft = api.Draft with { Cors = null } }, RestAnswer.NoContent);

    private static RestRefusal? Merge(StoredApi old, ApiInput input, out StoredApi merged)
    {
        merged = old with
        {
            Api = old.Api with
            {
                Name = input.Name ?? old.Api.Name,
                Description = input.Description ?? old.Api.Description,
                Version = input.Version ?? old.Api.Version,
                Tags = input.Tags ?? old.Api.Tags,
                IpAddressType = input.IpAddressType ?? old.Api.IpAddressType,
            },
            Draft = old.Draft with { Cors = input.CorsConfiguration ?? old.Draft.Cors },
        };
        return merged.Api.Name.Length is 0 or > 128 || merged.Api.Name.Any(char.IsControl)
                ? ApiRefusal.BadRequest("An API needs a Name of 1 to 128 printable characters.")
            : input.RouteSelectionExpression is not (null or ApiInput.OnlyRouteSelection or "${request.method} ${request.path}")
                ? ApiRefusal.BadRequest($"RouteSelectionExpression of an HTTP API must be {ApiInput.OnlyRouteSelection}.")
            : input.DisableExecuteApiEndpoint == true
                ? ApiRefusal.BadRequest("LocalAws has no custom domain names: nobody could call an API whose DisableExecuteApiEndpoint is true.")
            : CheckCors(input.CorsConfiguration);
    }

    private static RestRefusal? CheckCors(CorsRecord? cors) =>
        cors?.AllowOrigins?.FirstOrDefault(static origin => origin != "*" && !origin.Contains("://", StringComparison.Ordinal)) is { } origin
            ? ApiRefusal.BadRequest($"Invalid format for origin {origin}. An origin is *, or a scheme and host such as https://example.com.")
        : cors is { AllowCredentials: true } && cors.AllowOrigins?.Contains("*") == true
            ? ApiRefusal.BadRequest("AllowCredentials cannot be true when AllowOrigins has *: browsers refuse such an answer. Name the origins.")
        : cors?.MaxAge is < -1 or > 86_400 ? ApiRefusal.BadRequest("MaxAge must be between -1 and 86400 seconds.") : null;

    private ApiChange QuickCreate(StoredApi api, ApiInput input, DateTime now)
    {
        var integrated = integrations.Create(api, new IntegrationInput(IntegrationType: "AWS_PROXY", IntegrationUri: input.Target, PayloadFormatVersion: "2.0"));
        if (integrated.Api is not { } withIntegration)
        {
            return integrated;
        }

        var integration = withIntegration.Draft.Integrations[0] with { ApiGatewayManaged = true };
        var routed = routes.Create(
            withIntegration with { Draft = withIntegration.Draft with { Integrations = [integration] } },
            new RouteInput(RouteKey: input.RouteKey ?? RouteKey.Default.ToString(), Target: ApiDefinition.TargetPrefix + integration.IntegrationId));
        if (routed.Api is not { } withRoute)
        {
            return routed;
        }

        var stage = new StageRecord { StageName = "$default", AutoDeploy = true, ApiGatewayManaged = true, CreatedDate = now, LastUpdatedDate = now };
        return Created(withRoute with { Draft = withRoute.Draft with { Routes = [withRoute.Draft.Routes[0] with { ApiGatewayManaged = true }] }, Stages = [stage] });
    }

    private ApiChange Created(StoredApi api) => new(api, RestAnswer.Created(Shown(api), ApiGatewayJson.Default.ApiRecord));
}
