using System.Collections.Immutable;
using Sam.Documents;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>Reads the layers, and which of them a function has. Where code comes from bears on nobody's access: what cannot be told closes nothing.</summary>
internal static class Layers
{
    /// <param name="resources">The template's resources.</param>
    /// <param name="path">The template's absolute path.</param>
    /// <param name="file">The template as errors show it.</param>
    public static ImmutableArray<Layer> Of(ImmutableArray<Resource> resources, string path, string file)
    {
        var assets = new CloudAssets(path);
        return
        [
            .. resources.Where(static one => one.TypeName is "AWS::Serverless::LayerVersion" or "AWS::Lambda::LayerVersion").Select(layer => new Layer
            {
                LogicalId = layer.LogicalId,
                Arn = layer.Declaration.Type!.Ref(layer.Physical),
                Content = ContentOf(layer, assets, Path.GetDirectoryName(path) ?? ""),
                Build = FunctionBuildMethod.Of(layer.Declaration.Metadata),
                Line = new SourceLine(file, layer.Declaration.Line),
            }),
        ];
    }

    /// <summary>The ARNs of a function's layers, in its order; what cannot be told is there by its stand-in.</summary>
    public static ImmutableArray<string> Of(Values function) => (function["Layers"] switch
    {
        ListNode list => list.Items,
        null => [],
        var single => [single],
    }).Select(static layer => (layer as ScalarNode)?.Text ?? (layer as UnknownNode)?.StandIn ?? "").Where(static arn => arn.Length > 0).ToImmutableArray();

    private static string ContentOf(Resource layer, CloudAssets assets, string folder)
    {
        var property = layer.TypeName == "AWS::Serverless::LayerVersion" ? "ContentUri" : "Content";
        return layer.Values[property] switch
        {
            ScalarNode { Text: { Length: > 0 } path } when !path.Contains("://", StringComparison.Ordinal) && !path.Contains('\0') => Path.GetFullPath(Path.Combine(folder, path)),
            MapNode map => assets.PathOf(layer.Declaration.Metadata, property, (map["S3Key"] as ScalarNode)?.Text) ?? "",
            _ => "",
        };
    }
}
