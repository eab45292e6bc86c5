using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Images;

namespace Testcontainers.LocalAws;

/// <summary>Builds a container with LocalAws.</summary>
/// <example>
/// <code>
/// await using var aws = new LocalAwsBuilder().WithTemplate("template.yaml").WithFunctions("functions").Build();
/// await aws.StartAsync();
/// var orders = aws.GetApiUrl("OrdersApi", "prod");
/// </code>
/// </example>
public sealed class LocalAwsBuilder : ContainerBuilder<LocalAwsBuilder, LocalAwsContainer, LocalAwsConfiguration>
{
    /// <summary>What <c>docker build --tag localaws .</c> makes.</summary>
    public const string LocalAwsImage = "localaws:latest";

    /// <summary>The port inside the container.</summary>
    public const ushort LocalAwsPort = 4566;

    internal const string StackFolder = "/stack";
    internal const string FunctionsFolder = "/functions";
    internal const string StateFolder = "/data";

    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>From the image <see cref="LocalAwsImage"/>.</summary>
    public LocalAwsBuilder()
        : this(LocalAwsImage)
    {
    }

    /// <summary>From an image by its name.</summary>
    /// <param name="image">Such as <c>localaws:0.1.0</c>.</param>
    public LocalAwsBuilder(string image)
        : this(new DockerImage(image))
    {
    }

    /// <summary>From an image.</summary>
    /// <param name="image">The image.</param>
    public LocalAwsBuilder(IImage image)
        : this(new LocalAwsConfiguration()) => DockerResourceConfiguration = Init().WithImage(image).DockerResourceConfiguration;

    private LocalAwsBuilder(LocalAwsConfiguration configuration)
        : base(configuration) => DockerResourceConfiguration = configuration;

    /// <inheritdoc/>
    protected override LocalAwsConfiguration DockerResourceConfiguration { get; }

    /// <summary>The template whose APIs and functions run.</summary>
    /// <param name="path">Its file on this machine; it is copied.</param>
    public LocalAwsBuilder WithTemplate(string path) => WithTemplate(path, accountId: null);

    /// <summary>A template of an account: without one the template that runs, with one only its users and roles exist.</summary>
    /// <param name="path">Its file on this machine; it is copied.</param>
    /// <param name="accountId">Twelve digits, or null for the stack's own.</param>
    public LocalAwsBuilder WithTemplate(string path, string? accountId)
    {
        var inside = $"{StackFolder}/{Path.GetFileName(path)}";
        return WithResourceMapping(new FileInfo(path), new FileInfo(inside)).WithCommand("--template", accountId is null ? inside : $"{inside}@{accountId}");
    }

    /// <summary>A parameter of the template.</summary>
    public LocalAwsBuilder WithParameter(string name, string value) => WithCommand("--parameter", $"{name}={value}");

    /// <summary>A function's published files, which are copied: with its own runtime, compiled ahead, or any program named <c>bootstrap</c>.</summary>
    /// <param name="name">The function's logical id in the template, or its handler.</param>
    /// <param name="folder">The folder on this machine.</param>
    public LocalAwsBuilder WithFunction(string name, string folder) =>
        WithResourceMapping(new DirectoryInfo(folder), $"{FunctionsFolder}/{name}", fileMode: Unix.FileMode755);

    /// <summary>The published files of all functions, as <c>localaws publish</c> makes them. The folder is mounted: the engine must be on this machine.</summary>
    /// <param name="folder">The folder on this machine, with a folder for each function in it.</param>
    public LocalAwsBuilder WithFunctions(string folder) => WithBindMount(Path.GetFullPath(folder), FunctionsFolder, AccessMode.ReadOnly);

    /// <summary>
    /// A fixed port on this machine, which LocalAws then calls itself by: in the issuer of its tokens, in links and in its profiles. Without it the port is a
    /// free one that LocalAws does not know, which matters only to who reads those.
    /// </summary>
    /// <param name="port">The port.</param>
    public LocalAwsBuilder WithHostPort(ushort port) => WithPortBinding(port, LocalAwsPort).WithEndpointUrl(new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri);

    /// <summary>The address that LocalAws calls itself by, such as <c>http://aws:4566</c> for containers that share a network with it.</summary>
    public LocalAwsBuilder WithEndpointUrl(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return WithCommand("--endpoint-url", url.AbsoluteUri);
    }

    /// <summary>Shows every decision in the log, also those that let a request pass.</summary>
    public LocalAwsBuilder WithEveryDecisionLogged() => WithCommand("--verbose");

    /// <inheritdoc/>
    public override LocalAwsContainer Build()
    {
        Validate();
        var log = new StartLog();
        var consumed = DockerResourceConfiguration.OutputConsumer.Enabled ? this : WithOutputConsumer(log);
        return new LocalAwsContainer(consumed.DockerResourceConfiguration, log);
    }

    /// <inheritdoc/>
    protected override LocalAwsBuilder Init() => base.Init()
        .WithPortBinding(LocalAwsPort, assignRandomHostPort: true)
        .WithConnectionStringProvider(new LocalAwsConnectionStringProvider())

        // Whatever becomes of the tests, nothing is left: LocalAws ends when nobody holds its lease, and the engine then removes the container.
        .WithCommand("--leased")
        .WithAutoRemove(true)
        .WithWaitStrategy(Wait.ForUnixContainer().UntilHttpRequestIsSucceeded(
            static request => request.ForPath("/_localaws/health").ForPort(LocalAwsPort),
            static wait => wait.WithInterval(AskEvery)));

    /// <inheritdoc/>
    protected override LocalAwsBuilder Clone(IResourceConfiguration<CreateContainerParameters> resourceConfiguration) =>
        Merge(DockerResourceConfiguration, new LocalAwsConfiguration(resourceConfiguration));

    /// <inheritdoc/>
    protected override LocalAwsBuilder Clone(IContainerConfiguration resourceConfiguration) => Merge(DockerResourceConfiguration, new LocalAwsConfiguration(resourceConfiguration));

    /// <inheritdoc/>
    protected override LocalAwsBuilder Merge(LocalAwsConfiguration oldValue, LocalAwsConfiguration newValue) => new(new LocalAwsConfiguration(oldValue, newValue));
}
