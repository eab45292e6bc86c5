
namespace Emulation.Gateway;

/// <summary>Where a request wants to go: an API and stage that may not exist, and the path below the stage.</summary>
/// <param name="Api">Null when the id or the stage is unknown.</param>
/// <param name="Path">The raw path below the stage, with its leading slash.</param>
internal readonly record struct ApiAddress(DeployedApi? Api, string Path);

/// <summary>
/// Finds the API that a request names: <c>http://{api-id}.execute-api.{region}.localhost:4566/{stage}/...</c>, AWS's own host name, or
/// <c>http://127.0.0.1:4566/execute-api/{api-id or logical id}/{stage}/...</c>.
/// </summary>
internal sealed class ApiDirectory
{
    private const string Prefix = "/execute-api/";
    private readonly Dictionary<string, DeployedApi> byName = new(StringComparer.OrdinalIgnoreCase);

    public ApiDirectory(IReadOnlyList<DeployedApi> apis)
    {
        All = apis;
        foreach (var api in apis)
        {
            byName[api.Api.ApiId] = api;
            byName[api.Api.LogicalId] = api;
        }
    }

    public IReadOnlyList<DeployedApi> All { get; }

    /// <summary>False when the request is for no API at all; an address without an API when it names one that is not there.</summary>
    public bool TryAddress(string host, string target, out ApiAddress address)
    {
        var path = target.AsSpan();
        if (path.IndexOf('?') is var query and >= 0)
        {
            path = path[..query];
        }

        var label = host.AsSpan();
        if (label.IndexOf('.') is var dot and > 0 && label[dot..].StartsWith(".execute-api.", StringComparison.OrdinalIgnoreCase))
        {
            address = Below(Find(label[..dot]), path);
            return true;
        }

        if (path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            path = path[Prefix.Length..];
            var end = path.IndexOf('/');
            address = end < 0 ? new ApiAddress(null, "/") : Below(Find(path[..end]), path[end..]);
            return true;
        }

        address = default;
        return false;
    }

    private static ApiAddress Below(DeployedApi? api, ReadOnlySpan<char> path)
    {
        var afterSlash = path.IsEmpty ? path : path[1..];
        var end = afterSlash.IndexOf('/');
        var stage = end < 0 ? afterSlash : afterSlash[..end];
        return new ApiAddress(stage.SequenceEqual(api?.Api.StageName) ? api : null, end < 0 ? "/" : afterSlash[end..].ToString());
    }

    private DeployedApi? Find(ReadOnlySpan<char> name) => byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var api) ? api : null;
}
