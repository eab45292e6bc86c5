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
    /// <summary>Whether <c>sam build</c> has built a resource already: it writes the name into the metadata of the template that it makes.</summary>
    internal static bool IsDone(MapNode? metadata) => metadata?["SamResourceId"] is not null;

    /// <summary>Reads a resource's metadata, which CloudFormation does not evaluate; null where they say nothing of a build, and where it is done.</summary>
    internal static FunctionBuildMethod? Of(MapNode? metadata)
    {
        if (IsDone(metadata))
        {
            return null;
        }

        var method = (metadata?["BuildMethod"] as ScalarNode)?.Text;
        return metadata?["BuildProperties"] is MapNode properties ? new FunctionBuildMethod(method, (JsonObject)JsonNode.Parse(NodeJson.Text(properties))!)
            : method is null ? null
            : new FunctionBuildMethod(method, []);
    }
}
