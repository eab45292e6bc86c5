using DotNet.Testcontainers.Builders;
using Harness.Targets;
using Testcontainers.LocalAws;
using Xunit.Sdk;

[assembly: AssemblyFixture(typeof(Notes.Tests.Stack))]

namespace Notes.Tests;

/// <summary>The stack that tests share. Where it runs is for <c>LOCALAWS_TARGET</c> to say: in this process, in a <c>container</c>, or on <c>aws</c>.</summary>
public sealed class Stack : IAsyncLifetime
{
    private IAwsTarget? aws;

    public IAwsTarget Aws
    {
        get
        {
            Assert.SkipWhen(aws is null, "there is no Docker engine: start one, or name it with DOCKER_HOST");
            return aws!;
        }
    }

    public async ValueTask InitializeAsync() => aws = Environment.GetEnvironmentVariable("LOCALAWS_TARGET") switch
    {
        "container" => await InContainerAsync(),
        "aws" => await DeployedStack.FindAsync(reason => SkipException.ForSkip(reason)),
        _ => await LocalAws.StartAsync("template.yaml"),
    };

    public async ValueTask DisposeAsync()
    {
        if (aws is not null)
        {
            await aws.DisposeAsync();
        }
    }

    private static async Task<IAwsTarget?> InContainerAsync()
    {
        var published = await PublishedStack.MakeAsync("template.yaml");
        try
        {
            var container = new LocalAwsBuilder().WithTemplate(published.Template).WithFunctions(published.Functions).Build();
            await container.StartAsync();
            return RemoteLocalAws.At(new RemoteLocalAwsOptions
            {
                EndpointUrl = container.GetEndpointUrl(),
                Template = published.Template,
                SealingKey = await container.GetSealingKeyAsync(),
                SessionKey = await container.GetSessionKeyAsync(),
                Owner = container,
            });
        }
        catch (DockerUnavailableException)
        {
            return null;
        }
    }
}
