using System.Collections.Immutable;

namespace Emulation.ServiceReference;

/// <summary>A type of resource.</summary>
/// <param name="Name">Such as <c>queue</c>.</param>
/// <param name="Formats">The forms of its ARNs, most often one.</param>
/// <param name="Keys">The condition keys that are known of a resource.</param>
internal sealed record ArnType(string Name, ImmutableArray<ArnFormat> Formats, ImmutableArray<ServiceKey> Keys)
{
    /// <summary>How much the form says that an ARN has; 0 when it has none of the type.</summary>
    public int Matches(string arn)
    {
        var most = 0;
        foreach (var format in Formats)
        {
            most = Math.Max(most, format.Matches(arn));
        }

        return most;
    }
}
