using Sam.Documents;
using Sam.OpenApi;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>The OpenAPI document of an API of the transform's: <c>DefinitionBody</c>, or the file that <c>DefinitionUri</c> names.</summary>
/// <param name="Document">The document; null without one, and of one that cannot be read, for which the API is closed or an error has been reported.</param>
/// <param name="IsManaged">Whether there is none, so that the transform writes one from the events of functions.</param>
/// <param name="IsFile">Whether it stands in a file, which the transform does not look into.</param>
internal readonly record struct Definition(ApiDocument? Document, bool IsManaged, bool IsFile)
{
    private const string Body = "DefinitionBody";
    private const string Uri = "DefinitionUri";

    /// <summary>The properties that the transform takes only beside a document that it can change.</summary>
    private static readonly string[] OfBodiesOnly = ["Auth", "Cors", "CorsConfiguration", "GatewayResponses", "Models", "DisableExecuteApiEndpoint", "MergeDefinitions"];

    /// <summary>Reads it.</summary>
    /// <param name="api">The API's properties.</param>
    /// <param name="files">Where files are looked for.</param>
    /// <param name="readerOf">The reader for a document in a file of that name.</param>
    public static Definition Read(Values api, DefinitionFiles files, Func<string, OpenApiReader> readerOf)
    {
        if (api[Body] is null or MapNode { Entries.IsEmpty: true } && api[Uri] is null)
        {
            return new Definition(null, true, false);
        }

        if (api[Uri] is null)
        {
            return new Definition(api[Body] is UnknownNode ? Closed(api, Body) : readerOf(files.Template).Read(Editable(api)), false, false);
        }

        if (api[Body] is not null)
        {
            api.Report(Uri, "The API has a DefinitionBody and a DefinitionUri.", "Keep one of them.");
            return new Definition(null, false, true);
        }

        foreach (var property in OfBodiesOnly.Where(property => api[property] is not (null or ScalarNode { Text: "false" or "False" } or MapNode { Entries.IsEmpty: true })))
        {
            api.Report(
                property, $"The transform takes {property} only of an API whose document stands in the template.",
                $"Move the document to {Body}, or {property} into the document.");
        }

        return new Definition(files.Read(api, Uri) is var (file, root) && file is not null ? readerOf(file).Read(root!) : null, false, true);
    }

    // aws-sam-translator, SwaggerEditor: it wants maps where it adds something, and adds paths itself where it merges.
    private static Values Editable(Values api)
    {
        var body = api.Inner(Body);
        if (body["paths"] is null && api["MergeDefinitions"] is ScalarNode { Text: "true" or "True" })
        {
            return body.With("paths", new MapNode([], body.LineOf("")));
        }

        foreach (var path in body["paths"] is MapNode { IsCall: false } paths ? paths.Entries : [])
        {
            if (path.Value is not (MapNode or UnknownNode) && !path.Key.StartsWith("x-", StringComparison.Ordinal))
            {
                body.Report(
                    path.Value, $"paths.{path.Key}", $"Value of '{path.Key}' path must be a dictionary according to Swagger spec.", "Write the methods under it, or remove it.");
            }
        }

        return body;
    }

    private static ApiDocument? Closed(Values api, string property)
    {
        api.Text(property);
        return null;
    }
}
