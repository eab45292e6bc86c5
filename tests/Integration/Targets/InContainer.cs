using DotNet.Testcontainers.Builders;
using Harness.Targets;
using Testcontainers.LocalAws;

namespace Integration.Targets;

/// <summary>A LocalAws in a container, of the image that <c>docker build</c> made before.</summary>
internal static class InContainer
{
    public static async Task<TestTarget> StartAsync(CancellationToken cancellation)
    {
        var template = Path.Combine(StackFixture.Root, "template.yaml");
        await PublishedFunctions.MakeAsync(template);
        LocalAwsContainer container;
        try
        {
            container = new LocalAwsBuilder(Environment.GetEnvironmentVariable("LOCALAWS_IMAGE") is { Length: > 0 } image ? image : LocalAwsBuilder.LocalAwsImage)
                .WithTemplate(template)
                .WithTemplate(Path.Combine(StackFixture.Root, "docs", "samples", "partner.yaml"), StackFixture.PartnerAccount)
                .WithFunctions(PublishedFunctions.Folder)
                .WithHostPort(FreePort.Find())
                .WithEveryDecisionLogged()
                .WithEnvironment("LOCALAWS_EXCHANGES", Environment.GetEnvironmentVariable("LOCALAWS_EXCHANGES") ?? "")
                .Build();
            await container.StartAsync(cancellation);
        }
        catch (DockerUnavailableException)
        {
            return new TestTarget(TargetKind.Container, null, "there is no Docker engine: start one, or name it with DOCKER_HOST");
        }

        var profiles = Directory.CreateTempSubdirectory("localaws-profiles-").FullName;
        await container.WriteProfilesAsync(profiles, cancellation);
        var stack = RemoteLocalAws.At(new RemoteLocalAwsOptions
        {
            EndpointUrl = container.GetEndpointUrl(),
            Template = template,
            FurtherTemplates = [StackFixture.PartnerTemplate],
            SealingKey = await container.GetSealingKeyAsync(cancellation),
            SessionKey = await container.GetSessionKeyAsync(cancellation),
            ProfileFolder = profiles,
            Owner = new Ending(container, profiles),
        });
        return new TestTarget(TargetKind.Container, stack, null, stop => LogAsync(container, stop));
    }

    private static async Task<IReadOnlyCollection<string>> LogAsync(LocalAwsContainer container, CancellationToken cancellation)
    {
        var (output, error) = await container.GetLogsAsync(timestampsEnabled: false, ct: cancellation);
        return [.. output.Split('\n'), .. error.Split('\n')];
    }

    /// <summary>Ends the container, and the folder with its profiles.</summary>
    private sealed class Ending(LocalAwsContainer container, string profiles) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await container.DisposeAsync();
            Directory.Delete(profiles, recursive: true);
        }
    }
}
