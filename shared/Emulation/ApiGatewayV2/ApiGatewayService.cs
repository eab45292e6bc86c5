using System.Text.Json.Serialization.Metadata;
using Emulation.Calls;
using Emulation.Protocols.RestJson;
using Sam;
using ApiOperation = Emulation.Calls.ServiceOperation<Emulation.Protocols.RestJson.RestRequest, Emulation.Protocols.RestJson.RestAnswer>;
using Form = Emulation.ApiGatewayV2.ApiGatewayJson;

namespace Emulation.ApiGatewayV2;

/// <summary>The API Gateway management API, version 2, as the door has it. Amazon API Gateway Version 2 API Reference.</summary>
internal sealed class ApiGatewayService(ApiResources resources, Action<string> forgetAnswers, Stack stack)
{
    private const string Api = "/v2/apis/{ApiId}";
    private readonly List<RestRoute> routes = [];

    public AwsService<RestRequest, RestAnswer> Service
    {
        get
        {
            ApiOperation[] operations = [.. OfApis(), .. OfParts()];
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
        Lists("GetApis", "/v2/apis", (_, page) => page.Of([.. resources.All.Select(resources.Apis.Shown)], static api => api.ApiId, Form.Default.ManagementPageApiRecord)),
        Takes(
            "CreateApi", "POST", "/v2/apis", static () => Form.Default.ApiInput, static (_, input) => ManagementKeys.OfNewApi(input),
            (_, input) => resources.Create(input), static input => input.Tags),
        Shows("GetApi", Api, (_, api) => RestAnswer.Ok(resources.Apis.Shown(api), Form.Default.ApiRecord)),
        Takes(
            "UpdateApi", "PATCH", Api, static () => Form.Default.ApiInput, static (at, input) => ManagementKeys.OfApi(input, at.Stored),
            (at, input) => resources.Change(at.ApiId, api => resources.Apis.Update(api, input))),
        Deletes("DeleteApi", Api, static at => ManagementKeys.OfApi(null, at.Stored), at => resources.Delete(at.ApiId)),
        Deletes("DeleteCorsConfiguration", $"{Api}/cors", static _ => [], at => resources.Change(at.ApiId, ApiOperations.DeleteCors)),
    ];

    private IEnumerable<ApiOperation> OfParts() =>
    [
        .. Of(
            PartKinds.Authorizer, static () => Form.Default.AuthorizerRecord, static () => Form.Default.ManagementPageAuthorizerRecord, static () => Form.Default.AuthorizerInput,
            ManagementKeys.OfAuthorizer, create: resources.Authorizers.Create, update: resources.Authorizers.Update, delete: Authorizers.Delete),
        .. Of(
            PartKinds.Integration, static () => Form.Default.IntegrationRecord, static () => Form.Default.ManagementPageIntegrationRecord,
            static () => Form.Default.IntegrationInput,
            static (_, _) => [], create: resources.Integrations.Create, update: resources.Integrations.Update, delete: Integrations.Delete),
        .. Of(
            PartKinds.Route, static () => Form.Default.RouteRecord, static () => Form.Default.ManagementPageRouteRecord, static () => Form.Default.RouteInput,
            ManagementKeys.OfRoute, create: resources.Routes.Create, update: Routes.Update, delete: Routes.Delete),
        .. Of(
            PartKinds.Stage, static () => Form.Default.StageRecord, static () => Form.Default.ManagementPageStageRecord, static () => Form.Default.StageInput,
            static (_, _) => [], create: (api, input) => Stages.Create(api, input, resources.Now), update: (api, old, input) => Stages.Update(api, old, input, resources.Now),
            delete: Stages.Delete, static input => input.Tags),
        Deletes("ResetAuthorizersCache", $"{Api}/stages/{{ItemId}}/cache/authorizers", static _ => [], at => resources.Show(at.ApiId, api => ResetAnswers(api, at.ItemId))),
        .. Of(
            PartKinds.Deployment, static () => Form.Default.DeploymentRecord, static () => Form.Default.ManagementPageDeploymentRecord, static () => Form.Default.DeploymentInput,
            static (input, _) => ManagementKeys.OfDeployment(input),
            create: (api, input) => resources.Deployments.Create(api, input, resources.Now), update: null, delete: Deployments.Delete),
    ];

    /// <summary>The operations on the parts of one kind. The types are asked for as late as this, since making one costs a start of LocalAws its time.</summary>
    private IEnumerable<ApiOperation> Of<T, TInput>(
        PartKind<T> kind,
        Func<JsonTypeInfo<T>> type,
        Func<JsonTypeInfo<ManagementPage<T>>> pageType,
        Func<JsonTypeInfo<TInput>> inputType,
        Func<TInput?, T?, IEnumerable<ConditionKey>> keys,
        Func<StoredApi, TInput, ApiChange> create,
        Func<StoredApi, T, TInput, ApiChange>? update,
        Func<StoredApi, T, ApiChange> delete,
        Func<TInput, IReadOnlyDictionary<string, string>?>? tags = null)
        where T : class
        where TInput : ManagementInput
    {
        var (all, one) = ($"{Api}/{kind.Name.ToLowerInvariant()}s", $"{Api}/{kind.Name.ToLowerInvariant()}s/{{ItemId}}");
        yield return Lists($"Get{kind.Name}s", all, (api, page) => page.Of(kind.Of(api!), kind.IdOf, pageType()));
        yield return Shows($"Get{kind.Name}", one, (at, api) => kind.Find(api, at.ItemId) is { } found ? RestAnswer.Ok(found, type()) : ApiRefusal.NotFound(kind.Name, at.ItemId));
        yield return Takes(
            $"Create{kind.Name}", "POST", all, inputType, (_, input) => keys(input, null), (at, input) => resources.Change(at.ApiId, api => create(api, input)), tags);
        if (update is not null)
        {
            yield return Takes(
                $"Update{kind.Name}", "PATCH", one, inputType, (at, input) => keys(input, at.Find(kind)), (at, input) => OnPart(at, (api, old) => update(api, old, input)));
        }

        yield return Deletes($"Delete{kind.Name}", one, at => keys(null, at.Find(kind)), at => OnPart(at, delete));

        RestAnswer OnPart(ManagementTarget at, Func<StoredApi, T, ApiChange> rule) =>
            resources.Change(at.ApiId, api => kind.Find(api, at.ItemId) is { } old ? rule(api, old) : ApiRefusal.NotFound(kind.Name, at.ItemId));
    }

    private RestAnswer ResetAnswers(StoredApi api, string stage)
    {
        if (PartKinds.Stage.Find(api, stage) is null)
        {
            return ApiRefusal.NotFound("Stage", stage);
        }

        forgetAnswers(api.Api.ApiId);
        return RestAnswer.NoContent;
    }

    private ApiOperation Lists(string name, string template, Func<StoredApi?, ManagementPageRequest, RestAnswer> show) =>
        Add(name, "GET", template, "maxResults nextToken", (at, call) => Intent<RestAnswer>.Of(at.Asks([], null), () =>
        {
            var page = new ManagementPageRequest(call.Parameters["maxResults"], call.Parameters["nextToken"]);
            return at.IsOfApi ? resources.Show(at.ApiId, api => show(api, page)) : show(null, page);
        }));

    private ApiOperation Shows(string name, string template, Func<ManagementTarget, StoredApi, RestAnswer> show) =>
        Add(name, "GET", template, "", (at, _) => Intent<RestAnswer>.Of(at.Asks([], null), () => resources.Show(at.ApiId, api => show(at, api))));

    private ApiOperation Deletes(string name, string template, Func<ManagementTarget, IEnumerable<ConditionKey>> keys, Func<ManagementTarget, RestAnswer> delete) =>
        Add(name, "DELETE", template, "", (at, _) => Intent<RestAnswer>.Of(at.Asks(keys(at), null), () => delete(at)));

    private ApiOperation Takes<TInput>(
        string name,
        string method,
        string template,
        Func<JsonTypeInfo<TInput>> type,
        Func<ManagementTarget, TInput, IEnumerable<ConditionKey>> keys,
        Func<ManagementTarget, TInput, RestAnswer> perform,
        Func<TInput, IReadOnlyDictionary<string, string>?>? tags = null)
        where TInput : ManagementInput => Add(name, method, template, "", (at, call) => InputReader.Read(call.Parameters.Body, type(), out var input) is { } wrong
            ? wrong
            : Intent<RestAnswer>.Of(at.Asks(keys(at, input), tags?.Invoke(input)), () => perform(at, input)));

    /// <summary>An operation has the words of its own path, and those of a query that are named: a query that names an API is about none.</summary>
    private ApiOperation Add(string name, string method, string template, string query, Func<ManagementTarget, ServiceCall<RestRequest>, Intent<RestAnswer>> plan)
    {
        var route = new RestRoute(name, method, template);
        routes.Add(route);
        return new ApiOperation(name, ApiOperation.MembersOf([.. route.Words, query]), call => plan(ManagementTarget.Of(name, call.Parameters, template, resources, stack), call));
    }
}
