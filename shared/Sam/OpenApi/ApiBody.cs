using System.Collections.Immutable;
using Sam.Documents;
using Sam.Integrations;
using Sam.Resources;

namespace Sam.OpenApi;

/// <summary>
/// Reads <c>Body</c> and <c>BodyS3Location</c> of an API that the template writes out. AWS CloudFormation, "AWS::ApiGateway::RestApi" and "AWS::ApiGatewayV2::Api".
/// </summary>
internal sealed class ApiBody(FunctionArns functions, DefinitionFiles files, CredentialsReader credentials)
{
    private const string Inline = "Body";
    private const string Location = "BodyS3Location";

    /// <summary>
    /// The document and its routes at a stage with these variables; nothing of an API without one, and of one that cannot be read, for which the API is closed or an
    /// error has been reported.
    /// </summary>
    public (ApiDocument? Document, ImmutableArray<Route> Routes) Read(Resource api, ApiKind kind, IReadOnlyDictionary<string, string> variables)
    {
        var values = api.Values;
        CheckBasePath(values);
        var uris = new FunctionUris(functions, variables, api.Physical.Stack);
        var document = values[Inline] switch
        {
            null => InFile(values, kind, uris),
            UnknownNode => Unknown(values),
            _ => Reader(kind, uris, files.Template).Read(values.Inner(Inline)),
        };
        return document is null ? (null, []) : (document, new OperationRoutes(values, uris, credentials).Of(document));
    }

    private ApiDocument? InFile(Values values, ApiKind kind, FunctionUris uris) =>
        values[Location] is not null && files.Read(values, Location) is var (file, root) && file is not null ? Reader(kind, uris, file).Read(root!) : null;

    private OpenApiReader Reader(ApiKind kind, FunctionUris uris, string file) => new(kind, new SchemeReader(kind, uris, credentials), file);

    private static ApiDocument? Unknown(Values values)
    {
        values.Text(Inline);
        return null;
    }

    /// <summary>"The default is ignore": with anything else the paths are others.</summary>
    private static void CheckBasePath(Values values)
    {
        var parameters = values["Parameters"] is MapNode ? values.Inner("Parameters") : values;
        foreach (var property in (string[])["basepath", "basePath", "BasePath"])
        {
            if (parameters[property] is ScalarNode { Text: "prepend" or "split" } mode)
            {
                parameters.Close(property, $"LocalAws does not {mode.Text} the base path of a document.", "Write the paths whole, and leave the base path out.");
            }
        }
    }
}
