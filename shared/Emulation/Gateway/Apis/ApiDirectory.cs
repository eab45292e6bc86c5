using System.Buffers;
using System.Collections.Immutable;
using Emulation.Gateway.Answers;
using Sam;

namespace Emulation.Gateway.Apis;

/// <summary>
/// Finds the API that a request names: <c>http://{api-id}.execute-api.{region}.localhost:4566/{stage}/...</c>, AWS's own host name, or
/// <c>http://127.0.0.1:4566/execute-api/{api-id or logical id}/{stage}/...</c>; the stage <c>$default</c> is no segment of the path. Or by a custom domain, as the host
/// or in an id's
/// place: <c>http://127.0.0.1:4566/execute-api/api.example.com/...</c>. Where several stacks have a logical id, <c>/execute-api/{stack}/{logical id}/{stage}/...</c> says which.
/// Likewise a function's URL: <c>http://{url-id}.lambda-url.{region}.localhost:4566/...</c>, AWS's own host name, or
/// <c>http://127.0.0.1:4566/lambda-url/{url-id or logical id}/...</c>.
/// APIs come and go while requests run: each request sees the directory as it was at one moment.
/// </summary>
internal sealed class ApiDirectory
{
    public const string Prefix = "/execute-api/";
    public const string UrlPrefix = "/lambda-url/";
    private static readonly SearchValues<char> InPaths = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_/");
    private readonly Lock writing = new();
    private readonly DomainTable domains;
    private Listing listing;

    /// <param name="apis">The APIs, each at each of its stages.</param>
    /// <param name="domains">The custom domains that lead to them.</param>
    public ApiDirectory(IReadOnlyList<DeployedApi> apis, IEnumerable<CustomDomain>? domains = null)
    {
        listing = Listing.Of([.. apis]);
        this.domains = new DomainTable(domains ?? []);
    }

    public IReadOnlyList<DeployedApi> All => Volatile.Read(ref listing).All;

    /// <summary>Adds an API, or puts it in the place of the one with the same id, whatever stages that has.</summary>
    public void Put(DeployedApi api)
    {
        lock (writing)
        {
            var all = listing.All;
            var at = all.FindIndex(HasId(api.Api.ApiId));
            var others = all.RemoveAll(HasId(api.Api.ApiId));
            Volatile.Write(ref listing, Listing.Of(at < 0 ? others.Add(api) : others.Insert(at, api)));
        }
    }

    /// <summary>False when there is no API of this id.</summary>
    public bool Remove(string apiId)
    {
        lock (writing)
        {
            var all = listing.All;
            var others = all.RemoveAll(HasId(apiId));
            Volatile.Write(ref listing, Listing.Of(others));
            return others.Count < all.Count;
        }
    }

    /// <summary>Whether a host name is a custom domain's.</summary>
    public bool IsDomain(string host) => domains.TryFind(host, out _);

    /// <summary>False when the request is for no API at all; an address without an API when it names one that is not there.</summary>
    public bool TryAddress(string host, string target, out ApiAddress address)
    {
        var path = target.AsSpan();
        if (path.IndexOf('?') is var query and >= 0)
        {
            path = path[..query];
        }

        if (domains.TryFind(host, out var domain))
        {
            address = Mapped(domain, host, path);
            return true;
        }

        var label = host.AsSpan();
        var dot = Math.Max(label.IndexOf('.'), 0);
        if (label[dot..].StartsWith(".execute-api.", StringComparison.OrdinalIgnoreCase))
        {
            address = AtOwnHost(label[..dot], path);
            return true;
        }

        if (label[dot..].StartsWith(".lambda-url.", StringComparison.OrdinalIgnoreCase))
        {
            address = AtUrl(UrlNamed(label[..dot]), path);
            return true;
        }

        if (path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            address = InPath(path[Prefix.Length..]);
            return true;
        }

        if (path.StartsWith(UrlPrefix, StringComparison.Ordinal))
        {
            address = UrlInPath(path[UrlPrefix.Length..]);
            return true;
        }

        address = default;
        return false;
    }

