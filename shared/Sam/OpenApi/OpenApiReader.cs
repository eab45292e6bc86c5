using System.Collections.Immutable;
using Sam.Documents;
using Sam.Integrations;
using Sam.Resources;

namespace Sam.OpenApi;

/// <summary>
/// Reads an OpenAPI document (Swagger 2.0, OpenAPI 3) as API Gateway imports it. Sources: API Gateway Developer Guide, "OpenAPI extensions for API Gateway",
/// "Amazon API Gateway important notes" and "Working with OpenAPI definitions for HTTP APIs".
/// </summary>
/// <param name="kind">What the document is imported as.</param>
/// <param name="schemes">Reads who may be asked to authenticate callers.</param>
/// <param name="file">The file that holds the document.</param>
internal sealed class OpenApiReader(ApiKind kind, SchemeReader schemes, string file)
{
    private const string AnyMethod = "x-amazon-apigateway-any-method";
    private const string Auth = "x-amazon-apigateway-auth";

    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch"];

    /// <summary>The document, or null after an error, which has been reported.</summary>
    /// <param name="body">Its root. Where it stands is what closures of its parts are told by.</param>
    public ApiDocument? Read(Values body)
    {
        if (!CheckVersion(body, out var isThree))
        {
            return null;
        }

        if (body["paths"] is not MapNode)
        {
            body.Report("paths", "The document has no paths.", "Add 'paths', with the operations of the API.");
            return null;
        }

        var paths = body.Inner("paths").Map.Given.Where(static path => !path.Key.StartsWith("x-", StringComparison.Ordinal)).ToList();
        var checks = new RequestChecks(body, kind);
        var endpoint = Endpoint(body);
        return new ApiDocument(kind)
        {
            IsThree = isThree,
            Operations = [.. paths.SelectMany(path => path.Value is MapNode item ? Operations(body, path.Key, item, checks) : Unread(body, path))],
            Paths = [.. paths.Where(static path => path.Value is MapNode)
                .Select(static path => new PathKeys(path.Key, [.. ((MapNode)path.Value).Given.Select(static key => key.Key)]))],
            Schemes = Schemes(body, isThree),
            Policy = body["x-amazon-apigateway-policy"],
            Cors = body["x-amazon-apigateway-cors"] as MapNode,
            BinaryMediaTypes = [.. body.Texts("x-amazon-apigateway-binary-media-types").Select(static type => type.Text)],
            ApiKeySource = body.Text("x-amazon-apigateway-api-key-source")?.ToUpperInvariant(),
            DisableExecuteApiEndpoint = endpoint.Select(static one => one.Flag("disableExecuteApiEndpoint")).FirstOrDefault(static flag => flag is not null),
            VpcEndpointIds = [.. endpoint.SelectMany(static one => one.Texts("vpcEndpointIds")).Select(static id => id.Text)],
            GatewayResponses = body["x-amazon-apigateway-gateway-responses"] as MapNode,
            Models = (isThree ? body.Inner("components")["schemas"] : body["definitions"]) as MapNode,
            Title = body.Inner("info").Text("title"),
        };
    }

    private bool CheckVersion(Values body, out bool isThree)
    {
        isThree = body["openapi"] is ScalarNode { Text: ['3', ..] };
        if (isThree || (kind == ApiKind.Rest && body["swagger"] is not null))
        {
            return true;
        }

        var (known, remedy) = kind == ApiKind.Rest ? ("neither 'swagger' nor 'openapi' 3", "Write 'swagger: \"2.0\"' or 'openapi: 3.0.1'.")
            : ("no 'openapi' 3, and an HTTP API takes nothing else", "Write 'openapi: 3.0.1'.");
        body.Report(body["swagger"] is null ? "openapi" : "swagger", $"The document has {known}.", remedy);
        return false;
    }

    // What stands at the path cannot be told: no other route of the API may take its calls.
    private IEnumerable<ApiOperation> Unread(Values body, MapEntry path)
    {
        var values = body.Part($"[ANY {path.Key}]", path.Value, path.KeyLine);
        if (path.Value is not UnknownNode)
        {
            values.Close("", "What stands at this path cannot be read here.", "Write its operations out.");
        }

        yield return new ApiOperation("ANY", path.Key, values, new SourceLine(file, path.KeyLine)) { Unit = values.At };
    }

