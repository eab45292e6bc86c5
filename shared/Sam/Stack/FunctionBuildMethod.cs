using System.Text.Json.Nodes;
using Sam.Documents;

namespace Sam;

/// <summary>
/// How <c>sam build</c> builds a function or a layer, as its <c>Metadata</c> says. AWS SAM Developer Guide, "Building Node.js Lambda functions with esbuild", "Building Lambda
/// functions with custom runtimes", "Building Lambda layers".
/// </summary>
/// <param name="Method"><c>BuildMethod</c>, such as <c>esbuild</c> or <c>makefile</c>; null where there is none.</param>
/// <param name="Properties"><c>BuildProperties</c>; empty where there are none.</param>
public sealed record FunctionBuildMethod(string? Method, JsonObject Properties)
{
    /// <summary>Reads a resource's metadata, which CloudFormation does not evaluate; null where they say nothing of a build.</summary>
    internal static FunctionBuildMethod? Of(MapNode? metadata)
    {
        var method = (metadata?["BuildMethod"] as ScalarNode)?.Text;
        return metadata?["BuildProperties"] is MapNode properties ? new FunctionBuildMethod(method, (JsonObject)JsonNode.Parse(NodeJson.Text(properties))!)
            : method is null ? null
            : new FunctionBuildMethod(method, []);
    }
}
