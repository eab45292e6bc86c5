using Docker.DotNet;
using DotNet.Testcontainers.Configurations;

[assembly: AssemblyFixture(typeof(Testcontainers.LocalAws.Tests.EngineFixture))]

namespace Testcontainers.LocalAws.Tests;

/// <summary>The Docker engine. Without one, tests are skipped and say so.</summary>
public sealed class EngineFixture : IDisposable
{
    private readonly Lazy<DockerClient> client = new(static () => TestcontainersSettings.OS.DockerEndpointAuthConfig!.GetDockerClientBuilder().Build());
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-containers-").FullName;

    /// <summary>The image that is tested.</summary>
    public static string Image => Environment.GetEnvironmentVariable("LOCALAWS_IMAGE") is { Length: > 0 } image ? image : LocalAwsBuilder.LocalAwsImage;

    /// <summary>The engine's API, to see what is left behind.</summary>
    public DockerClient Docker
    {
        get
        {
            Require();
            return client.Value;
        }
    }

    /// <summary>A small stack, whose function is never called.</summary>
    public static string Template { get; } = Path.Combine(AppContext.BaseDirectory, "template.yaml");

    /// <summary>A container with it.</summary>
    public LocalAwsBuilder Builder()
    {
        Require();
        return new LocalAwsBuilder(Image).WithTemplate(Template).WithFunction("Function", FunctionFolder());
    }

    /// <summary>Skips the test unless an engine answers.</summary>
    public static void Require() => Assert.SkipWhen(TestcontainersSettings.OS.DockerEndpointAuthConfig is null, "there is no Docker engine: start one, or name it with DOCKER_HOST");

    public void Dispose()
    {
        if (client.IsValueCreated)
        {
            client.Value.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The folder of its function.</summary>
    public string FunctionFolder()
    {
        File.WriteAllText(Path.Combine(folder, "bootstrap"), "#!/bin/false\n");
        return folder;
    }
}
