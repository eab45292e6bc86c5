using Docker.DotNet.Models;
using DotNet.Testcontainers.Configurations;

namespace Testcontainers.LocalAws;

/// <inheritdoc cref="ContainerConfiguration" />
public sealed class LocalAwsConfiguration : ContainerConfiguration
{
    /// <summary>Makes one with nothing set.</summary>
    public LocalAwsConfiguration()
    {
    }

    /// <summary>Takes what every resource has.</summary>
    public LocalAwsConfiguration(IResourceConfiguration<CreateContainerParameters> resourceConfiguration)
        : base(resourceConfiguration)
    {
    }

    /// <summary>Takes what every container has.</summary>
    public LocalAwsConfiguration(IContainerConfiguration resourceConfiguration)
        : base(resourceConfiguration)
    {
    }

    /// <summary>Merges two, of which the new one counts.</summary>
    public LocalAwsConfiguration(LocalAwsConfiguration oldValue, LocalAwsConfiguration newValue)
        : base(oldValue, newValue)
    {
    }
}
