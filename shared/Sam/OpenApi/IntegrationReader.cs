using System.Collections.Immutable;
using Sam.Documents;
using Sam.Integrations;
using Sam.Resources;

namespace Sam.OpenApi;

/// <summary>Reads <c>x-amazon-apigateway-integration</c>. API Gateway Developer Guide, "x-amazon-apigateway-integration object".</summary>
internal static class IntegrationReader
{
    private const string Extension = "x-amazon-apigateway-integration";
    private const string Shared = "#/components/x-amazon-apigateway-integrations/";

    /// <summary>The integration of an operation; null where it has none.</summary>
    public static ApiIntegration? Read(Values operation, Values body)
    {
        if (operation[Extension] is UnknownNode)
        {
            operation.Text(Extension);
        }

        if (operation[Extension] is not MapNode { Entries.IsEmpty: false } map)
        {
            return null;
        }

        // An HTTP API's operations may share integrations.
        var at = operation.Inner(Extension);
        var values = map["$ref"] is ScalarNode { Text: var name } && name.StartsWith(Shared, StringComparison.Ordinal)
            ? operation.Over(Extension, body.Inner("components").Inner("x-amazon-apigateway-integrations")[name[Shared.Length..]] as MapNode ?? map)
            : at;
        return new ApiIntegration(values.Text("type")?.ToLowerInvariant() ?? "", values)
        {
            Uri = values.Text("uri"),
            HttpMethod = values.Text("httpMethod"),
            Credentials = values.Text("credentials"),
            Subtype = values.Text("integrationSubtype"),
            PayloadFormatVersion = values.Text("payloadFormatVersion"),
            Timeout = values.Integer("timeoutInMillis", 50, int.MaxValue),
            ConnectionType = values.Text("connectionType")?.ToUpperInvariant(),
            PassthroughBehavior = values.Text("passthroughBehavior")?.ToLowerInvariant(),
            RequestParameters = Parameters(values, "requestParameters"),
            RequestTemplates = Parameters(values, "requestTemplates"),
            Responses =
            [
                .. values.Inner("responses").Map.Given.Where(static one => one.Value is MapNode).Select(one => Response(one.Key, values.Inner("responses").Inner(one.Key))),
            ],
        };
    }

    private static IntegrationResponse Response(string selector, Values response) =>
        new(selector, response.Text("statusCode") ?? "200", Parameters(response, "responseParameters"), Parameters(response, "responseTemplates"));

    // What is no text here is a list of an HTTP API's parameter mappings, which nothing asks for.
    private static ImmutableDictionary<string, string> Parameters(Values values, string property) => values[property] is not MapNode map
        ? ImmutableDictionary<string, string>.Empty
        : map.Given.Where(static entry => entry.Value is ScalarNode)
            .ToImmutableDictionary(static entry => entry.Key, static entry => ((ScalarNode)entry.Value).Text, StringComparer.Ordinal);
}
