using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds a LocalAws to an AppHost, and says what it runs.</summary>
public static class LocalAwsBuilderExtensions
{
    /// <summary>
    /// Adds a LocalAws that serves a template. The tool <c>localaws</c> runs it where that is installed, and .NET fetches the package of this version elsewhere. Its traces go
    /// where the other resources' go. It is part of no deployment: there is AWS.
    /// </summary>
    /// <param name="builder">The AppHost.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="template">The template, SAM or CloudFormation: a file, or a folder with one; below the AppHost's folder unless it is rooted.</param>
    /// <param name="port">The TCP port for clients; a free one unless given.</param>
    /// <exception cref="DistributedApplicationException">There is no such file or folder.</exception>
    public static IResourceBuilder<LocalAwsResource> AddLocalAws(this IDistributedApplicationBuilder builder, [ResourceName] string name, string template, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(template);
        var path = Path.GetFullPath(template, builder.AppHostDirectory);
        if (!Path.Exists(path))
        {
            throw new DistributedApplicationException(
                $"AddLocalAws(\"{name}\", \"{template}\"): there is no {path}. Name a template, or a folder with one, as seen from {builder.AppHostDirectory}.");
        }

        var tool = builder.Configuration["LocalAws:Tool"] is { Length: > 0 } given
            ? LocalAwsTool.At(given) : LocalAwsTool.Find(Environment.GetEnvironmentVariable("PATH"), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        var resource = new LocalAwsResource(name, tool.Program, path);
        var view = new DashboardView(resource);
        return builder.AddResource(resource)
            .ExcludeFromManifest()
            .WithIconName("ShieldKeyhole")
            .WithHttpEndpoint(port: port, name: LocalAwsResource.EndpointName)
            .WithHttpHealthCheck("/_localaws/health")
            .WithUrls(static urls => NameUrls(urls))
            .WithOtlpExporter()
            .WithArgs(context =>
            {
                var before = resource.Annotations.OfType<ToolAnnotation>().LastOrDefault()?.Tool ?? tool;
                foreach (var argument in before.Arguments)
                {
                    context.Args.Add(argument);
                }

                Add(context, "up", "--template", path, "--data", resource.DataFolder);
                Add(context, "--port", resource.Endpoint.Property(EndpointProperty.TargetPort), "--endpoint-url", resource.Endpoint.Property(EndpointProperty.Url));
            })
            .OnBeforeResourceStarted((_, _, _) => view.StartingAsync())
            .OnResourceReady((_, ready, cancellation) => view.ReadyAsync(ready.Services, cancellation))
            .OnResourceStopped((_, stopped, _) => view.StoppedAsync(stopped.Services));
    }

    /// <summary>Serves another template too. Each is a stack of its own, named after its folder or file.</summary>
    /// <param name="builder">The LocalAws.</param>
    /// <param name="template">A file or folder; <c>NAME=</c> before it names the stack, <c>@ACCOUNT</c> after it says whose it is.</param>
    public static IResourceBuilder<LocalAwsResource> WithTemplate(this IResourceBuilder<LocalAwsResource> builder, string template)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(template);
        var (before, after) = (template.IndexOf('=') + 1, template.LastIndexOf('@') is var at and >= 0 ? at : template.Length);
        return builder.WithArgs(
            "--template", $"{template.AsSpan(0, before)}{Path.GetFullPath(template[before..after], builder.ApplicationBuilder.AppHostDirectory)}{template.AsSpan(after)}");
    }

    /// <summary>Gives a parameter of the templates a value.</summary>
    /// <param name="builder">The LocalAws.</param>
    /// <param name="name">The parameter; <c>stack/Name</c> of one stack alone, <c>/name</c> of Systems Manager, <c>secretsmanager:ID</c> of a secret.</param>
    /// <param name="value">The value.</param>
    public static IResourceBuilder<LocalAwsResource> WithParameter(this IResourceBuilder<LocalAwsResource> builder, string name, string value) =>
        builder.WithArgs("--parameter", $"{name}={value}");

