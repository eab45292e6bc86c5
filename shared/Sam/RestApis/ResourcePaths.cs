using Sam.Catalogue;
using Sam.Resources;
using Sam.Serverless;

namespace Sam.RestApis;

/// <summary>The paths of an API's <c>AWS::ApiGateway::Resource</c>s. They name their parents, in any order.</summary>
internal sealed class ResourcePaths
{
    private readonly Dictionary<string, string?> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Resource> declared = new(StringComparer.Ordinal);
    private readonly Resource api;

    public ResourcePaths(Resource api, IEnumerable<Resource> resources)
    {
        this.api = api;
        known[RestApiTypes.RootId(api.Physical)] = "/";
        foreach (var resource in resources)
        {
            declared[RestApiParts.Id(resource)] = resource;
        }

        foreach (var id in declared.Keys)
        {
            Find(id);
        }
    }

    /// <summary>The path of a resource; null of one that is not the API's, or whose path cannot be told.</summary>
    public string? Of(string id) => known.GetValueOrDefault(id);

    /// <summary>What closes a resource, or one above it; null when they are open.</summary>
    public Closure? ClosedOf(string id)
    {
        // A path has as many parts at most as the API has resources: one that is under itself ends too.
        for (var i = 0; i < declared.Count && declared.TryGetValue(id, out var resource); i++)
        {
            if (resource.Values.ClosureOf() is { } closure)
            {
                return closure;
            }

            id = (resource.Values["ParentId"] as Documents.ScalarNode)?.Text ?? "";
        }

        return null;
    }

    /// <summary>Whether the API has the resource.</summary>
    public bool Has(string id) => known.ContainsKey(id);

    private string? Find(string id)
    {
        // From the resource up to one whose path is known, then down again: templates are as deep as their authors like.
        var way = new Stack<Resource>();
        while (!known.ContainsKey(id) && declared.TryGetValue(id, out var resource))
        {
            way.Push(resource);
            known[id] = null;
            id = resource.Values.Text("ParentId") ?? "";
        }

        var path = known.GetValueOrDefault(id);
        var isThere = known.ContainsKey(id);
        while (way.TryPop(out var resource))
        {
            if (!isThere && resource.Values["ParentId"] is Documents.ScalarNode)
            {
                resource.Values.Report(
                    "ParentId", $"The resource is not under the root of {api.LogicalId}.",
                    $"Write !GetAtt {api.LogicalId}.RootResourceId, or refer to another resource with !Ref.");
            }

            isThere = true;
            path = path is null || resource.Values.Text("PathPart") is not { } part ? null : $"{path.TrimEnd('/')}/{part}";
            if (path is not null)
            {
                RoutePath.IsValid(resource.Values, path, "PathPart");
            }

            known[RestApiParts.Id(resource)] = path;
        }

        return path;
    }
}
