using System.Collections.Immutable;
using Iam;
using Sam.Catalogue;
using Sam.Policies;
using Sam.Resources;
using Sam.Serverless;

namespace Sam.RestApis;

/// <summary>
/// Builds the REST APIs that the template writes out: <c>AWS::ApiGateway::RestApi</c> with its resources, methods and one stage. Methods are integrated
/// with functions of the template.
/// </summary>
internal sealed class PlainRestApis(ImmutableArray<Resource> resources, PolicyCompiler compiler, CredentialsReader credentials, string file)
{
    private static readonly string[] PartTypes = ["AWS::ApiGateway::Resource", "AWS::ApiGateway::Method", "AWS::ApiGateway::Deployment", "AWS::ApiGateway::Stage"];

    private readonly PlainAuthorizers authorizers = new(resources, credentials);
    private readonly FunctionArns functions = new(resources);

    public ImmutableArray<RestApi> Build()
    {
        var apis = OfType("AWS::ApiGateway::RestApi").ToDictionary(Id, StringComparer.Ordinal);
        authorizers.CheckApis(apis.Keys);
        foreach (var part in PartTypes.SelectMany(OfType))
        {
            if (part.Values.Text("RestApiId") is { } api && !apis.ContainsKey(api))
            {
                part.Values.Report(
                    "RestApiId", "The template declares no AWS::ApiGateway::RestApi of this id.",
                    "Refer to one with !Ref; the routes of an AWS::Serverless::Api are events of functions.");
            }
        }

        return [.. apis.Values.Select(Build).OfType<RestApi>()];
    }

    private RestApi? Build(Resource api)
    {
        var id = Id(api);
        CheckEndpoint(api.Values);
        var routes = Routes(api, id);
        var policy = api.Values["Policy"] is { } document
            ? compiler.Compile(document, PolicyKind.Resource, $"{api.LogicalId}.Policy", api.LogicalId, "Policy", executeApiArn: api.Physical.Arn("execute-api", id))
            : null;
        return Stage(api, id) is not { } stage ? null : new RestApi
        {
            LogicalId = api.LogicalId,
            ApiId = id,
            Name = api.Physical.Name,
            StageName = stage.Name,
            StageVariables = stage.Variables,
            ResourcePolicy = policy,
            Routes = routes,
            BinaryMediaTypes = [.. api.Values.Texts("BinaryMediaTypes").Select(static type => type.Text)],
            Line = new SourceLine(file, api.Declaration.Line),
        };
    }

    private ImmutableArray<Route> Routes(Resource api, string id)
    {
        var paths = Paths(api, id);
        var declared = new Dictionary<(string, string), int>();
        var routes = ImmutableArray.CreateBuilder<Route>();
        foreach (var method in Parts("AWS::ApiGateway::Method", id))
        {
            var values = method.Values;
            if (values.Text("ResourceId") is not { } resource || values.Text("HttpMethod") is not { } verb)
            {
                continue;
            }

            if (!paths.TryGetValue(resource, out var path))
            {
                values.Report(
                    "ResourceId", $"This is no resource of {api.LogicalId}.",
                    $"Refer to an AWS::ApiGateway::Resource with !Ref, or write !GetAtt {api.LogicalId}.RootResourceId.");
            }
            else if (!declared.TryAdd((verb, path), method.Declaration.Line))
            {
                values.Report("HttpMethod", $"{verb} {path} was already declared on line {declared[(verb, path)]}.", "Remove one of the two methods.");
            }
            else if (authorizers.Of(values, id) is { } authorizer && Function(values.Inner("Integration")) is { } function)
            {
                var called = credentials.OfIntegration(values.Inner("Integration"), "Credentials", authorizer);
                routes.Add(new Route
                {
                    Method = verb.ToUpperInvariant(),
                    Path = path,
                    Authorizer = (values.ClosureOf() ?? api.Values.ClosureOf()) is { } closure ? new ClosedAuthorizer(closure, authorizer) : authorizer,
                    FunctionLogicalId = function.LogicalId,
                    FunctionQualifier = function.Qualifier,
                    Credentials = called,
                    IntegrationTimeout = TimeSpan.FromMilliseconds(values.Inner("Integration").Integer("TimeoutInMillis", 50, 29000) ?? 29000),
                    Line = new SourceLine(file, method.Declaration.Line),
                });
            }
        }

        return routes.DrainToImmutable();
    }