    /// <summary>Gives a parameter of the templates the value of one of the AppHost's.</summary>
    /// <param name="builder">The LocalAws.</param>
    /// <param name="name">The parameter, as with a plain value.</param>
    /// <param name="value">The AppHost's parameter.</param>
    public static IResourceBuilder<LocalAwsResource> WithParameter(this IResourceBuilder<LocalAwsResource> builder, string name, IResourceBuilder<ParameterResource> value) =>
        builder.WithArgs("--parameter", ReferenceExpression.Create($"{name}={value}"));

    /// <summary>The AWS region of the stacks.</summary>
    /// <param name="builder">The LocalAws.</param>
    /// <param name="region">Such as <c>eu-central-1</c>.</param>
    public static IResourceBuilder<LocalAwsResource> WithRegion(this IResourceBuilder<LocalAwsResource> builder, string region) => builder.WithArgs("--region", region);

    /// <summary>The organisation's service and resource control policies.</summary>
    /// <param name="builder">The LocalAws.</param>
    /// <param name="file">The JSON file.</param>
    public static IResourceBuilder<LocalAwsResource> WithOrganization(this IResourceBuilder<LocalAwsResource> builder, string file)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithArgs("--organization", Path.GetFullPath(file, builder.ApplicationBuilder.AppHostDirectory));
    }

    /// <summary>Puts IAM in front of a server that is another resource, and waits for it.</summary>
    /// <param name="builder">The LocalAws.</param>
    /// <param name="service">The AWS service that it serves: <c>dynamodb</c>.</param>
    /// <param name="server">Its endpoint.</param>
    public static IResourceBuilder<LocalAwsResource> WithUpstream(this IResourceBuilder<LocalAwsResource> builder, string service, EndpointReference server)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(server);
        return builder.WithArgs("--upstream", ReferenceExpression.Create($"{service}={server}"))
            .WithAnnotation(new WaitAnnotation(server.Resource, WaitType.WaitUntilHealthy))
            .WithReferenceRelationship(server.Resource);
    }

    /// <summary>Keeps the state elsewhere than in <c>.localaws</c> beside the first template.</summary>
    /// <param name="builder">The LocalAws.</param>
    /// <param name="folder">The folder; it is made when it is not there.</param>
    public static IResourceBuilder<LocalAwsResource> WithDataFolder(this IResourceBuilder<LocalAwsResource> builder, string folder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Resource.DataFolder = Path.GetFullPath(folder, builder.ApplicationBuilder.AppHostDirectory);
        return builder;
    }

    /// <summary>Runs this LocalAws in place of the one that is installed; the setting <c>LocalAws:Tool</c> says the same for all.</summary>
    /// <param name="builder">The LocalAws.</param>
    /// <param name="path">An executable, or the assembly <c>LocalAws.dll</c>.</param>
    public static IResourceBuilder<LocalAwsResource> WithTool(this IResourceBuilder<LocalAwsResource> builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var tool = LocalAwsTool.At(Path.GetFullPath(path, builder.ApplicationBuilder.AppHostDirectory));
        return builder.WithAnnotation(new ToolAnnotation(tool), ResourceAnnotationMutationBehavior.Replace).WithCommand(tool.Program);
    }

    /// <summary>The pages for people beside the address for programs.</summary>
    private static void NameUrls(ResourceUrlsCallbackContext urls)
    {
        if (urls.Urls.FirstOrDefault(static url => url.Endpoint?.EndpointName == LocalAwsResource.EndpointName) is { } address)
        {
            address.DisplayText = "LocalAws";
            foreach (var (page, text) in ((string, string)[])[("decisions", "Decisions"), ("outbox", "Outbox")])
            {
                var url = $"{address.Url.TrimEnd('/')}/_localaws/{page}";
                urls.Urls.Add(new ResourceUrlAnnotation { Url = url, DisplayText = text, DisplayLocation = UrlDisplayLocation.DetailsOnly });
            }
        }
    }

    private static void Add(CommandLineArgsCallbackContext context, params object[] arguments)
    {
        foreach (var argument in arguments)
        {
            context.Args.Add(argument);
        }
    }

    private sealed record ToolAnnotation(LocalAwsTool Tool) : IResourceAnnotation;
}
