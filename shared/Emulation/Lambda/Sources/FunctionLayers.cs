using System.Collections.Immutable;
using Sam;

namespace Emulation.Lambda.Sources;

/// <summary>The layers that templates declare, found by the ARNs by which functions of any of them name them.</summary>
internal sealed class FunctionLayers(params IReadOnlyList<Stack> stacks)
{
    // The Lambda Web Adapter is an extension: a process beside the function's, which Lambda starts.
    private const string WebAdapter = ":layer:LambdaAdapterLayer";
    private const string Wrapper = "AWS_LAMBDA_EXEC_WRAPPER";
    private const string Opt = "/opt/";

    private readonly ILookup<string, (Stack Stack, Layer Layer)> byArn =
        stacks.SelectMany(static stack => stack.Layers.Select(layer => (Stack: stack, Layer: layer))).ToLookup(static one => one.Layer.Arn, StringComparer.Ordinal);

    /// <summary>The function with its layers that are on this machine. What is missing is noted, and closes it where it cannot start without.</summary>
    public DeployedFunction Of(DeployedFunction deployed)
    {
        var function = deployed.Function;
        if (function.Layers.IsEmpty)
        {
            return deployed;
        }

        if (function.Layers.FirstOrDefault(static arn => arn.Contains(WebAdapter, StringComparison.Ordinal)) is { } adapter)
        {
            return FunctionSources.Closed(
                deployed, "Layers",
                $"Its layer {adapter} is the Lambda Web Adapter, an extension, and LocalAws starts no extensions. Give the function a handler of its runtime.");
        }

        var found = function.Layers.Select(arn => (Arn: arn, Layer: Find(arn))).ToList();
        var here = found.Select(static one => one.Layer).OfType<LayerSource>().ToImmutableArray();
        var missing = found.Where(static one => one.Layer is null).Select(static one => one.Arn).ToList();
        var ready = deployed with
        {
            Layers = here,
            Notes = [.. deployed.Notes, .. missing.Select(static arn =>
                $"The layer {arn} is not on this machine: what it brings has to come with the function, or with this machine.")],
        };
        return WrapperIsMissing(function, here) is not { } wrapper ? ready
            : FunctionSources.Closed(ready, $"Environment.Variables.{Wrapper}", missing.Count == 0
                ? $"It is started by {wrapper}, which none of its layers has."
                : $"It is started by {wrapper}, and its layer {string.Join(", ", missing)} is not on this machine. Leave the wrapper out here, with Fn::If.");
    }

    private LayerSource? Find(string arn) => byArn[arn].Select(static one => Find(one.Stack, one.Layer)).FirstOrDefault();

    private static LayerSource? Find(Stack stack, Layer layer)
    {
        var (content, id) = (layer.Content, layer.LogicalId);
        var build = new SamBuild(stack.SamBuildFolder);
        var method = layer.Build?.Method;
        return content.Length == 0 ? null
            : build.FolderOf(id) is { } built && build.IsNewerThan(SourceFiles.Of(content)) ? new LayerSource(built, null)
            : File.Exists(content) ? ArchiveProject.WhyNot(content) is null ? new LayerSource("", new ArchiveProject(id, content)) : null
            : !Directory.Exists(content) ? null
            : method is null || SamBuild.Holds(content) ? new LayerSource(content, null)
            : string.Equals(method, MakefileProject.Method, StringComparison.OrdinalIgnoreCase)
                ? MakefileProject.WhyNot(id, content) is null ? new LayerSource("", new MakefileProject(id, content)) : null
            : LayerProject.Takes(method) ? new LayerSource("", new LayerProject(id, content, method))
            : null;
    }

    /// <summary>The wrapper in <c>/opt</c> that no layer has; null where one has it, or may have it once it is made.</summary>
    private static string? WrapperIsMissing(Function function, ImmutableArray<LayerSource> here) =>
        function.Environment.GetValueOrDefault(Wrapper) is { } wrapper && wrapper.StartsWith(Opt, StringComparison.Ordinal)
        && !function.Runtime.StartsWith("provided", StringComparison.Ordinal)
        && !here.Any(layer => layer.Project is not null || File.Exists(Path.Combine(layer.Folder, wrapper[Opt.Length..]))) ? wrapper : null;
}
