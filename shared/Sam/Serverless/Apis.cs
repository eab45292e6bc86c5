using System.Collections.Immutable;
using Sam.Authorizers;
using Sam.Errors;
using Sam.Integrations;
using Sam.Intrinsics;
using Sam.OpenApi;
using Sam.Policies;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// Builds the REST APIs from <c>AWS::Serverless::Api</c> and the events that name them: the operations of the API's document and of the events, then what <c>Cors</c> and
/// <c>Auth</c> do to them, in the transform's order.
/// </summary>
internal sealed class Apis(
    ImmutableArray<Resource> resources, ImmutableArray<ApiEvent> events, PolicyCompiler compiler, DependencyGraph dependencies, DefinitionFiles files,
    CredentialsReader credentials, ErrorList errors)
{
    private readonly FunctionArns functions = new(resources);
    private readonly ILookup<string, ApiEvent> byApi = events.ToLookup(static one => one.Api, StringComparer.Ordinal);

    public ImmutableArray<RestApi> Build() =>
        [.. resources.Where(static resource => resource.TypeName == "AWS::Serverless::Api").Select(Build)];

    private RestApi Build(Resource api)
    {
        var values = api.Values;
        var stage = values.Text("StageName") ?? "";
        if (values["StageName"] is Documents.ScalarNode { Text: "" })
        {
            values.Report("StageName", "StageName cannot be empty.", "Name the stage, such as Prod.");
        }

        var variables = values.TextMap("Variables");
        var isPrivate = RestApiChecks.Endpoint(values, out var endpoints);
        RestApiChecks.Cors(values);
        var uris = new FunctionUris(functions, variables, api.Physical.Stack);
        var definition = Definition.Read(values, files, file => new OpenApiReader(ApiKind.Rest, new SchemeReader(ApiKind.Rest, uris, credentials), file));
        var (operations, policy, schemes) = Operations(api, stage, definition);
        var document = (definition.Document ?? new ApiDocument(ApiKind.Rest)) with { Operations = operations.ToImmutable(), Schemes = schemes };
        // The transform lets "~1" stand for the slash, which a key of a map could not hold.
        ImmutableArray<string> binary = [.. values.Texts("BinaryMediaTypes").Select(static type => type.Text.Replace("~1", "/", StringComparison.Ordinal))];
        return new RestApi
        {
            LogicalId = api.LogicalId,
            ApiId = api.Declaration.Type!.Ref(api.Physical),
            Name = values.Text("Name") ?? document.Title ?? api.Physical.Stack.StackName,
            StageName = stage,
            StageVariables = variables,
            DisableExecuteApiEndpoint = values.Flag("DisableExecuteApiEndpoint") ?? document.DisableExecuteApiEndpoint ?? false,
            ResourcePolicy = policy,
            Routes = new OperationRoutes(values, uris, credentials).Of(document),
            BinaryMediaTypes = binary.IsEmpty ? document.BinaryMediaTypes : binary,
            ApiKeySource = values.Text("ApiKeySourceType") ?? document.ApiKeySource ?? "HEADER",
            IsPrivate = isPrivate,
            VpcEndpointIds = [.. endpoints.Concat(document.VpcEndpointIds).Distinct()],
            GatewayResponses = GatewayResponses.Read(values, document),
            Line = new SourceLine(files.Template, api.Declaration.Line),
        };
    }

    private (OperationList Operations, Iam.Policy? Policy, ImmutableDictionary<string, SecurityScheme> Schemes) Operations(Resource api, string stage, Definition definition)
    {
        var values = api.Values;
        var mine = byApi[api.LogicalId].ToList();
        var declared = new RestAuthorizers(functions, credentials).Read(values.Inner("Auth"));
        var auth = new RestAuth(values.Inner("Auth"), declared);
        var added = new RestEvents(new RestRouteAuthorizers(values.Inner("Auth"), auth, declared, credentials), values, definition.IsManaged, files.Template);
        var preflights = Preflights.Read(values, errors);
        var operations = new OperationList(definition.Document);
        foreach (var route in mine.Where(_ => definition.IsManaged || added.IsMerged))
        {
            // The API's document holds the function's ARN.
            dependencies.Add(api.LogicalId, route.Function.LogicalId, route.Line);
        }

        added.AddTo(operations, mine);
        RestApiChecks.Siblings(operations.All);
        var policy = new RestApiPolicy(api, stage, compiler).Read(definition.Document?.Policy, [.. mine.Where(added.HasPolicyOf)], operations, preflights is not null);
        preflights?.AddTo(operations, files.Template);
        var schemes = auth.Apply(definition.Document, operations, added.IsMerged && !definition.IsManaged);
        return (operations, policy, schemes);
    }
}
