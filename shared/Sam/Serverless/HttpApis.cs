using System.Collections.Immutable;
using Sam.Authorizers;
using Sam.Integrations;
using Sam.Intrinsics;
using Sam.OpenApi;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// Builds the HTTP APIs from <c>AWS::Serverless::HttpApi</c> and the events that name them: the operations of the API's document and of the events, then what <c>Auth</c> does
/// to them.
/// </summary>
internal sealed class HttpApis(
    ImmutableArray<Resource> resources, ImmutableArray<ApiEvent> events, DependencyGraph dependencies, DefinitionFiles files, CredentialsReader credentials, HttpCors cors)
{
    private const string DefaultStage = "$default";

    private readonly FunctionArns functions = new(resources);
    private readonly ILookup<string, ApiEvent> byApi = events.ToLookup(static one => one.Api, StringComparer.Ordinal);

    public ImmutableArray<HttpApi> Build() =>
        [.. resources.Where(static resource => resource.TypeName == "AWS::Serverless::HttpApi").Select(Build)];

    private HttpApi Build(Resource api)
    {
        var values = api.Values;
        var variables = values.TextMap("StageVariables");
        var uris = new FunctionUris(functions, variables, api.Physical.Stack);
        var definition = Definition.Read(values, files, file => new OpenApiReader(ApiKind.Http, new SchemeReader(ApiKind.Http, uris, credentials), file));
        var operations = new OperationList(definition.Document);
        var auth = new HttpAuth(values.Inner("Auth"), new HttpAuthorizers(functions, credentials).Read(values.Inner("Auth")));
        if (!definition.IsFile)
        {
            foreach (var route in byApi[api.LogicalId])
            {
                // The API's document holds the function's ARN.
                dependencies.Add(api.LogicalId, route.Function.LogicalId, route.Line);
            }

            new HttpEvents(auth, definition.IsManaged, files.Template).AddTo(operations, byApi[api.LogicalId]);
        }

        var schemes = auth.Apply(definition.Document, operations);
        var document = (definition.Document ?? new ApiDocument(ApiKind.Http)) with { Operations = operations.ToImmutable(), Schemes = schemes };
        return new HttpApi
        {
            LogicalId = api.LogicalId,
            ApiId = api.Declaration.Type!.Ref(api.Physical),
            Name = values.Text("Name") ?? document.Title ?? api.Physical.Stack.StackName,
            StageName = values.Text("StageName") ?? DefaultStage,
            StageVariables = variables,
            DisableExecuteApiEndpoint = values.Flag("DisableExecuteApiEndpoint") ?? document.DisableExecuteApiEndpoint ?? false,
            Routes = new OperationRoutes(values, uris, credentials).Of(document),
            Cors = cors.Read(values, document),
            Line = new SourceLine(files.Template, api.Declaration.Line),
        };
    }
}
