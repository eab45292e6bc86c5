using System.Collections.Immutable;
using Sam.Resources;

namespace Sam.RestApis;

/// <summary>The resources of which REST APIs are made, by type and by the API that each belongs to.</summary>
internal sealed class RestApiParts
{
    private readonly ILookup<(string Type, string Api), Resource> byApi;

    public RestApiParts(ImmutableArray<Resource> resources) => byApi = resources
        .Where(static resource => resource.TypeName.StartsWith("AWS::ApiGateway::", StringComparison.Ordinal) && resource.TypeName != "AWS::ApiGateway::RestApi")
        .Select(static resource => (Resource: resource, Api: resource.Values["RestApiId"] is null ? null : resource.Values.Text("RestApiId")))
        .Where(static part => part.Api is not null)
        .ToLookup(static part => (part.Resource.TypeName, part.Api!), static part => part.Resource);

    /// <summary>The parts of a kind, in the template's order.</summary>
    /// <param name="kind">The type's last name, such as <c>Method</c>.</param>
    /// <param name="apiId">The API's id.</param>
    public IEnumerable<Resource> Of(string kind, string apiId) => byApi[($"AWS::ApiGateway::{kind}", apiId)];

    /// <summary>The parts of a kind of APIs that are none of these.</summary>
    public IEnumerable<Resource> Elsewhere(string kind, IReadOnlySet<string> apiIds) =>
        byApi.Where(group => group.Key.Type == $"AWS::ApiGateway::{kind}" && !apiIds.Contains(group.Key.Api)).SelectMany(static group => group);

    /// <summary>What other resources refer to a part by.</summary>
    public static string Id(Resource resource) => resource.Declaration.Type!.Ref(resource.Physical);
}
