using Emulation;

namespace Harness.Targets;

/// <summary>A template and its functions as a LocalAws in a container takes them: published with the .NET runtime, since the image has neither compiler nor runtime.</summary>
/// <param name="Template">The template's file: for <c>WithTemplate</c>.</param>
/// <param name="Functions">The folder with a folder for each function: for <c>WithFunctions</c>. It is <c>.localaws/published</c> beside the template.</param>
public sealed record PublishedStack(string Template, string Functions)
{
    /// <summary>Publishes the functions that changed, as <c>localaws publish</c> does.</summary>
    /// <param name="template">The template; a relative path starts in the folder of the tests or above.</param>
    /// <param name="runtime">The container's system, such as <c>linux-arm64</c>; null for Linux on this machine's processor.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FileNotFoundException">There is no such template.</exception>
    /// <exception cref="LocalAwsStartException">The template has errors, or a function does not build.</exception>
    public static async Task<PublishedStack> MakeAsync(string template = "template.yaml", string? runtime = null, CancellationToken cancellation = default)
    {
        var options = EngineSettings.Of(new LocalAwsOptions { Template = template });
        var stacks = LocalAwsStartException.Guard(() => LoadedStacks.Load(options));
        var system = runtime ?? FunctionWiring.LinuxOfThisMachine;
        var folder = Path.Combine(stacks.Folder, ".localaws", "published", system);
        await LocalAwsStartException.GuardAsync(() => FunctionWiring.PublishAsync(options, stacks, folder, system, static _ => { }, cancellation)).ConfigureAwait(false);
        return new PublishedStack(options.Templates[0].Path, folder);
    }
}
