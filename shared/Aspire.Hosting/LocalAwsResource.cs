namespace Aspire.Hosting.ApplicationModel;

/// <summary>A LocalAws in an AppHost: a process that serves the APIs and functions of templates, and lets in whom they let in.</summary>
/// <param name="name">Its name among the resources.</param>
/// <param name="command">The program that runs it.</param>
/// <param name="template">The first template: a file, or a folder with one.</param>
public sealed class LocalAwsResource(string name, string command, string template) : ExecutableResource(name, command, FolderOf(template))
{
    internal const string EndpointName = "http";

    /// <summary>The one address, for AWS's services and for the APIs.</summary>
    public EndpointReference Endpoint => field ??= new EndpointReference(this, EndpointName);

    /// <summary>The first template: a file, or a folder with one.</summary>
    public string Template => template;

    /// <summary>The folder of its state: data, keys, AWS profiles, functions' logs. Unless another is given, <c>.localaws</c> beside the first template.</summary>
    public string DataFolder { get; internal set; } = Path.Combine(FolderOf(template), ".localaws");

    /// <summary>The URL of an API's stage, for <c>WithEnvironment</c>. It is known once LocalAws is up.</summary>
    /// <param name="api">The API's logical id in the template.</param>
    public LocalAwsApiUrl GetApiUrl(string api) => new(this, api);

    private static string FolderOf(string template) => Directory.Exists(template) ? template : Path.GetDirectoryName(template)!;
}
