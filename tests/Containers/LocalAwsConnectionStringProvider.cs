using DotNet.Testcontainers.Configurations;

namespace Testcontainers.LocalAws;

/// <summary>The endpoint: from this machine by the mapped port, from containers of the same network by an alias.</summary>
internal sealed class LocalAwsConnectionStringProvider : ContainerConnectionStringProvider<LocalAwsContainer, LocalAwsConfiguration>
{
    protected override string GetHostConnectionString() => Container.GetEndpointUrl().AbsoluteUri;

    protected override string GetContainerConnectionString() =>
        new UriBuilder(Uri.UriSchemeHttp, Configuration.NetworkAliases?.FirstOrDefault() ?? Container.IpAddress, LocalAwsBuilder.LocalAwsPort).Uri.AbsoluteUri;
}
