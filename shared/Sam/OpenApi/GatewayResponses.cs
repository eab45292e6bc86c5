using System.Collections.Immutable;
using Sam.Documents;
using Sam.Resources;

namespace Sam.OpenApi;

/// <summary>Reads gateway responses: <c>GatewayResponses</c> of the transform's, each of which takes the place of the one that the document has for its type.</summary>
internal static class GatewayResponses
{
    /// <summary>The responses, by type.</summary>
    public static ImmutableArray<GatewayResponse> Read(Values api, ApiDocument document)
    {
        var own = document.GatewayResponses is { } map ? Each(map).Select(static one => OfDocument(one.Key, (MapNode)one.Value)) : [];
        var given = api["GatewayResponses"] is MapNode responses ? Each(responses).Select(static one => OfProperty(one.Key, (MapNode)one.Value)) : [];
        return [.. own.Concat(given).GroupBy(static one => one.Type).Select(static ofType => ofType.Last())];
    }

    private static IEnumerable<MapEntry> Each(MapNode responses) => responses.Given.Where(static one => one.Value is MapNode);

    private static GatewayResponse OfDocument(string type, MapNode response) =>
        new(type, Text(response["statusCode"]), Texts(response["responseParameters"]), Texts(response["responseTemplates"]));

    // aws-sam-translator, ApiGatewayResponse.generate_swagger.
    private static GatewayResponse OfProperty(string type, MapNode response)
    {
        var parameters = response["ResponseParameters"] as MapNode ?? MapNode.Empty;
        var all = new[] { ("Headers", "header"), ("Paths", "path"), ("QueryStrings", "querystring") }
            .SelectMany(kind => Texts(parameters[kind.Item1]).Select(one => KeyValuePair.Create($"gatewayresponse.{kind.Item2}.{one.Key}", one.Value)));
        return new GatewayResponse(type, Text(response["StatusCode"]), all.ToImmutableDictionary(), Texts(response["ResponseTemplates"]));
    }

    private static ImmutableDictionary<string, string> Texts(Node? map) => map is not MapNode texts
        ? ImmutableDictionary<string, string>.Empty
        : texts.Given.Where(static entry => entry.Value is ScalarNode).ToImmutableDictionary(static entry => entry.Key, static entry => ((ScalarNode)entry.Value).Text);

    private static string? Text(Node? node) => (node as ScalarNode)?.Text;
}
