using Sam.Documents;
using Sam.Errors;
using Sam.Resources;

namespace Sam.OpenApi;

/// <summary>The files beside the template that hold OpenAPI documents.</summary>
/// <param name="template">The template's file, as errors show it.</param>
/// <param name="folder">The template's folder.</param>
/// <param name="errors">What is wrong in them.</param>
internal sealed class DefinitionFiles(string template, string folder, ErrorList errors)
{
    /// <summary>The template's file, as errors show it.</summary>
    public string Template => template;

    /// <summary>The document that a property names, with the file's name; nulls for one that cannot be read, which has been reported or closes the API.</summary>
    public (string? File, Values? Root) Read(Values api, string property)
    {
        if (api[property] is MapNode || api.Text(property) is not { } path)
        {
            if (api[property] is MapNode)
            {
                CloseForeign(api, property);
            }

            return default;
        }

        if (path.Contains("://", StringComparison.Ordinal) || path.Contains('\0'))
        {
            CloseForeign(api, property);
            return default;
        }

        var file = Path.Combine(Path.GetDirectoryName(template) ?? "", path);
        string text;
        try
        {
            var whole = Path.GetFullPath(Path.Combine(folder, path));
            errors.Reads(whole);
            text = File.ReadAllText(whole);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            api.Report(property, $"The document cannot be read: {e.Message}", "Name a file, relative to the template.");
            return default;
        }

        var inFile = errors.In(file);
        return DocumentReader.Read(text, inFile) is { } root ? (file, new Values(Literal(root), api.Resource, property, inFile)) : default;
    }

    private static void CloseForeign(Values api, string property) =>
        api.Close(property, "The API's document is not on this machine.", "Name a file, relative to the template.");

    // CloudFormation does not look into the file, and API Gateway knows no functions.
    private static MapNode Literal(MapNode map) => new([.. map.Entries.Select(static entry => entry with { Value = Literal(entry.Value) })], map.Line);

    private static Node Literal(Node node) => node switch
    {
        MapNode { IsCall: true } call => new UnknownNode(
            call.Line,
            new Unknown(
                $"CloudFormation evaluates no functions in a file that is a document of its own, and this is {call.Entries[0].Key}.",
                "Write the value itself, or move the document to DefinitionBody.")),
        MapNode map => Literal(map),
        ListNode list => new ListNode([.. list.Items.Select(Literal)], list.Line),
        _ => node,
    };
}
