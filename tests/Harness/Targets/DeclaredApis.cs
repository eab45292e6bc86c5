using System.Collections.Concurrent;
using Emulation;
using Emulation.Gateway.Apis;

namespace Harness.Targets;

/// <summary>The APIs of a template with their routes, for a stack that runs elsewhere.</summary>
internal sealed class DeclaredApis
{
    private readonly Lazy<DeclaredParts?> declared;
    private readonly ConcurrentDictionary<string, DeployedApi?> apis = new(StringComparer.Ordinal);

    /// <summary>The template is read when somebody asks; one that is not there, or that LocalAws cannot load, tells nothing.</summary>
    public DeclaredApis(string? template, string region) => declared = new(() => Load(template, region));

    /// <summary>Null when there is no template, or no such API in it.</summary>
    public DeployedApi? Find(string api) => apis.GetOrAdd(api, id => declared.Value?.FindApi(id));

    private static DeclaredParts? Load(string? template, string region)
    {
        try
        {
            return template is null
                ? null
                : new DeclaredParts(LoadedStacks.Load(new EmulatorOptions { Templates = [TemplateSource.Parse(SourceFolder.Template(template))], Region = region }));
        }
        catch (Exception e) when (e is FileNotFoundException or TemplateException or UsageException)
        {
            return null;
        }
    }
}
