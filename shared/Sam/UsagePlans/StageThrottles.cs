using System.Collections.Immutable;
using System.Globalization;
using Sam.Documents;
using Sam.Resources;

namespace Sam.UsagePlans;

/// <summary>
/// Reads how fast the routes of a stage may be called by all callers together: <c>MethodSettings</c> of REST APIs, <c>DefaultRouteSettings</c> and <c>RouteSettings</c> of HTTP
/// APIs. A number that
/// cannot be told here throttles nobody: it bears on how fast callers get in, not on who does.
/// </summary>
internal sealed class StageThrottles
{
    /// <summary>An account's quota for a region, which holds where a setting does not say its own: "Quotas for configuring and running a REST API", requests per second.</summary>
    public const double AccountRate = 10_000;

    /// <summary>Likewise, the burst.</summary>
    public const int AccountBurst = 5_000;

    private const string Any = "*";

    private readonly Dictionary<(string Api, string Stage), List<Setting>> byStage = [];

    public StageThrottles(ImmutableArray<Resource> resources)
    {
        foreach (var resource in resources)
        {
            var values = resource.Values;
            switch (resource.TypeName)
            {
                case "AWS::ApiGateway::Stage":
                    AddMethods(Raw(values["RestApiId"]), Raw(values["StageName"]) ?? resource.Physical.Name, values.Map);
                    break;
                case "AWS::ApiGateway::Deployment" when values["StageDescription"] is MapNode description:
                    Add(Raw(values["RestApiId"]), Raw(values["StageName"]), Any, Any, description);
                    AddMethods(Raw(values["RestApiId"]), Raw(values["StageName"]), description);
                    break;
                case "AWS::Serverless::Api":
                    AddMethods(IdOf(resource), Raw(values["StageName"]), values.Map);
                    break;
                case "AWS::ApiGatewayV2::Stage":
                    AddRoutes(Raw(values["ApiId"]), Raw(values["StageName"]), values.Map);
                    break;
                case "AWS::Serverless::HttpApi":
                    AddRoutes(IdOf(resource), Raw(values["StageName"]) ?? "$default", values.Map);
                    break;
            }
        }
    }

    /// <summary>The API with its routes' throttles.</summary>
    public T Of<T>(T api)
        where T : Api
    {
        if (!byStage.TryGetValue((api.ApiId, api.StageName), out var settings))
        {
            return api;
        }

        var byRoute = settings.DistinctBy(static one => (one.Method, one.Path)).ToDictionary(static one => (one.Method, one.Path), static one => one.Limit);
        return api with { Routes = [.. api.Routes.Select(route => LimitOf(route, byRoute) is { } limit ? route with { Throttle = limit } : route)] };
    }

    // "A method's own settings override those of the stage": the most special one holds.
    private static RateLimit? LimitOf(Route route, Dictionary<(string Method, string Path), RateLimit> byRoute) =>
        byRoute.GetValueOrDefault((route.Method, route.Path)) ?? byRoute.GetValueOrDefault((Any, route.Path)) ?? byRoute.GetValueOrDefault((route.Method, Any))
            ?? byRoute.GetValueOrDefault((Any, Any));

    private void AddMethods(string? api, string? stage, MapNode values)
    {
        foreach (var setting in (values["MethodSettings"] as ListNode)?.Items.OfType<MapNode>().Reverse() ?? [])
        {
            if (Raw(setting["ResourcePath"]) is { } path && Raw(setting["HttpMethod"]) is { } method)
            {
                // "Each slash but the first is written ~1", and people write the first in both ways.
                var decoded = path.Replace("~1", "/", StringComparison.Ordinal);
                Add(api, stage, method, path is "/*" or "*" ? Any : $"/{decoded.TrimStart('/')}", setting);
            }
        }
    }

    private void AddRoutes(string? api, string? stage, MapNode values)
    {
        if (values["DefaultRouteSettings"] is MapNode all)
        {
            Add(api, stage, Any, Any, all);
        }

        foreach (var (key, _, value) in (values["RouteSettings"] as MapNode)?.Given ?? [])
        {
            if (value is MapNode setting)
            {
                var space = key.IndexOf(' ', StringComparison.Ordinal);
                Add(api, stage, space < 0 ? "ANY" : key[..space].ToUpperInvariant(), space < 0 ? key : key[(space + 1)..], setting);
            }
        }
    }

    private void Add(string? api, string? stage, string method, string path, MapNode setting)
    {
        var hasRate = double.TryParse(Raw(setting["ThrottlingRateLimit"]), NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate >= 0;
        var hasBurst = int.TryParse(Raw(setting["ThrottlingBurstLimit"]), NumberStyles.None, CultureInfo.InvariantCulture, out var burst);
        if (api is null || stage is null || !(hasRate || hasBurst))
        {
            return;
        }

        if (!byStage.TryGetValue((api, stage), out var settings))
        {
            byStage[(api, stage)] = settings = [];
        }

        settings.Add(new Setting(method, path, new RateLimit(hasRate ? rate : AccountRate, hasBurst ? burst : AccountBurst)));
    }

    private static string? Raw(Node? node) => (node as ScalarNode)?.Text;

    private static string IdOf(Resource resource) => resource.Declaration.Type!.Ref(resource.Physical);

    private sealed record Setting(string Method, string Path, RateLimit Limit);
}
