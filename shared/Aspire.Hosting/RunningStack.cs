using System.Net.Http.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>What a LocalAws that is up says of itself: <c>GET /_localaws/stack</c>.</summary>
internal sealed record RunningStack(
    string AccountId, string Region, IReadOnlyList<RunningApi> Apis, IReadOnlyList<RunningFunction> Functions, IReadOnlyList<RunningRole> Roles)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(200);

    // It is on this machine: no proxy stands between.
    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Where it is.</summary>
    public Uri Endpoint { get; private init; } = null!;

    /// <summary>Reads it, once it is there: whoever asks may have been started before.</summary>
    public static async Task<RunningStack> ReadAsync(LocalAwsResource aws, CancellationToken cancellation)
    {
        var endpoint = new Uri(await aws.Endpoint.GetValueAsync(cancellation).ConfigureAwait(false) ?? throw new DistributedApplicationException($"{aws.Name} has no address."));
        while (true)
        {
            try
            {
                return (await Client.GetFromJsonAsync<RunningStack>(new Uri(endpoint, "/_localaws/stack"), cancellation).ConfigureAwait(false))! with { Endpoint = endpoint };
            }
            catch (HttpRequestException e) when (e.StatusCode is null)
            {
                await Task.Delay(AskAgainAfter, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>An API by its logical id.</summary>
    /// <exception cref="DistributedApplicationException">There is none.</exception>
    public RunningApi ApiOf(string logicalId) => Apis.FirstOrDefault(api => api.LogicalId == logicalId)
        ?? throw new DistributedApplicationException($"No template has an API '{logicalId}'. There are: {string.Join(", ", Apis.Select(static api => api.LogicalId))}.");

    /// <summary>A role by its logical id, name or ARN.</summary>
    /// <exception cref="DistributedApplicationException">There is none.</exception>
    public RunningRole RoleOf(string role) => Roles.FirstOrDefault(one => one.LogicalId == role || one.Name == role || one.Arn == role)
        ?? throw new DistributedApplicationException($"No template has a role '{role}'. There are: {string.Join(", ", Roles.Select(static one => one.LogicalId))}.");
}

/// <summary>An API's stage.</summary>
internal sealed record RunningApi(string LogicalId, string Url)
{
    /// <summary>Its path at LocalAws's address.</summary>
    public string Path => new Uri(Url).AbsolutePath.TrimEnd('/');
}

/// <summary>A function of a template.</summary>
internal sealed record RunningFunction(string LogicalId, string Name, string Arn, string Runtime);

/// <summary>A role of a template.</summary>
internal sealed record RunningRole(string LogicalId, string Name, string Arn);
