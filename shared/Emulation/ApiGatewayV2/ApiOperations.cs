using System.Collections.Immutable;
using Emulation.State;

namespace Emulation.ApiGatewayV2;

/// <summary>CreateApi with its quick create, UpdateApi, DeleteCorsConfiguration. API Gateway Developer Guide, "Create an HTTP API".</summary>
/// <param name="integrations">Makes the integration of a quick create.</param>
/// <param name="routes">Makes the route of a quick create.</param>
/// <param name="endpointOf">The URL of an API's id.</param>
/// <param name="ids">Where ids come from.</param>
internal sealed class ApiOperations(Integrations integrations, Routes routes, Func<string, string> endpointOf, IdSource ids)
{
    /// <summary>An API as it is answered.</summary>
    public ApiRecord Shown(StoredApi api) => api.Api with { ApiEndpoint = endpointOf(api.Api.ApiId), CorsConfiguration = api.Draft.Cors };

    /// <summary>Makes an API; with a target also its route, integration and the stage <c>$default</c>.</summary>
    public ApiChange Create(ApiInput input, DateTime now)
    {
        if (input.ProtocolType != "HTTP")
        {
            return ManagementAnswer.BadRequest(input.ProtocolType == "WEBSOCKET"
                ? "LocalAws has no WebSocket APIs: ProtocolType must be HTTP."
                : $"ProtocolType must be HTTP, not '{input.ProtocolType}'.");
        }

        var start = new ApiRecord { ApiId = FreshId.OfApi(ids), Name = "", CreatedDate = now };
        if (Merge(new StoredApi(start, ApiDefinition.Empty, [], []), input, out var api) is { } refusal)
        {
            return refusal;
        }

        return input.Target is not null ? QuickCreate(api, input, now)
            : input.RouteKey is null ? Created(api)
            : ManagementAnswer.BadRequest("RouteKey is for quick create: it needs a Target.");
    }

    public ApiChange Update(StoredApi old, ApiInput input)
    {
        if (input.ProtocolType is not null || input.Tags is not null || input.Target is not null || input.RouteKey is not null)
        {
            return ManagementAnswer.BadRequest("UpdateApi changes Name, Description, Version and CorsConfiguration here. Change the route and the integration themselves.");
        }

        return Merge(old, input, out var changed) is { } refusal ? refusal : new ApiChange(changed, ManagementAnswer.Ok(Shown(changed), ApiGatewayJson.Default.ApiRecord));
    }

    public static ApiChange DeleteCors(StoredApi api) => new(api with { Draft = api.Draft with { Cors = null } }, ManagementAnswer.NoContent);

    private static ManagementAnswer? Merge(StoredApi old, ApiInput input, out StoredApi merged)
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
        if (merged.Api.Name.Length is 0 or > 128 || merged.Api.Name.Any(char.IsControl))
        {
            return ManagementAnswer.BadRequest("An API needs a Name of 1 to 128 printable characters.");
        }

        if (input.RouteSelectionExpression is not (null or ApiInput.OnlyRouteSelection or "${request.method} ${request.path}"))
        {
            return ManagementAnswer.BadRequest($"RouteSelectionExpression of an HTTP API must be {ApiInput.OnlyRouteSelection}.");
        }

        return input.DisableExecuteApiEndpoint == true
            ? ManagementAnswer.BadRequest("LocalAws has no custom domain names: nobody could call an API whose DisableExecuteApiEndpoint is true.")
            : CheckCors(input.CorsConfiguration);
    }

    private static ManagementAnswer? CheckCors(CorsRecord? cors)
    {
        if (cors?.AllowOrigins?.FirstOrDefault(static origin => origin != "*" && !origin.Contains("://", StringComparison.Ordinal)) is { } origin)
        {
            return ManagementAnswer.BadRequest($"Invalid format for origin {origin}. An origin is *, or a scheme and host such as https://example.com.");
        }

        if (cors is { AllowCredentials: true } && cors.AllowOrigins?.Contains("*") == true)
        {
            return ManagementAnswer.BadRequest("AllowCredentials cannot be true when AllowOrigins has *: browsers refuse such an answer. Name the origins.");
        }

        return cors?.MaxAge is < -1 or > 86_400 ? ManagementAnswer.BadRequest("MaxAge must be between -1 and 86400 seconds.") : null;
    }

    private ApiChange QuickCreate(StoredApi api, ApiInput input, DateTime now)
    {
        var integrated = integrations.Create(api, new IntegrationInput { IntegrationType = "AWS_PROXY", IntegrationUri = input.Target, PayloadFormatVersion = "2.0" });
        if (integrated.Api is not { } withIntegration)
        {
            return integrated;
        }

        var integration = withIntegration.Draft.Integrations[0] with { ApiGatewayManaged = true };
        var routed = routes.Create(
            withIntegration with { Draft = withIntegration.Draft with { Integrations = [integration] } },
            new RouteInput { RouteKey = input.RouteKey ?? RouteKey.Default.ToString(), Target = ApiDefinition.TargetPrefix + integration.IntegrationId });
        if (routed.Api is not { } withRoute)
        {
            return routed;
        }

        var stage = new StageRecord { StageName = "$default", AutoDeploy = true, ApiGatewayManaged = true, CreatedDate = now, LastUpdatedDate = now };
        return Created(withRoute with { Draft = withRoute.Draft with { Routes = [withRoute.Draft.Routes[0] with { ApiGatewayManaged = true }] }, Stages = [stage] });
    }

    private ApiChange Created(StoredApi api) => new(api, ManagementAnswer.Created(Shown(api), ApiGatewayJson.Default.ApiRecord));
}
