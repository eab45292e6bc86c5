using System.Collections.Immutable;
using Iam;
using Sam.Documents;
using Sam.Integrations;
using Sam.Policies;
using Sam.Resources;

namespace Sam.RestApis;

/// <summary>
/// Builds the REST APIs that the template writes out: <c>AWS::ApiGateway::RestApi</c> with its resources, methods, authorizers, deployments and stages. What no function of the template and no
/// mock integration answers is closed.
/// </summary>
internal sealed class PlainRestApis
{
    private static readonly string[] OfMethods = ["Resource", "Method"];

    private readonly ImmutableArray<Resource> resources;
    private readonly RestApiParts parts;
    private readonly PlainAuthorizers authorizers;
    private readonly PlainMethods methods;
    private readonly PlainStages stages;
    private readonly PolicyCompiler compiler;
    private readonly string file;

    public PlainRestApis(ImmutableArray<Resource> resources, PolicyCompiler compiler, string file)
    {
        (this.resources, this.compiler, this.file) = (resources, compiler, file);
        var functions = new FunctionArns(resources);
        parts = new RestApiParts(resources);
        authorizers = new PlainAuthorizers(resources, functions);
        methods = new PlainMethods(parts, authorizers, new RouteTargets(functions), file);
        stages = new PlainStages(parts);
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
        Routes = [.. api.Routes.Select(route => stage.Closed is null ? route with { } : route with { Authorizer = new ClosedAuthorizer(stage.Closed, route.Authorizer) })],
    });

    private IEnumerable<RestApi> Build(Resource api)
    {
        var id = RestApiParts.Id(api);
        var values = api.Values;
        CheckEndpoint(values);
        var policy = values["Policy"] is { } document and not UnknownNode
            ? compiler.Compile(document, PolicyKind.Resource, $"{api.LogicalId}.Policy", api.LogicalId, "Policy", executeApiArn: api.Physical.Arn("execute-api", id))
            : null;
        if (policy is null && values["Policy"] is not null)
        {
            values.Close("Policy", "The API's policy cannot be told here, so nobody here knows whom it lets in.", "Give the values that it refers to.");
        }

        var declared = methods.Of(api, id);
        var binary = values.Texts("BinaryMediaTypes").Select(static type => type.Text).ToImmutableArray();
        var hidden = values.Flag("DisableExecuteApiEndpoint") == true;
        var at = stages.Of(api, id);
        var closed = values.ClosureOf();
        return at.Select(stage => new RestApi
        {
            LogicalId = api.LogicalId,
            ApiId = id,
            Name = api.Physical.Name,
            StageName = stage.Name,
            StageVariables = stage.Variables,
            IsDeployed = stage.IsDeployed,
            DisableExecuteApiEndpoint = hidden,
            ResourcePolicy = policy,
            Routes = methods.At(declared, id, stage.Variables, closed ?? stage.Closed),
            BinaryMediaTypes = binary,
            Line = new SourceLine(file, api.Declaration.Line),
        });
    }

    private static void CheckEndpoint(Values api)
    {
        if (api.Inner("EndpointConfiguration").Texts("Types").Any(static type => type.Text == "PRIVATE"))
        {
            api.Close("EndpointConfiguration", "LocalAws does not enforce which VPC endpoints reach a private API.", "Give it only where the template is deployed, with Fn::If.");
        }
    }
}
