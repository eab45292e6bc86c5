using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Iam.Policies;

/// <summary>Reads a document strictly: unknown elements, repeated keys and wrong types are errors, and all errors are reported at once.</summary>
internal static class PolicyReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    public static PolicyParseResult Read(string json, PolicyKind kind, PolicyOrigin origin, PolicyParseOptions options)
    {
        var errors = new ErrorList();
        var root = ReadTree(json, errors);
        var statements = root is null ? [] : ReadDocument(root, kind, options, errors);
        return errors.Any
            ? new PolicyParseResult(null, errors.ToImmutable())
            : new PolicyParseResult(new Policy(kind, origin, statements, json), []);
    }

    private static JsonTree? ReadTree(string json, ErrorList errors)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), Options);
            reader.Read();
            var root = JsonTree.Read(ref reader, "$", errors);
            if (reader.Read())
            {
                errors.Add("$", "Syntax errors in policy.", "Remove what follows the document's closing brace.");
            }

            if (root.Kind == JsonTokenType.StartObject)
            {
                return root;
            }

            errors.Add("$", "Syntax errors in policy.", "A policy is a JSON object with Version and Statement.");
        }
        catch (JsonException e)
        {
            errors.Add(e.Path is { Length: > 0 } path ? path : "$", "Syntax errors in policy.", $"The text is not JSON (line {e.LineNumber + 1}): {e.Message}");
        }

        return null;
    }

    private static ImmutableArray<Statement> ReadDocument(JsonTree root, PolicyKind kind, PolicyParseOptions options, ErrorList errors)
    {
        var version = Version(root["Version"], errors);
        if (root["Id"] is { Kind: not JsonTokenType.String } id)
        {
            errors.Add(id.Path, "Syntax errors in policy.", "Id is a string.");
        }

        foreach (var (name, element) in root.Members)
        {
            if (name is not ("Version" or "Id" or "Statement"))
            {
                errors.Add(element.Path, "Syntax errors in policy.", $"'{name}' is no element of a policy. {Suggestion.For(name, ["Version", "Id", "Statement"])}");
            }
        }

        if (root["Statement"] is not { } block)
        {
            errors.Add("$", "Syntax errors in policy.", "Add a Statement.");
            return [];
        }

        var statements = ImmutableArray.CreateBuilder<Statement>();
        foreach (var element in block.AsList())
        {
            if (element.Kind != JsonTokenType.StartObject)
            {
                errors.Add(element.Path, "Syntax errors in policy.", "A statement is a JSON object.");
                continue;
            }

            statements.Add(new StatementReader(kind, options, version == "2012-10-17", errors).Read(element, statements.Count));
        }

        if (statements.Count == 0)
        {
            errors.Add(block.Path, "Syntax errors in policy.", "A policy has at least one statement.");
        }

        foreach (var twice in statements.Where(s => s.Sid is { Length: > 0 }).GroupBy(s => s.Sid).Where(g => g.Count() > 1))
        {
            errors.Add(block.Path, "Statement IDs (SID) in a single policy must be unique.", $"Two statements have the Sid '{twice.Key}'. Rename one.");
        }

        return statements.ToImmutable();
    }

    private static string Version(JsonTree? element, ErrorList errors)
    {
        if (element is null)
        {
            return "2008-10-17";
        }

        if (element.Text is "2012-10-17" or "2008-10-17")
        {
            return element.Text;
        }

        errors.Add(element.Path, "The policy must contain a valid version string.", "Write \"Version\": \"2012-10-17\".");
        return "2012-10-17";
    }
}

/// <summary>The errors of one document, as they are found.</summary>
internal sealed class ErrorList
{
    private readonly ImmutableArray<PolicyError>.Builder errors = ImmutableArray.CreateBuilder<PolicyError>();

    public bool Any => errors.Count > 0;

    public void Add(string path, string message, string remedy) => errors.Add(new PolicyError(path, message, remedy));

    public ImmutableArray<PolicyError> ToImmutable() => errors.ToImmutable();
}
