using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Emulation.Gateway;
using Emulation.State;
using Sam;

namespace Emulation.ApiGatewayV2;

/// <summary>The operations on APIs and their parts: reads from the store, changes through its rules, and keeps the gateway serving what is deployed.</summary>
internal sealed class ApiResources
{
    private readonly ApiStore store;
    private readonly Stack stack;
    private readonly ApiDirectory directory;
    private readonly TimeProvider time;
    private readonly StackFunctions functions;
    private readonly Apis apis;
    private readonly Authorizers authorizers;
    private readonly Integrations integrations;
    private readonly Routes routes;
    private readonly Deployments deployments;

    /// <param name="store">The APIs.</param>
    /// <param name="stack">The stack whose functions they may call.</param>
    /// <param name="directory">Where the gateway finds them.</param>
    /// <param name="endpointOf">The URL of an API's id.</param>
    /// <param name="ids">Where ids come from.</param>
    /// <param name="time">The clock.</param>
    public ApiResources(ApiStore store, Stack stack, ApiDirectory directory, Func<string, string> endpointOf, IdSource ids, TimeProvider time)
    {
        this.store = store;
        this.stack = stack;
        this.directory = directory;
        this.time = time;
        functions = new StackFunctions(stack);
        authorizers = new Authorizers(functions, ids);
        integrations = new Integrations(functions, ids);
        routes = new Routes(ids);
        deployments = new Deployments(ids);
        apis = new Apis(integrations, routes, endpointOf, ids);
        foreach (var api in store.All)
        {
            Serve(api);
        }
    }

    public Answer Perform(Operation operation, byte[] body) => operation switch
    {
        { ApiId: null, Method: "GET" } => operation.Page.Of([.. store.All.Select(apis.Shown)], static api => api.ApiId, ApiGatewayJson.Default.PageApiRecord),
        { ApiId: null, Method: "POST" } => Read(body, ApiGatewayJson.Default.ApiInput, out var input) ?? store.Change(null, _ => Deployed(apis.Create(input, Now)), Serve),
        { ApiId: null } => Unknown(operation),
        { Collection: null, Method: "DELETE" } => store.Remove(operation.ApiId, id => directory.Remove(id)) ? Answer.NoContent : NoApi(operation.ApiId),
        _ => store.Find(operation.ApiId) is not { } api ? NoApi(operation.ApiId) : operation.Method == "GET" ? Get(api, operation) : Change(operation, body),
    };

    private Answer Get(StoredApi api, Operation operation)
    {
        var draft = api.Draft;
        var shown = api.Deployments.Select(static deployment => deployment.Shown).ToImmutableArray();
        return operation switch
        {
            { Collection: null } => Answer.Ok(apis.Shown(api), ApiGatewayJson.Default.ApiRecord),
            { Collection: "authorizers", ItemId: null } => operation.Page.Of(draft.Authorizers, AuthorizerId, ApiGatewayJson.Default.PageAuthorizerRecord),
            { Collection: "authorizers" } => One(draft.Authorizers, AuthorizerId, "Authorizer", operation.ItemId, ApiGatewayJson.Default.AuthorizerRecord),
            { Collection: "integrations", ItemId: null } => operation.Page.Of(draft.Integrations, IntegrationId, ApiGatewayJson.Default.PageIntegrationRecord),
            { Collection: "integrations" } => One(draft.Integrations, IntegrationId, "Integration", operation.ItemId, ApiGatewayJson.Default.IntegrationRecord),
            { Collection: "routes", ItemId: null } => operation.Page.Of(draft.Routes, RouteId, ApiGatewayJson.Default.PageRouteRecord),
            { Collection: "routes" } => One(draft.Routes, RouteId, "Route", operation.ItemId, ApiGatewayJson.Default.RouteRecord),
            { Collection: "stages", ItemId: null } => operation.Page.Of(api.Stages, StageName, ApiGatewayJson.Default.PageStageRecord),
            { Collection: "stages" } => One(api.Stages, StageName, "Stage", operation.ItemId, ApiGatewayJson.Default.StageRecord),
            { Collection: "deployments", ItemId: null } => operation.Page.Of(shown, DeploymentId, ApiGatewayJson.Default.PageDeploymentRecord),
            { Collection: "deployments" } => One(shown, DeploymentId, "Deployment", operation.ItemId, ApiGatewayJson.Default.DeploymentRecord),
            _ => Unknown(operation),
        };
    }

