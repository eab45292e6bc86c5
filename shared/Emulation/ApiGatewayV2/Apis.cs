using System.Collections.Immutable;
using Emulation.State;

namespace Emulation.ApiGatewayV2;

/// <summary>CreateApi with its quick create, UpdateApi, DeleteCorsConfiguration. API Gateway Developer Guide, "Create an HTTP API".</summary>
/// <param name="integrations">Makes the integration of a quick create.</param>
/// <param name="routes">Makes the route of a quick create.</param>
/// <param name="endpointOf">The URL of an API's id.</param>
/// <param name="ids">Where ids come from.</param>
internal sealed class Apis(Integrations integrations, Routes routes, Func<string, string> endpointOf, IdSource ids)
{
    /// <summary>An API as it is answered.</summary>
    public ApiRecord Shown(StoredApi api) => api.Api with { ApiEndpoint = endpointOf(api.Api.ApiId), CorsConfiguration = api.Draft.Cors };

    /// <summary>Makes an API; with a target also its route, integration and the stage <c>$default</c>.</summary>
    public Change Create(ApiInput input, DateTime now)
    {
        if (input.ProtocolType != "HTTP")
        {
            return Answer.BadRequest(input.ProtocolType == "WEBSOCKET"
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
            : Answer.BadRequest("RouteKey is for quick create: it needs a Target.");
    }

    public Change Update(StoredApi old, ApiInput input)
    {
        if (input.ProtocolType is not null || input.Tags is not null || input.Target is not null || input.RouteKey is not null)
        {
            return Answer.BadRequest("UpdateApi changes Name, Description, Version and CorsConfiguration here. Change the route and the integration themselves.");
        }

        return Merge(old, input, out var changed) is { } refusal ? refusal : new Change(changed, Answer.Ok(Shown(changed), ApiGatewayJson.Default.ApiRecord));
    }

    public static Change DeleteCors(StoredApi api) => new(api with { Draft = api.Draft with { Cors = null } }, Answer.NoContent);

    private static Answer? Merge(StoredApi old, ApiInput input, out StoredApi merged)
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
            return Answer.BadRequest("An API needs a Name of 1 to 128 printable characters.");
        }

        if (input.RouteSelectionExpression is not (null or ApiInput.OnlyRouteSelection or "${request.method} ${request.path}"))
        {
            return Answer.BadRequest($"RouteSelectionExpression of an HTTP API must be {ApiInput.OnlyRouteSelection}.");
        }

        return input.DisableExecuteApiEndpoint == true
            ? Answer.BadRequest("LocalAws has no custom domain names: nobody could call an API whose DisableExecuteApiEndpoint is true.")
            : CheckCors(input.CorsConfiguration);
    }

    private static Answer? CheckCors(CorsRecord? cors)
    {
        if (cors?.AllowOrigins?.FirstOrDefault(static origin => origin != "*" && !origin.Contains("://", StringComparison.Ordinal)) is { } origin)
        {
            return Answer.BadRequest($"Invalid format for origin {origin}. An origin is *, or a scheme and host such as https://example.com.");
        }

        if (cors is { AllowCredentials: true } && cors.AllowOrigins?.Contains("*") == true)
        {
            return Answer.BadRequest("AllowCredentials cannot be true when AllowOrigins has *: browsers refuse such an answer. Name the origins.");
        }

        return cors?.MaxAge is < -1 or > 86_400 ? Answer.BadRequest("MaxAge must be between -1 and 86400 seconds.") : null;
    }

    private Change QuickCreate(StoredApi api, ApiInput input, DateTime now)
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

    private Change Created(StoredApi api) => new(api, Answer.Created(Shown(api), ApiGatewayJson.Default.ApiRecord));
}
