using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Emulation.Calls;
using Emulation.Protocols.RestJson;
using Sam;
using ApiOperation = Emulation.Calls.ServiceOperation<Emulation.Protocols.RestJson.RestRequest, Emulation.Protocols.RestJson.RestAnswer>;
using Json = Emulation.ApiGatewayV2.ApiGatewayJson;

namespace Emulation.ApiGatewayV2;

/// <summary>The API Gateway management API, version 2, as the door has it. Amazon API Gateway Version 2 API Reference.</summary>
/// <param name="resources">The APIs and their parts.</param>
/// <param name="forgetAnswers">Forgets what the functions of an API's authorizers have answered.</param>
/// <param name="stack">Whose APIs they are.</param>
internal sealed class ApiGatewayService(ApiResources resources, Action<string> forgetAnswers, Stack stack)
{
    private const string Api = "/v2/apis/{ApiId}";
    private readonly List<RestRoute> routes = [];

    public AwsService<RestRequest, RestAnswer> Service
    {
        get
        {
            ApiOperation[] operations = [.. OfApis(), .. OfAuthorizers(), .. OfIntegrations(), .. OfRoutes(), .. OfStages(), .. OfDeployments()];
            var wire = new RestJsonWire([.. routes], "APIs, and their authorizers, integrations, routes, stages and deployments");
            return new AwsService<RestRequest, RestAnswer>("apigateway", wire, operations)
            {
                Region = stack.Region,
                Owns = static request => request.Target.StartsWith("/v2/", StringComparison.Ordinal),
            };
        }
    }

    private IEnumerable<ApiOperation> OfApis() =>
    [
        Lists("GetApis", "/v2/apis", (_, page) => page.Of([.. resources.All.Select(resources.Apis.Shown)], static api => api.ApiId, Json.Default.ManagementPageApiRecord)),
        Row<ApiInput>(
            "CreateApi", "POST", "/v2/apis",
            static () => Json.Default.ApiInput,
            (at, input) => ManagementKeys.OfNewApi(input),
            (_, input) => resources.Create(input),
            input => input.Tags),
        Shows("GetApi", Api, (_, api) => ManagementAnswer.Ok(resources.Apis.Shown(api), Json.Default.ApiRecord)),
        Row<ApiInput>(
            "UpdateApi", "PATCH", Api,
            static () => Json.Default.ApiInput,
            (at, input) => ManagementKeys.OfApi(input, at.Stored),
            (at, input) => resources.Change(at.ApiId, api => resources.Apis.Update(api, input))),
        Deletes("DeleteApi", Api, at => ManagementKeys.OfApi(null, at.Stored), at => resources.Delete(at.ApiId)),
        Deletes("DeleteCorsConfiguration", $"{Api}/cors", static _ => [], at => resources.Change(at.ApiId, ApiOperations.DeleteCors)),
    ];

    private IEnumerable<ApiOperation> OfAuthorizers()
    {
        const string All = $"{Api}/authorizers", One = $"{All}/{{ItemId}}";
        static string IdOf(AuthorizerRecord authorizer) => authorizer.AuthorizerId;
        static ImmutableArray<AuthorizerRecord> Of(StoredApi api) => api.Draft.Authorizers;
        return
        [
            Lists("GetAuthorizers", All, static (api, page) => page.Of(Of(api!), IdOf, Json.Default.ManagementPageAuthorizerRecord)),
            Shows("GetAuthorizer", One, static (at, api) => Part(Of(api), IdOf, "Authorizer", at.ItemId, Json.Default.AuthorizerRecord)),
            Row<AuthorizerInput>(
                "CreateAuthorizer", "POST", All,
                static () => Json.Default.AuthorizerInput,
                static (_, input) => ManagementKeys.OfAuthorizer(input, null),
                (at, input) => resources.Change(at.ApiId, api => resources.Authorizers.Create(api, input))),
            Row<AuthorizerInput>(
                "UpdateAuthorizer", "PATCH", One, static () => Json.Default.AuthorizerInput, static (at, input) => ManagementKeys.OfAuthorizer(input, at.Find(Of, IdOf)),
                (at, input) => resources.Change(at.ApiId, api => On(Of(api), IdOf, "Authorizer", at.ItemId, old => resources.Authorizers.Update(api, old, input)))),
            Deletes(
                "DeleteAuthorizer", One,
                static at => ManagementKeys.OfAuthorizer(null, at.Find(Of, IdOf)),
                at => resources.Change(at.ApiId, api => On(Of(api), IdOf, "Authorizer", at.ItemId, old => Authorizers.Delete(api, old)))),
        ];
    }

