using System.Collections.Immutable;
using Sam.Errors;
using Sam.Integrations;
using Sam.Resources;

namespace Sam.RestApis;

/// <summary>The methods of an API that the template writes out, and the routes that they are at a stage.</summary>
internal sealed class PlainMethods(RestApiParts parts, PlainAuthorizers authorizers, RouteTargets targets, CredentialsReader credentials, string file)
{
    private readonly MethodChecks checks = new(parts);

    private static readonly string[] Verbs = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    /// <summary>The methods of an API, in the template's order.</summary>
    public ImmutableArray<PlainMethod> Of(Resource api, string apiId)
    {
        var paths = new ResourcePaths(api, parts.Of("Resource", apiId));
        var declared = new Dictionary<(string, string), int>();
        var methods = ImmutableArray.CreateBuilder<PlainMethod>();
        foreach (var method in parts.Of("Method", apiId))
        {
            if (Read(method, api, paths) is not var (verb, path))
            {
                continue;
            }

            if (!declared.TryAdd((verb, path), method.Declaration.Line))
            {
                method.Values.Report("HttpMethod", $"{verb} {path} was already declared on line {declared[(verb, path)]}.", "Remove one of the two methods.");
                continue;
            }

            var integration = MethodIntegration.Read(method.Values);
            var called = integration is { Type: not "mock" } ? credentials.OfIntegration(integration.Values, "Credentials", GuardOf(method.Values)) : IntegrationCredentials.None;
            var (check, needsKey) = (checks.Of(method.Values, apiId), method.Values.Flag("ApiKeyRequired") == true);
            methods.Add(new PlainMethod(method, verb, path, integration) { Called = called, Check = check, ApiKeyRequired = needsKey });
        }

        return [.. methods.Select(method => method with { Closed = method.Closed ?? paths.ClosedOf(method.Resource.Values.Text("ResourceId")!) })];
    }

    /// <summary>The routes at a stage with these variables.</summary>
    /// <param name="methods">The API's methods.</param>
    /// <param name="apiId">The API's id.</param>
    /// <param name="variables">The stage's variables.</param>
    /// <param name="closed">What closes the whole API at the stage; null when it is open.</param>
    public ImmutableArray<Route> At(ImmutableArray<PlainMethod> methods, string apiId, IReadOnlyDictionary<string, string> variables, Closure? closed) =>
        [.. methods.Select(method => RouteOf(method, apiId, variables, closed)).OfType<Route>()];

    private Route? RouteOf(PlainMethod method, string apiId, IReadOnlyDictionary<string, string> variables, Closure? closed)
    {
        var values = method.Resource.Values;
        var authorizer = authorizers.Of(values, apiId, variables);
        var target = method.Integration is { } integration ? targets.Of(integration, variables) : null;
        // What the authorizer could not tell closes the method, which must not be taken for another one.
        var closure = method.Closed ?? closed ?? target?.Closed ?? (authorizer is null ? values.ClosureOf() : null);
        return (authorizer is null || target is null) && closure is null ? null : new Route
        {
            Method = method.Verb,
            Path = method.Path,
            Authorizer = closure is not null ? new ClosedAuthorizer(closure, Instead(authorizer)) : authorizer!,
            FunctionLogicalId = target?.FunctionLogicalId ?? "",
            FunctionQualifier = target?.Qualifier,
            Credentials = method.Called,
            Mock = target?.Mock,
            Http = target?.Http,
            Check = method.Check,
            ApiKeyRequired = method.ApiKeyRequired,
            IntegrationTimeout = TimeSpan.FromMilliseconds(method.Integration?.Timeout ?? 29000),
            Line = new SourceLine(file, method.Resource.Declaration.Line),
        };
    }

    /// <summary>As far as it matters to credentials: whether callers sign.</summary>
    private static Authorizer GuardOf(Values method) => method["AuthorizationType"] is Documents.ScalarNode { Text: "AWS_IAM" } ? IamAuthorizer.Instance : NoAuthorizer.Instance;

    private static Authorizer? Instead(Authorizer? authorizer) => authorizer is ClosedAuthorizer closed ? closed.Instead : authorizer;

    /// <summary>What a method is for. Where that cannot be told, no call of the API can be told to be for another.</summary>
    private static (string Verb, string Path)? Read(Resource method, Resource api, ResourcePaths paths)
    {
        var values = method.Values;
        if (values.Text("ResourceId") is not { } resource || values.Text("HttpMethod") is not { } written)
        {
            CloseApi(method, api);
            return null;
        }

        var verb = written.ToUpperInvariant();
        if (!Verbs.Contains(verb))
        {
            values.Report("HttpMethod", $"'{written}' is not a method of API Gateway.", DidYouMean.Hint(verb, Verbs) ?? $"Write one of {string.Join(", ", Verbs)}.");
            return null;
        }

        if (!paths.Has(resource))
        {
            values.Report(
                "ResourceId", $"This is no resource of {api.LogicalId}.", $"Refer to an AWS::ApiGateway::Resource with !Ref, or write !GetAtt {api.LogicalId}.RootResourceId.");
            return null;
        }

        if (paths.Of(resource) is { } path)
        {
            return (verb, path);
        }

        CloseApi(method, api);
        return null;
    }

    private static void CloseApi(Resource method, Resource api)
    {
        if (method.Values["ResourceId"] is not null && method.Values["HttpMethod"] is not null)
        {
            api.Values.Close(
                "", $"For which path or method {method.LogicalId} is cannot be told here, so a call for another may be meant for it.", "Give the values that it refers to.");
        }
    }
}

/// <summary>A method of an API.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Verb">The HTTP method, or <c>ANY</c>.</param>
/// <param name="Path">The path.</param>
/// <param name="Integration">What answers; null after an error, or where it cannot be told.</param>
internal sealed record PlainMethod(Resource Resource, string Verb, string Path, ApiIntegration? Integration)
{
    /// <summary>What is checked of its requests; null for nothing.</summary>
    public RequestCheck? Check { get; init; }

    /// <summary>Whether callers need an API key.</summary>
    public bool ApiKeyRequired { get; init; }

    /// <summary>What closes the method at every stage; null when it is open. Found before any stage is looked at: what closes it at one does not close it at the others.</summary>
    public Closure? Closed { get; init; } = Resource.Values.ClosureOf();

    /// <summary>With whose permissions API Gateway calls the function.</summary>
    public IntegrationCredentials Called { get; init; } = IntegrationCredentials.None;
}
