using System.Collections.Immutable;
using Sam.Errors;
using Sam.Integrations;
using Sam.OpenApi;
using Sam.Resources;
using Sam.Serverless;

namespace Sam.ApiGatewayV2;

/// <summary>
/// Builds the APIs of <c>AWS::ApiGatewayV2::Api</c>: HTTP APIs with their routes, integrations, authorizers and stages, and WebSocket APIs, whose routes are closed.
/// </summary>
internal sealed class PlainHttpApis
{
    private static readonly string[] Protocols = ["HTTP", "WEBSOCKET"];

    private readonly ImmutableArray<Resource> apis;
    private readonly FunctionArns functions;
    private readonly HttpApiParts parts;
    private readonly PlainHttpAuthorizers authorizers;
    private readonly PlainHttpRoutes routes;
    private readonly PlainHttpStages stages;
    private readonly ApiBody body;
    private readonly HttpCors corsReader;
    private readonly string file;

    public PlainHttpApis(ImmutableArray<Resource> resources, DefinitionFiles files, CredentialsReader credentials, HttpCors corsReader)
    {
        (file, this.corsReader) = (files.Template, corsReader);
        apis = [.. resources.Where(static resource => resource.TypeName == "AWS::ApiGatewayV2::Api")];
        functions = new FunctionArns(resources);
        parts = new HttpApiParts(resources);
        authorizers = new PlainHttpAuthorizers(parts, functions, credentials);
        routes = new PlainHttpRoutes(parts, authorizers, new RouteTargets(functions, ApiKind.Http), credentials, file);
        stages = new PlainHttpStages(parts);
        body = new ApiBody(functions, files, credentials);
    }

    /// <summary>The HTTP APIs, each once for each of its stages.</summary>
    public ImmutableArray<HttpApi> Build()
    {
        var ids = apis.Select(HttpApiParts.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var route in parts.Elsewhere("Route", ids))
        {
            CloseElsewhere(route);
        }

        return [.. apis.Where(static api => ProtocolOf(api) == "HTTP").SelectMany(Build)];
    }

    /// <summary>
    /// An API that the transform writes, with the routes that the template adds to it beside its document. They are closed: a call for one of them is for no other route.
    /// </summary>
    public HttpApi WithRoutesBeside(HttpApi api)
    {
        var added = parts.Of("Route", api.ApiId).Select(route => (Route: route, Key: PlainHttpRoutes.KeyOf(route)))
            .Where(one => one.Key is var (verb, path) && !api.Routes.Any(known => known.Method == verb && known.Path == path))
            .Select(one => new Route
            {
                Method = one.Key!.Value.Verb,
                Path = one.Key.Value.Path,
                Authorizer = new ClosedAuthorizer(CloseElsewhere(one.Route), null),
                FunctionLogicalId = "",
                Line = new SourceLine(file, one.Route.Declaration.Line),
            });
        return api with { Routes = [.. api.Routes, .. added] };
    }

    private static Closure CloseElsewhere(Resource route) => route.Values.ClosureOf() ?? route.Values.Close(
        "ApiId", "The API is none that the template writes out.", "Refer to an AWS::ApiGatewayV2::Api of the template with !Ref.");

    /// <summary>The WebSocket APIs, each once for each of its stages.</summary>
    public ImmutableArray<WebSocketApi> BuildWebSockets() => [.. apis.Where(static api => ProtocolOf(api) == "WEBSOCKET").SelectMany(BuildWebSocket)];