    private Answer Change(Operation operation, byte[] body) => operation switch
    {
        { Method: "PATCH", Collection: null } => Change(operation, body, ApiGatewayJson.Default.ApiInput, apis.Update),
        { Method: "DELETE", Collection: "cors", ItemId: null } => Change(operation, Apis.DeleteCors),

        { Method: "POST", Collection: "authorizers", ItemId: null } => Change(operation, body, ApiGatewayJson.Default.AuthorizerInput, authorizers.Create),
        { Method: "PATCH", Collection: "authorizers", ItemId: { } id } => Change(operation, body, ApiGatewayJson.Default.AuthorizerInput, (api, input) => On(api.Draft.Authorizers, AuthorizerId, "Authorizer", id, old => authorizers.Update(api, old, input))),
        { Method: "DELETE", Collection: "authorizers", ItemId: { } id } => Change(operation, api => On(api.Draft.Authorizers, AuthorizerId, "Authorizer", id, old => Authorizers.Delete(api, old))),

        { Method: "POST", Collection: "integrations", ItemId: null } => Change(operation, body, ApiGatewayJson.Default.IntegrationInput, integrations.Create),
        { Method: "PATCH", Collection: "integrations", ItemId: { } id } => Change(operation, body, ApiGatewayJson.Default.IntegrationInput, (api, input) => On(api.Draft.Integrations, IntegrationId, "Integration", id, old => integrations.Update(api, old, input))),
        { Method: "DELETE", Collection: "integrations", ItemId: { } id } => Change(operation, api => On(api.Draft.Integrations, IntegrationId, "Integration", id, old => Integrations.Delete(api, old))),

        { Method: "POST", Collection: "routes", ItemId: null } => Change(operation, body, ApiGatewayJson.Default.RouteInput, routes.Create),
        { Method: "PATCH", Collection: "routes", ItemId: { } id } => Change(operation, body, ApiGatewayJson.Default.RouteInput, (api, input) => On(api.Draft.Routes, RouteId, "Route", id, old => Routes.Update(api, old, input))),
        { Method: "DELETE", Collection: "routes", ItemId: { } id } => Change(operation, api => On(api.Draft.Routes, RouteId, "Route", id, old => Routes.Delete(api, old))),

        { Method: "POST", Collection: "stages", ItemId: null } => Change(operation, body, ApiGatewayJson.Default.StageInput, (api, input) => Stages.Create(api, input, Now)),
        { Method: "PATCH", Collection: "stages", ItemId: { } id } => Change(operation, body, ApiGatewayJson.Default.StageInput, (api, input) => On(api.Stages, StageName, "Stage", id, old => Stages.Update(api, old, input, Now))),
        { Method: "DELETE", Collection: "stages", ItemId: { } id } => Change(operation, api => On(api.Stages, StageName, "Stage", id, old => Stages.Delete(api, old))),

        { Method: "POST", Collection: "deployments", ItemId: null } => Change(operation, body, ApiGatewayJson.Default.DeploymentInput, (api, input) => deployments.Create(api, input, Now)),
        { Method: "DELETE", Collection: "deployments", ItemId: { } id } => Change(operation, api => On(api.Deployments, static d => d.Shown.DeploymentId, "Deployment", id, old => Deployments.Delete(api, old))),

        _ => Unknown(operation),
    };

