using System.Collections.Immutable;
using Emulation.Gateway.Answers;

namespace Emulation.Gateway.Apis;

/// <summary>Where a request wants to go: an API and stage that may not exist, and the path below the stage.</summary>
/// <param name="Named">The API of this id; null when there is none.</param>
/// <param name="Path">The raw path below the stage, with its leading slash.</param>
/// <param name="HasStage">Whether the API has the stage.</param>
/// <param name="Ambiguity">Which APIs of several stacks have the logical id that the request names; null where one is meant.</param>
internal readonly record struct ApiAddress(DeployedApi? Named, string Path, bool HasStage = true, string? Ambiguity = null)
{
    /// <summary>The API at the stage; null when the id or the stage is unknown.</summary>
    public DeployedApi? Api => HasStage ? Named : null;

    /// <summary>How it is answered: each kind of API says in its own words that it has no such stage.</summary>
    public ApiAnswers Answers => Named?.Answers ?? ApiAnswers.OfNoApi;
}

/// <summary>
/// Finds the API that a request names: <c>http://{api-id}.execute-api.{region}.localhost:4566/{stage}/...</c>, AWS's own host name, or
/// <c>http://127.0.0.1:4566/execute-api/{api-id or logical id}/{stage}/...</c>; the stage <c>$default</c> is no segment of the path. Where several stacks have the logical id,
/// <c>/execute-api/{stack}/{logical id}/{stage}/...</c> says which.
/// APIs come and go while requests run: each request sees the directory as it was at one moment.
/// </summary>
internal sealed class ApiDirectory
{
    public const string Prefix = "/execute-api/";
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
        if (label.IndexOf('.') is var dot and > 0 && label[dot..].StartsWith(".execute-api.", StringComparison.OrdinalIgnoreCase))
        {
            address = Below(Find(label[..dot]), path);
            return true;
        }

        if (path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            address = Named(path[Prefix.Length..]);
            return true;
        }

        address = default;
        return false;
    }

    private ApiAddress Named(ReadOnlySpan<char> path)
    {
        var now = Volatile.Read(ref listing);
        var end = EndOf(path);
        if (Find(path[..end]) is { } api)
        {
            return Below(api, path[end..]);
        }

        if (now.Ambiguities.TryGetValue(path[..end].ToString(), out var which))
        {
            return new ApiAddress(null, path[end..].ToString(), false, which);
        }

        var both = end < path.Length ? end + 1 + EndOf(path[(end + 1)..]) : end;
        return Find(path[..both]) is { } ofStack ? Below(ofStack, path[both..]) : Below(null, path[end..]);
    }

    private static int EndOf(ReadOnlySpan<char> segment) => segment.IndexOf('/') is var end and >= 0 ? end : segment.Length;

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

    private DeployedApi? Find(ReadOnlySpan<char> name) => Volatile.Read(ref listing).ByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var api) ? api : null;

    private static Predicate<DeployedApi> HasId(string apiId) => api => api.Api.ApiId.Equals(apiId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The APIs at one moment. Never changed once it can be seen.</summary>
    private sealed record Listing(ImmutableList<DeployedApi> All, Dictionary<string, DeployedApi> ByName, Dictionary<string, string> Ambiguities)
    {
        /// <summary>An id is worth more than a logical id, and of two logical ids of a stack the first. One that several stacks have is nobody's.</summary>
        public static Listing Of(ImmutableList<DeployedApi> all)
        {
            var byName = new Dictionary<string, DeployedApi>(StringComparer.OrdinalIgnoreCase);
            foreach (var api in all)
            {
                byName[api.Api.ApiId] = api;
            }

            var ambiguities = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var same in all.GroupBy(static api => api.Api.LogicalId, StringComparer.OrdinalIgnoreCase))
            {
                var stacks = same.DistinctBy(static api => api.StackId).ToList();
                foreach (var api in stacks)
                {
                    byName.TryAdd($"{api.StackName}/{api.Api.LogicalId}", api);
                }

                if (stacks.Count == 1)
                {
                    byName.TryAdd(same.Key, stacks[0]);
                }
                else if (!byName.ContainsKey(same.Key))
                {
                    ambiguities[same.Key] = string.Join(" or ", stacks.Select(static api => $"{Prefix}{api.StackName}/{api.Api.LogicalId}"));
                }
            }

            return new Listing(all, byName, ambiguities);
        }
    }
}
