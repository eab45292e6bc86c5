using Emulation.Gateway.Apis;
using Emulation.Lambda;
using Emulation.Protocols.RestJson;
using Emulation.State;
using Sam;

namespace Emulation.ApiGatewayV2;

/// <summary>The APIs and their parts: reads from the store, changes through its rules, and keeps the gateway serving what is deployed.</summary>
internal sealed class ApiResources
{
    private readonly ApiStore store;
    private readonly Stack stack;
    private readonly ApiDirectory directory;
    private readonly TimeProvider time;
    private readonly FunctionDirectory functions;

    public ApiResources(ApiStore store, Stack stack, ApiDirectory directory, FunctionDirectory functions, Func<string, string> endpointOf, IdSource ids, TimeProvider time)
    {
        this.store = store;
        this.stack = stack;
        this.directory = directory;
        this.time = time;
        this.functions = functions;
        Authorizers = new Authorizers(functions, ids);
        Integrations = new Integrations(functions, ids);
        Routes = new Routes(ids);
        Deployments = new Deployments(ids);
        Apis = new ApiOperations(Integrations, Routes, endpointOf, ids);
        foreach (var api in store.All)
        {
            Serve(api);
        }
    }

    public ApiOperations Apis { get; }

    public Authorizers Authorizers { get; }

    public Integrations Integrations { get; }

    public Routes Routes { get; }

    public Deployments Deployments { get; }

    /// <summary>Whole seconds, as AWS answers.</summary>
    public DateTime Now => DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds()).UtcDateTime;

    public IEnumerable<StoredApi> All => store.All;

    /// <summary>An API as it is; null when there is none of this id.</summary>
    public StoredApi? Find(string id) => store.Find(id);

    public RestAnswer Create(ApiInput input) => store.Change(null, _ => Deployed(Apis.Create(input, Now)), Serve);

    public RestAnswer Delete(string id) => store.Remove(id, gone => directory.Remove(gone)) ? RestAnswer.NoContent : NoApi(id);

    /// <summary>Shows an API or a part of it.</summary>
    public RestAnswer Show(string id, Func<StoredApi, RestAnswer> show) => store.Find(id) is { } api ? show(api) : NoApi(id);

    /// <summary>Looks the API up again, under the store's lock.</summary>
    public RestAnswer Change(string id, Func<StoredApi, ApiChange> rule) => store.Change(id, api => api is null ? NoApi(id) : Deployed(rule(api)), Serve);

    private ApiChange Deployed(ApiChange change) => change.Api is null ? change : change with { Api = Deployments.AutoDeploy(change.Api, Now) };

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

    private RestRefusal NoApi(string id) => ApiRefusal.NotFound("API", $"{stack.AccountId}:{id}");
}
