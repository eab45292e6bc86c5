using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.Tests;

/// <summary>An AppHost that is built and never run: its resources with what they would be started with.</summary>
internal static class AppHostModel
{
    public static string Root { get; } = FindRoot();

    public static string Template { get; } = Path.Combine(Root, "docs", "samples", "consumer", "template.yaml");

    public static IDistributedApplicationBuilder Create(params string[] args) =>
        DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = true, ProjectDirectory = Root });

    /// <summary>Gives a LocalAws the address that the orchestrator would give it.</summary>
    public static IResourceBuilder<LocalAwsResource> At(this IResourceBuilder<LocalAwsResource> aws, Uri address) => aws.WithEndpoint(
        "http", endpoint => endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, address.Host, address.Port, targetPortExpression: "4567"));

    /// <summary>The arguments of a resource, as its process would get them.</summary>
    public static async Task<List<string>> ArgumentsAsync(this IResourceBuilder<IResourceWithArgs> resource) =>
        [.. (await ConfigurationAsync(resource)).Arguments.Select(static argument => argument.Value)];

    /// <summary>The variables of a resource, likewise.</summary>
    /// <exception cref="DistributedApplicationException">What a callback threw.</exception>
    public static async Task<Dictionary<string, string>> VariablesAsync(this IResourceBuilder<IResourceWithEnvironment> resource) =>
        (await ConfigurationAsync(resource)).EnvironmentVariables.ToDictionary();

    private static async Task<IExecutionConfigurationResult> ConfigurationAsync(IResourceBuilder<IResource> resource)
    {
        var result = await ExecutionConfigurationBuilder.Create(resource.Resource).WithArgumentsConfig().WithEnvironmentVariablesConfig()
            .BuildAsync(resource.ApplicationBuilder.ExecutionContext, NullLogger.Instance, TestContext.Current.CancellationToken);
        return result.Exception is { } failure ? throw Innermost(failure) : result;
    }

    private static Exception Innermost(Exception failure) => failure is AggregateException { InnerExceptions: [var only] } ? Innermost(only) : failure;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "template.yaml")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