    // Resources name their parents, in any order.
    private Dictionary<string, string> Paths(Resource api, string id)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal) { [RestApiTypes.RootId(api.Physical)] = "/" };
        var open = Parts("AWS::ApiGateway::Resource", id).ToList();
        while (open.Find(resource => paths.ContainsKey(resource.Values.Text("ParentId") ?? "")) is { } next)
        {
            var path = $"{paths[next.Values.Text("ParentId")!].TrimEnd('/')}/{next.Values.Text("PathPart")}";
            RoutePath.IsValid(next.Values, path, "PathPart");
            paths[Id(next)] = path;
            open.Remove(next);
        }

        foreach (var orphan in open)
        {
            orphan.Values.Report(
                "ParentId", $"The resource is not under the root of {api.LogicalId}.",
                $"Write !GetAtt {api.LogicalId}.RootResourceId, or refer to another resource with !Ref.");
        }

        return paths;
    }

    private FunctionTarget? Function(Values integration)
    {
        if (integration.Text("Type") is not "AWS_PROXY")
        {
            integration.Report("Type", "LocalAws integrates methods with functions only.", "Write AWS_PROXY, with the function's Uri.");
            return null;
        }

        if (integration.Text("IntegrationHttpMethod") is not "POST")
        {
            integration.Report("IntegrationHttpMethod", "API Gateway calls functions with POST.", "Write 'IntegrationHttpMethod: POST'.");
        }

        return functions.TargetOfUri(integration, "Uri");
    }

    // One stage, declared by itself or by the deployment.
    private (string Name, ImmutableDictionary<string, string> Variables)? Stage(Resource api, string id)
    {
        var stages = Parts("AWS::ApiGateway::Stage", id)
            .Concat(Parts("AWS::ApiGateway::Deployment", id).Where(static deployment => deployment.Values["StageName"] is not null)).ToList();
        if (stages is not [var stage])
        {
            api.Values.Report(
                "Name", stages.Count == 0 ? "The API has no stage, so nobody can call it." : "LocalAws serves one stage of an API.",
                stages.Count == 0 ? "Declare an AWS::ApiGateway::Stage for it." : "Declare the others only where the template is deployed, with a Condition.");
            return null;
        }

        CheckDeployed(api, id);
        return (stage.Values.Text("StageName") ?? stage.Physical.Name, stage.Values.TextMap("Variables"));
    }

    // A deployment holds the methods that exist when it is made, and CloudFormation makes it as soon as the API is there.
    private void CheckDeployed(Resource api, string id)
    {
        var waitsFor = Parts("AWS::ApiGateway::Deployment", id)
            .SelectMany(static deployment => deployment.Declaration.DependsOn).Select(static one => one.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var method in Parts("AWS::ApiGateway::Method", id).Where(method => !waitsFor.Contains(method.LogicalId)))
        {
            method.Values.Trap(
                TrapKind.MethodMayNotBeDeployed, method.Declaration.Line, $"No deployment of {api.LogicalId} waits for this method: CloudFormation may deploy the API without it.",
                $"Add 'DependsOn: {method.LogicalId}' to the AWS::ApiGateway::Deployment.");
        }
    }

    private static void CheckEndpoint(Values api)
    {
        if (api.Inner("EndpointConfiguration").Texts("Types").Any(static type => type.Text == "PRIVATE"))
        {
            api.Close("EndpointConfiguration", "LocalAws does not enforce which VPC endpoints reach a private API.", "Give it only where the template is deployed, with Fn::If.");
        }
    }

    private IEnumerable<Resource> OfType(string type) => resources.Where(resource => resource.TypeName == type);

    private IEnumerable<Resource> Parts(string type, string api) => OfType(type).Where(part => part.Values.Text("RestApiId") == api);

    private static string Id(Resource resource) => resource.Declaration.Type!.Ref(resource.Physical);
}