    private IEnumerable<ApiOperation> Operations(Values body, string path, MapNode item, RequestChecks checks)
    {
        // "/$default" is how a document spells the route that takes what no other one does.
        var route = kind == ApiKind.Http && path.TrimStart('/') == Serverless.RoutePath.CatchAll ? Serverless.RoutePath.CatchAll : path;
        if (item["$ref"] is { } elsewhere)
        {
            foreach (var unread in Unread(body, new MapEntry(route, elsewhere.Line, elsewhere)))
            {
                yield return unread;
            }
        }

        var methods = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in item.Given)
        {
            var key = entry.Key.ToLowerInvariant();
            var method = key is AnyMethod or "any" ? "ANY" : Methods.Contains(key) ? key.ToUpperInvariant() : null;
            if (method is null || entry.Value is not (MapNode or UnknownNode))
            {
                continue;
            }

            // An operation is closed alone: its place is the unit of what is wrong in it.
            var values = body.Part($"[{method} {route}]", entry.Value, entry.KeyLine);
            if (route != Serverless.RoutePath.CatchAll && Serverless.RoutePath.Problem(route) is { } problem)
            {
                values.Close("", $"'{route}' is not a resource path: {problem}", "Write a path such as /orders/{orderId}.");
            }

            if (!methods.Add(method))
            {
                values.Close("", "The method stands twice under its path, and which of them API Gateway takes is not known.", "Remove one of the two.");
                continue;
            }

            if (key == "any")
            {
                values.Close("", "'any' is no method of an OpenAPI document, and what API Gateway makes of it is not known.", $"Write '{AnyMethod}'.");
            }

            yield return new ApiOperation(method, route, values, new SourceLine(file, entry.KeyLine))
            {
                Unit = values.At,
                Integration = IntegrationReader.Read(values, body),
                Security = Security(values),
                AuthType = AuthType(values),
                Check = kind == ApiKind.Rest ? checks.Of(values, item) : null,
            };
        }
    }

    private static string? AuthType(Values operation)
    {
        if (operation[Auth] is not (null or MapNode or UnknownNode))
        {
            operation.Close(Auth, "It is no map, and what API Gateway makes of it is not known.", "Write '{ type: AWS_IAM }'.");
            return null;
        }

        return operation.Inner(Auth).Text("type")?.ToUpperInvariant();
    }

    // The entries of an operation alone: "Root-level security is ignored", as the import of REST APIs has it.
    private static ImmutableArray<SecurityEntry> Security(Values operation)
    {
        foreach (var other in operation.Items("security").Where(static entry => entry is not (MapNode or UnknownNode)))
        {
            operation.Close(
                other, "security", $"An entry is a map from a scheme to its scopes, but this is {other.Kind}, and what API Gateway makes of it is not known.",
                "Write '- scheme: []'.");
        }

        return
        [
            .. operation.Each("security").Select(static entry => new SecurityEntry(
                [.. entry.Map.Entries.Select(use => new SecurityUse(use.Key, [.. entry.Texts(use.Key).Select(static scope => scope.Text)]))])),
        ];
    }

    private ImmutableDictionary<string, SecurityScheme> Schemes(Values body, bool isThree)
    {
        var declared = isThree ? body.Inner("components").Inner("securitySchemes") : body.Inner("securityDefinitions");
        return declared.Map.Given.Where(static one => one.Value is MapNode or UnknownNode)
            .ToImmutableDictionary(static one => one.Key, one => schemes.Read(one.Key, body.Part($"[{one.Key}]", one.Value, one.KeyLine)), StringComparer.Ordinal);
    }

    // At the root of a Swagger document, on the servers of an OpenAPI one.
    private static ImmutableArray<Values> Endpoint(Values body)
    {
        const string name = "x-amazon-apigateway-endpoint-configuration";
        return [.. body.Each("servers").Prepend(body).Where(static at => at[name] is MapNode).Select(static at => at.Inner(name))];
    }
}
