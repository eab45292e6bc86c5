using System.Collections.Immutable;
using Iam;
using Sam.Catalogue;

namespace Sam.Resources;

/// <summary>Finds what has a policy that is not read, of services that are not done here: see <see cref="ClosedTypes"/>.</summary>
internal static class GuardedResources
{
    /// <summary>Members by which a policy that is a resource of its own says what it is about.</summary>
    private static readonly string[] Arns = ["ResourceArn", "ClusterArn", "TableBucketARN", "TableARN", "VectorBucketArn", "FileSystemId", "AccessPointArn"];

    public static ImmutableArray<GuardedResource> Of(ImmutableArray<Resource> resources, ImmutableArray<Closure> closures)
    {
        var byResource = closures.ToLookup(static closure => closure.Resource, StringComparer.Ordinal);
        return
        [
            .. resources.SelectMany(resource => byResource[resource.LogicalId]
                .Where(closure => ClosedTypes.Guards(resource.TypeName, closure.Property))
                .Select(closure => new GuardedResource(resource.TypeName, resource.Physical.Name, ArnIn(resource), closure))),
        ];
    }

    private static string? ArnIn(Resource resource) => Arns.Select(member => resource.Values.Told(member)).FirstOrDefault(static text => Arn.TryParse(text, out _));
}
