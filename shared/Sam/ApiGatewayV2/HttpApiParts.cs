using System.Collections.Immutable;
using Sam.Resources;

namespace Sam.ApiGatewayV2;

/// <summary>The resources of which APIs of <c>AWS::ApiGatewayV2</c> are made, by type and by the API that each belongs to.</summary>
internal sealed class HttpApiParts
{
    private readonly ILookup<(string Type, string Api), Resource> byApi;
    private readonly Dictionary<(string Type, string Id), Resource> byId;

    public HttpApiParts(ImmutableArray<Resource> resources)
    {
        var parts = resources
            .Where(static resource => resource.TypeName.StartsWith("AWS::ApiGatewayV2::", StringComparison.Ordinal) && resource.TypeName != "AWS::ApiGatewayV2::Api")
            .Select(static resource => (Resource: resource, Api: resource.Values["ApiId"] is null ? null : resource.Values.Text("ApiId")))
            .Where(static part => part.Api is not null).ToList();
        byApi = parts.ToLookup(static part => (part.Resource.TypeName, part.Api!), static part => part.Resource);
        byId = parts.GroupBy(static part => (part.Resource.TypeName, Id(part.Resource))).ToDictionary(static group => group.Key, static group => group.First().Resource);
    }

    /// <summary>The parts of a kind, in the template's order.</summary>
    /// <param name="kind">The type's last name, such as <c>Route</c>.</param>
    /// <param name="apiId">The API's id.</param>
    public IEnumerable<Resource> Of(string kind, string apiId) => byApi[($"AWS::ApiGatewayV2::{kind}", apiId)];

    /// <summary>The part of an API by its id; null when the API has none such.</summary>
    public Resource? Find(string kind, string id, string apiId) =>
        byId.TryGetValue(($"AWS::ApiGatewayV2::{kind}", id), out var part) && part.Values.Text("ApiId") == apiId ? part : null;

    /// <summary>The parts of a kind of APIs that are none of these.</summary>
    public IEnumerable<Resource> Elsewhere(string kind, IReadOnlySet<string> apiIds) =>
        byApi.Where(group => group.Key.Type == $"AWS::ApiGatewayV2::{kind}" && !apiIds.Contains(group.Key.Api)).SelectMany(static group => group);

    /// <summary>What other resources refer to a part by.</summary>
    public static string Id(Resource resource) => resource.Declaration.Type!.Ref(resource.Physical);
}
