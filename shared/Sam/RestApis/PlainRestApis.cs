using System.Collections.Immutable;
using Iam;
using Sam.Documents;
using Sam.Integrations;
using Sam.OpenApi;
using Sam.Policies;
using Sam.Resources;

namespace Sam.RestApis;

/// <summary>
/// Builds the REST APIs that the template writes out: <c>AWS::ApiGateway::RestApi</c> with its resources, methods, authorizers, deployments and stages. What no
/// function of the template and no mock integration answers is closed.
/// </summary>
internal sealed class PlainRestApis
{
    private const string Private = "PRIVATE";

    private static readonly string[] OfMethods = ["Resource", "Method"];

    private readonly ImmutableArray<Resource> resources;
    private readonly RestApiParts parts;
    private readonly PlainAuthorizers authorizers;
    private readonly PlainMethods methods;
    private readonly PlainStages stages;
    private readonly ApiBody body;
    private readonly PolicyCompiler compiler;
    private readonly string file;

    public PlainRestApis(ImmutableArray<Resource> resources, PolicyCompiler compiler, DefinitionFiles files, CredentialsReader credentials)
    {
        (this.resources, this.compiler, file) = (resources, compiler, files.Template);
        var functions = new FunctionArns(resources);
        parts = new RestApiParts(resources);
        authorizers = new PlainAuthorizers(resources, functions, credentials);
        methods = new PlainMethods(parts, authorizers, new RouteTargets(functions, ApiKind.Rest), credentials, file);
        stages = new PlainStages(parts);
        body = new ApiBody(functions, files, credentials);
    }

    /// <summary>The APIs, each once for each of its stages.</summary>
    public ImmutableArray<RestApi> Build()
    {
        var apis = resources.Where(static resource => resource.TypeName == "AWS::ApiGateway::RestApi").ToList();
        var ids = apis.Select(RestApiParts.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var part in OfMethods.SelectMany(kind => parts.Elsewhere(kind, ids)))
        {
            part.Values.Close(
                "RestApiId", "The API is none that the template writes out, and whether it is deployed with this is not known here.",
                "Refer to an AWS::ApiGateway::RestApi of the template with !Ref.");
        }

        return [.. apis.SelectMany(Build)];
    }

    /// <summary>An API that the transform writes, at the stages that the template gives it beside its own.</summary>
    public IEnumerable<RestApi> FurtherStages(RestApi api) => stages.Declared(api.ApiId).Where(stage => stage.Name != api.StageName).Select(stage => api with
    {
        StageName = stage.Name,
        StageVariables = stage.Variables,
        IsDeployed = stage.IsDeployed,
        Routes = [.. api.Routes.Select(route => (route with { }).ClosedBy(stage.Closed))],
    });

    private IEnumerable<RestApi> Build(Resource api)
    {
        var id = RestApiParts.Id(api);
        var values = api.Values;
        var (isPrivate, endpoints) = Endpoint(values);
        var keySource = values.Text("ApiKeySourceType");
        var responses = parts.Of("GatewayResponse", id).ToList();
        var declared = methods.Of(api, id);
        var binary = values.Texts("BinaryMediaTypes").Select(static type => type.Text).ToImmutableArray();
        foreach (var stage in stages.Of(api, id))
        {
            var (document, imported) = body.Read(api, ApiKind.Rest, stage.Variables);
            var policy = Policy(api, document);
            var closed = values.ClosureOf() ?? stage.Closed;
            yield return new RestApi
            {
                LogicalId = api.LogicalId,
                ApiId = id,
                Name = values.Text("Name") ?? document?.Title ?? api.Physical.Name,
                StageName = stage.Name,
                StageVariables = stage.Variables,
                IsDeployed = stage.IsDeployed,
                DisableExecuteApiEndpoint = values.Flag("DisableExecuteApiEndpoint") ?? document?.DisableExecuteApiEndpoint ?? false,
                ResourcePolicy = policy,
                Routes = [.. imported.Select(route => route.ClosedBy(closed)), .. methods.At(declared, id, stage.Variables, closed)],
                BinaryMediaTypes = binary.IsEmpty ? document?.BinaryMediaTypes ?? [] : binary,
                ApiKeySource = keySource ?? document?.ApiKeySource ?? "HEADER",
                IsPrivate = isPrivate,
                VpcEndpointIds = [.. endpoints.Concat(document?.VpcEndpointIds ?? []).Distinct()],
                GatewayResponses = PlainGatewayResponses.Of(responses, document is null ? [] : GatewayResponses.Read(values, document)),
                Line = new SourceLine(file, api.Declaration.Line),
            };
        }
    }

    private Policy? Policy(Resource api, ApiDocument? document)
    {
        var arn = api.Physical.Arn("execute-api", RestApiParts.Id(api));
        // The Serverless Framework writes empty text for none.
        var own = api.Values["Policy"] is ScalarNode { Text: "" } ? null : api.Values["Policy"];
        if (own is not null && document?.Policy is not null)
        {
            api.Values.Close("Body", "The API has a policy in Policy and another one in its document.", "Keep one of them.");
        }

        var (policy, property) = own is null ? (document?.Policy, "Body.x-amazon-apigateway-policy") : (own, "Policy");
        return policy is null ? null : compiler.Compile(policy, PolicyKind.Resource, $"{api.LogicalId}.{property}", api.LogicalId, property, executeApiArn: arn);
    }

    private static (bool IsPrivate, ImmutableArray<string> Endpoints) Endpoint(Values api)
    {
        var configuration = api.Inner("EndpointConfiguration");
        // An import may say it too: aws apigateway import-rest-api, endpointConfigurationTypes.
        var isPrivate = configuration.Texts("Types").Any(static type => type.Text == Private) || api.Inner("Parameters").Text("endpointConfigurationTypes") == Private;
        return (isPrivate, [.. configuration.Texts("VpcEndpointIds").Select(static id => id.Text)]);
    }
}