    /// <summary>The path by which people call an API: by logical id, after its stack's name where several have it; by its id where no name can stand in a path.</summary>
    public string PathOf(DeployedApi api)
    {
        string[] names = [.. api.OtherNames, api.Api.LogicalId];
        return names.Concat(names.Select(name => $"{api.StackName}/{name}"))
            .Where(static name => !name.AsSpan().ContainsAnyExcept(InPaths))
            .Select(name => $"{api.Prefix}{name}{api.StagePath}")
            .FirstOrDefault(path => TryAddress("", $"{path}/", out var address) && address.Api?.Api is { } found
                && found.ApiId == api.Api.ApiId && found.StageName == api.Api.StageName)
            ?? $"{api.Prefix}{api.Api.ApiId}{api.StagePath}";
    }

    private ApiAddress InPath(ReadOnlySpan<char> path)
    {
        var end = EndOf(path);
        var name = path[..end];
        if (domains.TryFind(name, out var domain))
        {
            return Mapped(domain, name, path[end..]);
        }

        if (!Find(name).IsEmpty)
        {
            return AtOwnHost(name, path[end..]);
        }

        if (Volatile.Read(ref listing).Ambiguities.TryGetValue(name.ToString(), out var which))
        {
            return new ApiAddress(null, path[end..].ToString(), HasStage: false) { Ambiguity = which };
        }

        var both = end < path.Length ? end + 1 + EndOf(path[(end + 1)..]) : end;
        return Find(path[..both]).IsEmpty ? AtOwnHost(name, path[end..]) : AtOwnHost(path[..both], path[both..]);
    }

    private ApiAddress UrlInPath(ReadOnlySpan<char> path)
    {
        var end = EndOf(path);
        if (UrlNamed(path[..end]) is { } url)
        {
            return AtUrl(url, path[end..]);
        }

        if (Volatile.Read(ref listing).Ambiguities.TryGetValue($"{UrlPrefix}{path[..end]}", out var which))
        {
            return AtUrl(null, path[end..]) with { Ambiguity = which };
        }

        var both = end < path.Length ? end + 1 + EndOf(path[(end + 1)..]) : end;
        return UrlNamed(path[..both]) is { } ofStack ? AtUrl(ofStack, path[both..]) : AtUrl(null, path[end..]);
    }

    private static ApiAddress AtUrl(DeployedApi? url, ReadOnlySpan<char> path) =>
        new(url, path.IsEmpty ? "/" : path.ToString()) { Absent = FunctionUrlAnswers.Instance };

