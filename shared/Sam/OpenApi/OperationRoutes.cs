using System.Collections.Immutable;
using Sam.Documents;
using Sam.Integrations;
using Sam.Resources;

namespace Sam.OpenApi;

/// <summary>Makes the routes of an API's stage from its document: what a document or the events of functions say ends here.</summary>
/// <param name="api">The API's properties.</param>
/// <param name="functions">The functions that URIs name at this stage.</param>
/// <param name="credentials">Reads as whom they are called.</param>
internal sealed class OperationRoutes(Values api, FunctionUris functions, CredentialsReader credentials)
{
    private const string Property = "credentials";
    private const int RestMilliseconds = 29000;
    private const int HttpMilliseconds = 30000;

    /// <summary>The routes, in the document's order. Those of operations with an error, which has been reported, are left out.</summary>
    public ImmutableArray<Route> Of(ApiDocument document) => [.. document.Operations.Select(operation => Of(operation, document)).OfType<Route>()];

    private Route? Of(ApiOperation operation, ApiDocument document)
    {
        var guard = OperationGuard.Of(operation, document);
        var mock = operation.Mock ?? Mock(operation, document.Kind);
        var http = mock is null ? Http(operation, document.Kind) : null;
        var function = mock is null && http is null ? Function(operation, document.Kind) : null;
        var called = Credentials(operation, guard.Authorizer);

        // Everything that closes it has been told by now.
        var closure = api.ClosureOf() ?? (operation.Unit.Length == 0 ? null : operation.Values.ClosureOf(operation.Unit));
        var authorizer = closure is null ? guard.Authorizer : new ClosedAuthorizer(closure, guard.Authorizer is ClosedAuthorizer closed ? closed.Instead : guard.Authorizer);
        return authorizer is null ? null : new Route
        {
            Method = operation.Method,
            Path = operation.Path,
            Authorizer = authorizer,
            ApiKeyRequired = guard.NeedsApiKey,
            FunctionLogicalId = function?.LogicalId ?? "",
            FunctionQualifier = function?.Qualifier,
            Credentials = called,
            Mock = mock,
            Http = http,
            Check = operation.Check,
            IntegrationTimeout = TimeSpan.FromMilliseconds(operation.Integration?.Timeout ?? (document.Kind == ApiKind.Rest ? RestMilliseconds : HttpMilliseconds)),
            PayloadFormatVersion = operation.Integration?.PayloadFormatVersion ?? "1.0",
            Line = operation.At,
        };
    }

    // The function that answers; null of an operation that another thing answers, which is closed then.
    private FunctionTarget? Function(ApiOperation operation, ApiKind kind)
    {
        if (operation.Integration is not { } integration)
        {
            Close(operation, "The operation has no integration: nothing answers it.", "Add an x-amazon-apigateway-integration.");
            return null;
        }

        if (integration.Function is { } function)
        {
            return function;
        }

        switch (integration.Type)
        {
            case "aws_proxy" when integration.Subtype is null:
                CheckFunctionsCall(integration, kind);
                return kind == ApiKind.Rest ? functions.Of(integration.Values, "uri") : functions.OfHttpIntegration(integration.Values, "uri");
            case "mock" when kind == ApiKind.Rest:
                // Why it has no answer has been told.
                return null;
            case "http" or "http_proxy":
                // Likewise.
                return null;
            case "aws" or "aws_proxy":
                Close(operation, "LocalAws does not let API Gateway call AWS services.", "Let a function answer.");
                return null;
            case var other:
                Close(operation, $"'{other}' is no type of an integration that LocalAws knows.", "Write aws_proxy, with the function's uri.");
                return null;
        }
    }

    // What a mock integration answers; null of any other, and of one whose answer depends on the request, which is closed then.
    private static MockAnswer? Mock(ApiOperation operation, ApiKind kind)
    {
        if (kind != ApiKind.Rest || operation.Integration is not { Type: "mock" } integration)
        {
            return null;
        }

        var mock = MockIntegration.Read(integration, out var why);
        if (mock is null)
        {
            Close(operation, why, "Let a function answer.");
        }

        return mock;
    }

    private static void CheckFunctionsCall(ApiIntegration integration, ApiKind kind)
    {
        if (kind == ApiKind.Rest && integration.HttpMethod is not null && !integration.HttpMethod.Equals("POST", StringComparison.OrdinalIgnoreCase))
        {
            integration.Values.Close("httpMethod", "API Gateway calls functions with POST, and fails with any other method.", "Write 'httpMethod: POST'.");
        }

        if (kind == ApiKind.Http && integration.PayloadFormatVersion is not ("1.0" or "2.0"))
        {
            integration.Values.Close("payloadFormatVersion", "The integration does not say which format the function's event has.", "Write '2.0' or '1.0'.");
        }
    }

    // As whom the function is called.
    private IntegrationCredentials Credentials(ApiOperation operation, Authorizer? guard)
    {
        if (operation.Credentials is { } ofEvent)
        {
            return ofEvent(guard);
        }

        return guard is not null && operation.Integration is { Type: "aws_proxy", Credentials: { } text } integration
            && functions.Resolved(integration.Values, Property, text) is { } resolved
            ? credentials.OfIntegration(integration.Values.With(Property, ScalarNode.Of(resolved, integration.Values.LineOf(Property))), Property, guard)
            : IntegrationCredentials.None;
    }

    // The server that answers; null of any other integration, and of one that LocalAws cannot serve, which is closed then.
    private HttpBackend? Http(ApiOperation operation, ApiKind kind)
    {
        if (operation.Integration is not { Type: "http" or "http_proxy" } integration)
        {
            return null;
        }

        var backend = new HttpIntegration(kind).Read(integration, functions.Variables, out var why);
        if (backend is null)
        {
            Close(operation, why, "Let a function answer.");
        }

        return backend;
    }

    private static void Close(ApiOperation operation, string message, string remedy) => operation.Values.Close("", message, remedy);
}