    private IEnumerable<ApiOperation> OfIntegrations()
    {
        const string All = $"{Api}/integrations", One = $"{All}/{{ItemId}}";
        static string IdOf(IntegrationRecord integration) => integration.IntegrationId;
        static ImmutableArray<IntegrationRecord> Of(StoredApi api) => api.Draft.Integrations;
        return
        [
            Lists("GetIntegrations", All, static (api, page) => page.Of(Of(api!), IdOf, Json.Default.ManagementPageIntegrationRecord)),
            Shows("GetIntegration", One, static (at, api) => Part(Of(api), IdOf, "Integration", at.ItemId, Json.Default.IntegrationRecord)),
            Row<IntegrationInput>(
                "CreateIntegration", "POST", All,
                static () => Json.Default.IntegrationInput,
                static (_, _) => [],
                (at, input) => resources.Change(at.ApiId, api => resources.Integrations.Create(api, input))),
            Row<IntegrationInput>(
                "UpdateIntegration", "PATCH", One, static () => Json.Default.IntegrationInput, static (_, _) => [],
                (at, input) => resources.Change(at.ApiId, api => On(Of(api), IdOf, "Integration", at.ItemId, old => resources.Integrations.Update(api, old, input)))),
            Deletes(
                "DeleteIntegration", One,
                static _ => [],
                at => resources.Change(at.ApiId, api => On(Of(api), IdOf, "Integration", at.ItemId, old => Integrations.Delete(api, old)))),
        ];
    }

    private IEnumerable<ApiOperation> OfRoutes()
    {
        const string All = $"{Api}/routes", One = $"{All}/{{ItemId}}";
        static string IdOf(RouteRecord route) => route.RouteId;
        static ImmutableArray<RouteRecord> Of(StoredApi api) => api.Draft.Routes;
        return
        [
            Lists("GetRoutes", All, static (api, page) => page.Of(Of(api!), IdOf, Json.Default.ManagementPageRouteRecord)),
            Shows("GetRoute", One, static (at, api) => Part(Of(api), IdOf, "Route", at.ItemId, Json.Default.RouteRecord)),
            Row<RouteInput>(
                "CreateRoute", "POST", All,
                static () => Json.Default.RouteInput,
                static (_, input) => ManagementKeys.OfRoute(input, null),
                (at, input) => resources.Change(at.ApiId, api => resources.Routes.Create(api, input))),
            Row<RouteInput>(
                "UpdateRoute", "PATCH", One, static () => Json.Default.RouteInput, static (at, input) => ManagementKeys.OfRoute(input, at.Find(Of, IdOf)),
                (at, input) => resources.Change(at.ApiId, api => On(Of(api), IdOf, "Route", at.ItemId, old => Routes.Update(api, old, input)))),
            Deletes(
                "DeleteRoute", One,
                static at => ManagementKeys.OfRoute(null, at.Find(Of, IdOf)),
                at => resources.Change(at.ApiId, api => On(Of(api), IdOf, "Route", at.ItemId, old => Routes.Delete(api, old)))),
        ];
    }

    private IEnumerable<ApiOperation> OfStages()
    {
        const string All = $"{Api}/stages", One = $"{All}/{{ItemId}}";
        static string NameOf(StageRecord stage) => stage.StageName;
        return
        [
            Lists("GetStages", All, static (api, page) => page.Of(api!.Stages, NameOf, Json.Default.ManagementPageStageRecord)),
            Shows("GetStage", One, static (at, api) => Part(api.Stages, NameOf, "Stage", at.ItemId, Json.Default.StageRecord)),
            Row<StageInput>(
                "CreateStage", "POST", All,
                static () => Json.Default.StageInput,
                static (_, _) => [],
                (at, input) => resources.Change(at.ApiId, api => Stages.Create(api, input, resources.Now)),
                static input => input.Tags),
            Row<StageInput>(
                "UpdateStage", "PATCH", One, static () => Json.Default.StageInput, static (_, _) => [],
                (at, input) => resources.Change(at.ApiId, api => On(api.Stages, NameOf, "Stage", at.ItemId, old => Stages.Update(api, old, input, resources.Now)))),
            Deletes(
                "DeleteStage", One,
                static _ => [],
                at => resources.Change(at.ApiId, api => On(api.Stages, NameOf, "Stage", at.ItemId, old => Stages.Delete(api, old)))),
            Deletes("ResetAuthorizersCache", $"{One}/cache/authorizers", static _ => [], at => resources.Show(at.ApiId, api => ResetAnswers(api, at.ItemId))),
        ];
    }