    /// <summary>The protocol; of an API with a body it is HTTP. Null after an error, which has been reported, or where it cannot be told.</summary>
    private static string? ProtocolOf(Resource api)
    {
        var values = api.Values;
        if (values["ProtocolType"] is null)
        {
            if (values["Body"] is null && values["BodyS3Location"] is null)
            {
                values.Report("ProtocolType", "An API without an OpenAPI document needs its ProtocolType.", "Write 'ProtocolType: HTTP'.");
            }

            return "HTTP";
        }

        var protocol = values.Text("ProtocolType");
        if (protocol is not null && !Protocols.Contains(protocol))
        {
            values.Report("ProtocolType", $"'{protocol}' is not a protocol of API Gateway.", DidYouMean.Hint(protocol, Protocols) ?? "Write HTTP or WEBSOCKET.");
        }

        return protocol;
    }

    private IEnumerable<HttpApi> Build(Resource api)
    {
        var (id, values) = (HttpApiParts.Id(api), api.Values);
        var declared = routes.Of(api, id);
        foreach (var stage in stages.Of(api, id, isQuick: values["Target"] is not null))
        {
            var (document, imported) = body.Read(api, ApiKind.Http, stage.Variables);
            var cors = corsReader.Read(values, document ?? new ApiDocument(ApiKind.Http));
            var closed = values.ClosureOf() ?? Overrides(id) ?? stage.Closed;
            yield return new HttpApi
            {
                LogicalId = api.LogicalId,
                ApiId = id,
                Name = values.Text("Name") ?? document?.Title ?? api.Physical.Name,
                StageName = stage.Name,
                StageVariables = stage.Variables,
                IsDeployed = stage.IsDeployed,
                DisableExecuteApiEndpoint = values.Flag("DisableExecuteApiEndpoint") ?? document?.DisableExecuteApiEndpoint ?? false,
                Routes = [.. imported.Select(route => route.ClosedBy(closed)), .. routes.At(declared, id, stage.Variables, closed)],
                Cors = cors,
                Line = new SourceLine(file, api.Declaration.Line),
            };
        }
    }

    private Closure? Overrides(string apiId) =>
        parts.Of("ApiGatewayManagedOverrides", apiId).Select(static overrides => overrides.Values.ClosureOf()).FirstOrDefault(static closure => closure is not null);

    private IEnumerable<WebSocketApi> BuildWebSocket(Resource api)
    {
        var id = HttpApiParts.Id(api);
        var closed = api.Values.ClosureOf() ?? api.Values.Close("ProtocolType", WebSocketApi.Unserved, WebSocketApi.Remedy);
        return stages.Of(api, id, isQuick: false).Select(stage => new WebSocketApi
        {
            LogicalId = api.LogicalId,
            ApiId = id,
            Name = api.Physical.Name,
            StageName = stage.Name,
            StageVariables = stage.Variables,
            IsDeployed = stage.IsDeployed,
            Routes = [.. parts.Of("Route", id).Select(route => WebSocketRoute(route, id, stage, closed)).OfType<Route>()],
            Line = new SourceLine(file, api.Declaration.Line),
        });
    }

    /// <summary>"Authorization only on $connect": the others are open to whoever has connected.</summary>
    private Route? WebSocketRoute(Resource route, string apiId, PlainHttpStage stage, Closure closed)
    {
        if (route.Values.Text("RouteKey") is not { } key)
        {
            return null;
        }

        var authorizer = key == "$connect" ? authorizers.Of(route.Values, apiId, stage.Variables, isWebSocket: true) : NoAuthorizer.Instance;
        var integration = route.Values["Target"] is null || route.Values.Text("Target") is not { } target ? null
            : parts.Find("Integration", target[(target.LastIndexOf('/') + 1)..], apiId);
        return new Route
        {
            Method = WebSocketApi.Method,
            Path = key,
            Authorizer = new ClosedAuthorizer(route.Values.ClosureOf() ?? closed, authorizer is ClosedAuthorizer known ? known.Instead : authorizer),
            FunctionLogicalId = integration?.Values.Text("IntegrationUri") is { } uri ? functions.Target(FunctionUri.FunctionOf(uri) ?? uri)?.LogicalId ?? "" : "",
            Line = new SourceLine(file, route.Declaration.Line),
        };
    }
}
