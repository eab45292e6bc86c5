using System.Collections.Immutable;
using Emulation.Gateway.Answers;

namespace Emulation.Gateway.Apis;

/// <summary>Where a request wants to go: an API and stage that may not exist, and the path below the stage.</summary>
/// <param name="Named">The API of this id; null when there is none.</param>
/// <param name="Path">The raw path below the stage, with its leading slash.</param>
/// <param name="HasStage">Whether the API has the stage.</param>
/// <param name="Absent">How it is answered when there is no API; null for how API Gateway answers.</param>
internal readonly record struct ApiAddress(DeployedApi? Named, string Path, bool HasStage = true, ApiAnswers? Absent = null)
{
    /// <summary>The API at the stage; null when the id or the stage is unknown.</summary>
    public DeployedApi? Api => HasStage ? Named : null;

    /// <summary>How it is answered: each kind of API says in its own words that it has no such stage.</summary>
    public ApiAnswers Answers => Named?.Answers ?? Absent ?? ApiAnswers.OfNoApi;
}

/// <summary>
/// Finds the API that a request names: <c>http://{api-id}.execute-api.{region}.localhost:4566/{stage}/...</c>, AWS's own host name, or
/// <c>http://127.0.0.1:4566/execute-api/{api-id or logical id}/{stage}/...</c>; the stage <c>$default</c> is no segment of the path. Likewise a function's URL:
/// <c>http://{url-id}.lambda-url.{region}.localhost:4566/...</c>, AWS's own host name, or <c>http://127.0.0.1:4566/lambda-url/{url-id or logical id}/...</c>.
/// APIs come and go while requests run: each request sees the directory as it was at one moment.
/// </summary>
internal sealed class ApiDirectory
{
    public const string Prefix = "/execute-api/";
    public const string UrlPrefix = "/lambda-url/";
    private readonly Lock writing = new();
    private Listing listing;

    public ApiDirectory(IReadOnlyList<DeployedApi> apis) => listing = Listing.Of([.. apis]);

    public IReadOnlyList<DeployedApi> All => Volatile.Read(ref listing).All;

    /// <summary>Adds an API, or puts it in the place of the one with the same id.</summary>
    public void Put(DeployedApi api)
    {
        lock (writing)
        {
            var all = listing.All;
            var at = all.FindIndex(HasId(api.Api.ApiId));
            Volatile.Write(ref listing, Listing.Of(at < 0 ? all.Add(api) : all.SetItem(at, api)));
        }
    }

    /// <summary>False when there is no API of this id.</summary>
    public bool Remove(string apiId)
    {
        lock (writing)
        {
            var all = listing.All;
            var at = all.FindIndex(HasId(apiId));
            if (at >= 0)
            {
                Volatile.Write(ref listing, Listing.Of(all.RemoveAt(at)));
            }

            return at >= 0;
        }
    }

    /// <summary>False when the request is for no API at all; an address without an API when it names one that is not there.</summary>
    public bool TryAddress(string host, string target, out ApiAddress address)
    {
        var path = target.AsSpan();
        if (path.IndexOf('?') is var query and >= 0)
        {
            path = path[..query];
        }

        var label = host.AsSpan();
        if (label.IndexOf('.') is var dot and > 0 && PrefixOf(label[dot..]) is { } kind)
        {
            address = Below(kind, label[..dot], path);
            return true;
        }

        if (path.StartsWith(Prefix, StringComparison.Ordinal) || path.StartsWith(UrlPrefix, StringComparison.Ordinal))
        {
            var prefix = path.StartsWith(Prefix, StringComparison.Ordinal) ? Prefix : UrlPrefix;
            path = path[prefix.Length..];
            var end = path.IndexOf('/');
            address = Below(prefix, end < 0 ? path : path[..end], end < 0 ? "" : path[end..]);
            return true;
        }

        address = default;
        return false;
    }

    private static string? PrefixOf(ReadOnlySpan<char> domain) =>
        domain.StartsWith(".execute-api.", StringComparison.OrdinalIgnoreCase) ? Prefix
        : domain.StartsWith(".lambda-url.", StringComparison.OrdinalIgnoreCase) ? UrlPrefix
        : null;

    private ApiAddress Below(string prefix, ReadOnlySpan<char> name, ReadOnlySpan<char> path)
    {
        var names = Volatile.Read(ref listing);
        return prefix == Prefix ? Below(Find(names.ByName, name), path)
            : new ApiAddress(Find(names.UrlsByName, name), path.IsEmpty ? "/" : path.ToString(), Absent: FunctionUrlAnswers.Instance);
    }

    private static ApiAddress Below(DeployedApi? api, ReadOnlySpan<char> path)
    {
        if (api is { HasStageSegment: false })
        {
            return new ApiAddress(api, path.IsEmpty ? "/" : path.ToString());
        }

        var afterSlash = path.IsEmpty ? path : path[1..];
        var end = afterSlash.IndexOf('/');
        var stage = end < 0 ? afterSlash : afterSlash[..end];
        return new ApiAddress(api, end < 0 ? "/" : afterSlash[end..].ToString(), stage.SequenceEqual(api?.Api.StageName));
    }

    private static DeployedApi? Find(Dictionary<string, DeployedApi> names, ReadOnlySpan<char> name) =>
        names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var api) ? api : null;

    private static Predicate<DeployedApi> HasId(string apiId) => api => api.Api.ApiId.Equals(apiId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The APIs at one moment. Never changed once it can be seen.</summary>
    private sealed record Listing(ImmutableList<DeployedApi> All, Dictionary<string, DeployedApi> ByName, Dictionary<string, DeployedApi> UrlsByName)
    {
        public static Listing Of(ImmutableList<DeployedApi> all) => new(all, Names(all, Prefix), Names(all, UrlPrefix));

        /// <summary>An id is worth more than a logical id, and of two logical ids the first.</summary>
        private static Dictionary<string, DeployedApi> Names(ImmutableList<DeployedApi> all, string prefix)
        {
            var byName = new Dictionary<string, DeployedApi>(StringComparer.OrdinalIgnoreCase);
            foreach (var api in all.Where(api => api.Prefix == prefix))
            {
                byName[api.Api.ApiId] = api;
            }

            foreach (var api in all.Where(api => api.Prefix == prefix))
            {
                foreach (var name in api.OtherNames)
                {
                    byName.TryAdd(name, api);
                }
            }

            return byName;
        }
    }
}
