using System.Collections.Immutable;
using Sam.Resources;

namespace Sam.RestApis;

/// <summary>Reads <c>AWS::ApiGateway::GatewayResponse</c>. AWS CloudFormation, the page of the type.</summary>
internal static class PlainGatewayResponses
{
    /// <summary>Those of an API, in the template's order; each takes the place of the one that the API's document has for its type.</summary>
    public static ImmutableArray<GatewayResponse> Of(IEnumerable<Resource> declared, ImmutableArray<GatewayResponse> ofDocument)
    {
        var own = declared.Select(Read).OfType<GatewayResponse>();
        return [.. ofDocument.Concat(own).GroupBy(static one => one.Type).Select(static ofType => ofType.Last())];
    }

    private static GatewayResponse? Read(Resource resource) => resource.Values.Text("ResponseType") is { } type
        ? new GatewayResponse(type, resource.Values.Text("StatusCode"), resource.Values.TextMap("ResponseParameters"), resource.Values.TextMap("ResponseTemplates"))
        : null;
}
