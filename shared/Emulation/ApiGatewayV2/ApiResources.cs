using Emulation.Gateway.Apis;
using Emulation.Lambda;
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

    /// <param name="store">The APIs.</param>
    /// <param name="stack">The stack that they are served beside.</param>
    /// <param name="directory">Where the gateway finds them.</param>
    /// <param name="functions">The functions that they may call.</param>
    /// <param name="endpointOf">The URL of an API's id.</param>
    /// <param name="ids">Where ids come from.</param>
    /// <param name="time">The clock.</param>
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

    public ManagementAnswer Create(ApiInput input) => store.Change(null, _ => Deployed(Apis.Create(input, Now)), Serve);

    public ManagementAnswer Delete(string id) => store.Remove(id, gone => directory.Remove(gone)) ? ManagementAnswer.NoContent : NoApi(id);

    /// <summary>Shows an API or a part of it.</summary>
    public ManagementAnswer Show(string id, Func<StoredApi, ManagementAnswer> show) => store.Find(id) is { } api ? show(api) : NoApi(id);

    /// <summary>Looks the API up again, under the store's lock.</summary>
    public ManagementAnswer Change(string id, Func<StoredApi, ApiChange> rule) => store.Change(id, api => api is null ? NoApi(id) : Deployed(rule(api)), Serve);

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

    private ManagementAnswer NoApi(string id) => ManagementAnswer.NotFound("API", $"{stack.AccountId}:{id}");
}