    private Answer Change<TInput>(Operation operation, byte[] body, JsonTypeInfo<TInput> type, Func<StoredApi, TInput, Change> rule)
        where TInput : Input => Read(body, type, out var input) ?? Change(operation, api => rule(api, input));

    /// <summary>Looks the API up again, under the store's lock.</summary>
    private Answer Change(Operation operation, Func<StoredApi, Change> rule) =>
        store.Change(operation.ApiId, api => api is null ? NoApi(operation.ApiId!) : Deployed(rule(api)), Serve);

    private Change Deployed(Change change) => change.Api is null ? change : change with { Api = deployments.AutoDeploy(change.Api, Now) };

    private void Serve(StoredApi api)
    {
        if (ServedApi.Of(api, functions) is { } served)
        {
            directory.Put(DeployedApi.Of(stack, served));
        }
        else
        {
            directory.Remove(api.Api.ApiId);
        }
    }

    /// <summary>Null when the body is one that LocalAws honours whole.</summary>
    private static Answer? Read<TInput>(byte[] body, JsonTypeInfo<TInput> type, out TInput input)
        where TInput : Input
    {
        input = null!;
        try
        {
            input = JsonSerializer.Deserialize(body.Length == 0 ? "{}"u8 : body, type) ?? JsonSerializer.Deserialize("{}"u8, type)!;
        }
        catch (JsonException e)
        {
            return Answer.BadRequest($"Invalid request body at {e.Path}: this is no JSON, or a value of another type than the API Reference says.");
        }

        if (HasNullItem(body))
        {
            return Answer.BadRequest("Invalid request body: a list must not hold null.");
        }

        var unknown = input.Others?.Where(static other => other.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False)).Select(static other => other.Key).ToList();
        return unknown is { Count: > 0 } ? Answer.BadRequest($"LocalAws does not honour {string.Join(", ", unknown)}, and refuses rather than ignores it. Leave it out.") : null;
    }

    /// <summary>The serializer takes null as an item of any list.</summary>
    private static bool HasNullItem(byte[] body)
    {
        if (body.Length == 0)
        {
            return false;
        }

        var reader = new Utf8JsonReader(body);
        var isList = new Stack<bool>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    isList.Push(reader.TokenType == JsonTokenType.StartArray);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    isList.Pop();
                    break;
                case JsonTokenType.Null when isList.TryPeek(out var inList) && inList:
                    return true;
                default:
                    break;
            }
        }

        return false;
    }

    private static Answer One<T>(ImmutableArray<T> all, Func<T, string> idOf, string kind, string id, JsonTypeInfo<T> type)
        where T : class => all.FirstOrDefault(item => idOf(item) == id) is { } found ? Answer.Ok(found, type) : Answer.NotFound(kind, id);

    private static Change On<T>(ImmutableArray<T> all, Func<T, string> idOf, string kind, string id, Func<T, Change> rule)
        where T : class => all.FirstOrDefault(item => idOf(item) == id) is { } found ? rule(found) : Answer.NotFound(kind, id);

    private Answer NoApi(string id) => Answer.NotFound("API", $"{stack.AccountId}:{id}");

    private static Answer Unknown(Operation operation) =>
        Answer.NotFound($"LocalAws has no operation {operation.Method} /v2{operation.ResourcePath}. It has APIs, and their authorizers, integrations, routes, stages and deployments.");

    /// <summary>Whole seconds, as AWS answers.</summary>
    private DateTime Now => DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds()).UtcDateTime;

    private static string AuthorizerId(AuthorizerRecord authorizer) => authorizer.AuthorizerId;

    private static string IntegrationId(IntegrationRecord integration) => integration.IntegrationId;

    private static string RouteId(RouteRecord route) => route.RouteId;

    private static string StageName(StageRecord stage) => stage.StageName;

    private static string DeploymentId(DeploymentRecord deployment) => deployment.DeploymentId;
}