    private DeployedApi? UrlNamed(ReadOnlySpan<char> name) =>
        Volatile.Read(ref listing).UrlsByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var url) ? url : null;

    private static int EndOf(ReadOnlySpan<char> segment) => segment.IndexOf('/') is var end and >= 0 ? end : segment.Length;

    private ApiAddress AtOwnHost(ReadOnlySpan<char> name, ReadOnlySpan<char> path)
    {
        var address = AtStage(Find(name), path);
        return address.Named?.Api.DisableExecuteApiEndpoint == true ? address with { HasStage = false } : address;
    }

    /// <summary>The first segment is the stage, unless there is none of that name and the API has a stage that is no segment.</summary>
    private static ApiAddress AtStage(ImmutableArray<DeployedApi> stages, ReadOnlySpan<char> path)
    {
        var afterSlash = path.IsEmpty ? path : path[1..];
        var end = afterSlash.IndexOf('/');
        var name = end < 0 ? afterSlash : afterSlash[..end];
        DeployedApi? atRoot = null;
        foreach (var api in stages)
        {
            if (!api.HasStageSegment)
            {
                atRoot = api;
            }
            else if (name.SequenceEqual(api.Api.StageName))
            {
                return new ApiAddress(api, end < 0 ? "/" : afterSlash[end..].ToString(), api.Api.IsDeployed);
            }
        }

        return atRoot is not null
            ? new ApiAddress(atRoot, path.IsEmpty ? "/" : path.ToString(), atRoot.Api.IsDeployed)
            : new ApiAddress(stages.IsEmpty ? null : stages[0], end < 0 ? "/" : afterSlash[end..].ToString(), HasStage: false);
    }

    private ApiAddress Mapped(CustomDomain domain, ReadOnlySpan<char> name, ReadOnlySpan<char> path)
    {
        var address = Below(domain, path);
        return address with { Domain = domain, DomainName = name.ToString().ToLowerInvariant() };
    }

    private ApiAddress Below(CustomDomain domain, ReadOnlySpan<char> path)
    {
        if (domains.MappingOf(domain, path, out var length) is not { } mapping)
        {
            return new ApiAddress(null, path.ToString(), HasStage: false);
        }

        var basePath = path[..length];
        var below = path[length..];
        var stages = Find(mapping.ApiId);
        if (mapping.StageName is null)
        {
            var address = AtStage(stages, below);
            return address with { BasePath = $"{basePath}{address.Api?.StagePath}" };
        }

        var api = stages.FirstOrDefault(api => api.Api.StageName == mapping.StageName);
        return new ApiAddress(api, below.IsEmpty ? "/" : below.ToString(), api?.Api.IsDeployed == true) { BasePath = basePath.ToString() };
    }

    private ImmutableArray<DeployedApi> Find(ReadOnlySpan<char> name) =>
        Volatile.Read(ref listing).ByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var stages) ? stages : [];

    private static Predicate<DeployedApi> HasId(string apiId) => api => api.Api.ApiId.Equals(apiId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The APIs at one moment, and the stages of each. Never changed once it can be seen.</summary>
    private sealed record Listing(
        ImmutableList<DeployedApi> All, Dictionary<string, ImmutableArray<DeployedApi>> ByName, Dictionary<string, DeployedApi> UrlsByName, Dictionary<string, string> Ambiguities)
    {
        /// <summary>An id is worth more than a logical id, and of two logical ids of a stack the first. One that several stacks have is nobody's.</summary>
        public static Listing Of(ImmutableList<DeployedApi> all)
        {
            var byName = new Dictionary<string, ImmutableArray<DeployedApi>>(StringComparer.OrdinalIgnoreCase);
            var byId = all.Where(static api => api.Prefix == Prefix)
                .GroupBy(static api => api.Api.ApiId, StringComparer.OrdinalIgnoreCase).Select(static stages => stages.ToImmutableArray()).ToList();
            foreach (var stages in byId)
            {
                byName[stages[0].Api.ApiId] = stages;
            }

            var ambiguities = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var same in byId.GroupBy(static stages => stages[0].Api.LogicalId, StringComparer.OrdinalIgnoreCase))
            {
                var stacks = same.DistinctBy(static stages => stages[0].StackId).ToList();
                foreach (var stages in stacks)
                {
                    byName.TryAdd($"{stages[0].StackName}/{stages[0].Api.LogicalId}", stages);
                }

                if (stacks.Count == 1)
                {
                    byName.TryAdd(same.Key, stacks[0]);
                }
                else if (!byName.ContainsKey(same.Key))
                {
                    ambiguities[same.Key] = string.Join(" or ", stacks.Select(static stages => $"{Prefix}{stages[0].StackName}/{stages[0].Api.LogicalId}"));
                }
            }

            return new Listing(all, byName, UrlsOf([.. all.Where(static api => api.Prefix == UrlPrefix)], ambiguities), ambiguities);
        }

        private static Dictionary<string, DeployedApi> UrlsOf(List<DeployedApi> urls, Dictionary<string, string> ambiguities)
        {
            var byName = new Dictionary<string, DeployedApi>(StringComparer.OrdinalIgnoreCase);
            urls.ForEach(url => byName[url.Api.ApiId] = url);
            foreach (var same in urls.SelectMany(static url => url.OtherNames.Select(name => (name, url))).GroupBy(static one => one.name, StringComparer.OrdinalIgnoreCase))
            {
                var stacks = same.Select(static one => one.url).DistinctBy(static url => url.StackId).ToList();
                stacks.ForEach(url => byName.TryAdd($"{url.StackName}/{same.Key}", url));
                if (stacks.Count == 1)
                {
                    byName.TryAdd(same.Key, stacks[0]);
                }
                else
                {
                    ambiguities[$"{UrlPrefix}{same.Key}"] = string.Join(" or ", stacks.Select(url => $"{UrlPrefix}{url.StackName}/{same.Key}"));
                }
            }

            return byName;
        }
    }
}
