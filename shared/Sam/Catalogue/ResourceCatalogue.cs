using System.Collections.Frozen;

namespace Sam.Catalogue;

/// <summary>
/// Every type of resource that a template may hold. A type that is missing here is an error in the template: add it to
/// the table of its service.
/// </summary>
internal static class ResourceCatalogue
{
    public static FrozenDictionary<string, ResourceType> Types { get; } =
        IamTypes.All.AddRange(LambdaTypes.All).AddRange(ApiTypes.All).AddRange(HttpApiTypes.All).AddRange(RestApiTypes.All)
            .AddRange(ApiGatewayV2Types.All).AddRange(DomainTypes.All)
            .AddRange(CognitoTypes.All).AddRange(IdentityPoolTypes.All).AddRange(DataTypes.All).AddRange(NestedTypes.All).AddRange(InertTypes.All)
            .ToFrozenDictionary(static type => type.Name, StringComparer.Ordinal);
}