    private IEnumerable<ApiOperation> OfDeployments()
    {
        const string All = $"{Api}/deployments", One = $"{All}/{{ItemId}}";
        static string IdOf(DeploymentRecord deployment) => deployment.DeploymentId;
        static ImmutableArray<DeploymentRecord> Of(StoredApi api) => [.. api.Deployments.Select(static deployment => deployment.Shown)];
        return
        [
            Lists("GetDeployments", All, static (api, page) => page.Of(Of(api!), IdOf, Json.Default.ManagementPageDeploymentRecord)),
            Shows("GetDeployment", One, static (at, api) => Part(Of(api), IdOf, "Deployment", at.ItemId, Json.Default.DeploymentRecord)),
            Row<DeploymentInput>(
                "CreateDeployment", "POST", All, static () => Json.Default.DeploymentInput, static (_, input) => ManagementKeys.OfDeployment(input),
                (at, input) => resources.Change(at.ApiId, api => resources.Deployments.Create(api, input, resources.Now))),
            Deletes(
                "DeleteDeployment", One,
                static _ => [],
                at => resources.Change(at.ApiId, api => On(api.Deployments, static d => d.Shown.DeploymentId, "Deployment", at.ItemId, old => Deployments.Delete(api, old)))),
        ];
    }

    private ManagementAnswer ResetAnswers(StoredApi api, string stage)
    {
        if (api.Stages.All(known => known.StageName != stage))
        {
            return ManagementAnswer.NotFound("Stage", stage);
        }

        forgetAnswers(api.Api.ApiId);
        return ManagementAnswer.NoContent;
    }

    private ApiOperation Lists(string name, string template, Func<StoredApi?, ManagementPageRequest, ManagementAnswer> show) =>
        Add(name, "GET", template, "maxResults nextToken", (at, call) => Intent<RestAnswer>.Of(at.Asks([], null), () =>
        {
            var page = new ManagementPageRequest(call.Parameters["maxResults"], call.Parameters["nextToken"]);
            return at.IsOfApi ? resources.Show(at.ApiId, api => show(api, page)) : show(null, page);
        }));

    private ApiOperation Shows(string name, string template, Func<ManagementTarget, StoredApi, ManagementAnswer> show) =>
        Add(name, "GET", template, "", (at, _) => Intent<RestAnswer>.Of(at.Asks([], null), () => (RestAnswer)resources.Show(at.ApiId, api => show(at, api))));

    private ApiOperation Deletes(string name, string template, Func<ManagementTarget, IEnumerable<ConditionKey>> keys, Func<ManagementTarget, ManagementAnswer> delete) =>
        Add(name, "DELETE", template, "", (at, _) => Intent<RestAnswer>.Of(at.Asks(keys(at), null), () => (RestAnswer)delete(at)));

    private ApiOperation Row<TInput>(
        string name,
        string method,
        string template,
        Func<JsonTypeInfo<TInput>> type,
        Func<ManagementTarget, TInput, IEnumerable<ConditionKey>> keys,
        Func<ManagementTarget, TInput, ManagementAnswer> perform,
        Func<TInput, IReadOnlyDictionary<string, string>?>? tags = null)
        where TInput : ManagementInput => Add(name, method, template, "", (at, call) => InputReader.Read(call.Parameters.Body, type(), out var input) is { } wrong
            ? wrong
            : Intent<RestAnswer>.Of(at.Asks(keys(at, input), tags?.Invoke(input)), () => (RestAnswer)perform(at, input)));

    /// <summary>An operation has the words of its own path, and those of a query that are named: a query that names an API is about none.</summary>
    private ApiOperation Add(string name, string method, string template, string query, Func<ManagementTarget, ServiceCall<RestRequest>, Intent<RestAnswer>> plan)
    {
        var route = new RestRoute(name, method, template);
        routes.Add(route);
        return new ApiOperation(name, ApiOperation.MembersOf([.. route.Words, query]), call => plan(ManagementTarget.Of(name, call.Parameters, template, resources, stack), call));
    }

    private static ManagementAnswer Part<T>(ImmutableArray<T> all, Func<T, string> idOf, string kind, string id, JsonTypeInfo<T> type)
        where T : class => all.FirstOrDefault(item => idOf(item) == id) is { } found ? ManagementAnswer.Ok(found, type) : ManagementAnswer.NotFound(kind, id);

    private static ApiChange On<T>(ImmutableArray<T> all, Func<T, string> idOf, string kind, string id, Func<T, ApiChange> rule)
        where T : class => all.FirstOrDefault(item => idOf(item) == id) is { } found ? rule(found) : ManagementAnswer.NotFound(kind, id);
}
