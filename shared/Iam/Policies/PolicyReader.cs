using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Iam.Policies;

/// <summary>Reads a document strictly: unknown elements, repeated keys and wrong types are errors, and all errors are reported at once.</summary>
internal static class PolicyReader
{
    private const string Current = "2012-10-17";
    private const string Former = "2008-10-17";
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    public static PolicyParseResult Read(string json, PolicyKind kind, PolicyOrigin origin, PolicyParseOptions options)
    {
        var errors = new PolicyErrors();
        CheckCharacters(json, kind, errors);
        var root = ReadTree(json, errors);
        var statements = root is null ? [] : ReadDocument(root, kind, options, errors);
        return errors.Any
            ? new PolicyParseResult(null, errors.ToImmutable())
            : new PolicyParseResult(new Policy(kind, origin, statements, json), []);
    }

    /// <summary>What IAM's API takes as a document: tab, line feed, carriage return, and U+0020 to U+00FF.</summary>
    private static void CheckCharacters(string json, PolicyKind kind, PolicyErrors errors)
    {
        if (kind is PolicyKind.Resource)
        {
            return;
        }

        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] is not ('\t' or '\n' or '\r' or (>= ' ' and <= '\u00FF')))
            {
                var line = json.AsSpan(0, i).Count('\n') + 1;
                errors.Add("$", "Syntax errors in policy.", $"U+{(int)json[i]:X4} is no character of a policy document. Leave it out, or write it as \\u{(int)json[i]:x4}.", line);
                return;
            }
        }
    }

    private static void CheckId(JsonTree? id, PolicyKind kind, PolicyParseOptions options, PolicyErrors errors)
    {
        if (id is { Kind: not JsonTokenType.String })
        {
            errors.Add(id, "Syntax errors in policy.", "Id is a string.");
        }
        else if (id is not null && !options.Simulated && kind is PolicyKind.Identity or PolicyKind.Boundary or PolicyKind.Session)
        {
            errors.Add(id!, "Syntax errors in policy.", "Identity policies have no Id: remove it.");
        }
    }

    private static JsonTree? ReadTree(string json, PolicyErrors errors)
    {
        try
        {
            var utf8 = Encoding.UTF8.GetBytes(json);
            var reader = new Utf8JsonReader(utf8, Options);
            reader.Read();
            var root = JsonTree.Read(ref reader, "$", new LineCounter(utf8), errors);
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
            errors.Add(
                e.Path is { Length: > 0 } path ? path : "$", "Syntax errors in policy.",
                $"The text is not JSON (line {e.LineNumber + 1}): {e.Message}", (int)(e.LineNumber ?? 0) + 1);
        }

        return null;
    }

    private static ImmutableArray<Statement> ReadDocument(JsonTree root, PolicyKind kind, PolicyParseOptions options, PolicyErrors errors)
    {
        var version = Version(root["Version"], errors);
        if (options.Managed && version != Current)
        {
            errors.Add(root["Version"] ?? root, "Policy document must be version 2012-10-17 or greater.", "Write \"Version\": \"2012-10-17\".");
        }

        CheckId(root["Id"], kind, options, errors);

        foreach (var (name, element) in root.Members)
        {
            if (name is not ("Version" or "Id" or "Statement"))
            {
                errors.Add(element, "Syntax errors in policy.", $"'{PolicyErrors.Clip(name)}' is no element of a policy. {Suggestion.For(name, ["Version", "Id", "Statement"])}");
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
                errors.Add(element, "Syntax errors in policy.", "A statement is a JSON object.");
                continue;
            }

            statements.Add(new StatementReader(kind, options, version == Current, errors).Read(element, statements.Count));
        }

        if (block.AsList().Count == 0)
        {
            errors.Add(block, "Syntax errors in policy.", "A policy has at least one statement.");
        }

        foreach (var twice in statements.Where(s => s.Sid is { Length: > 0 }).GroupBy(s => s.Sid).Where(g => g.Count() > 1))
        {
            errors.Add(block, "Statement IDs (SID) in a single policy must be unique.", $"Two statements have the Sid '{twice.Key}'. Rename one.");
        }

        return statements.ToImmutable();
    }

    private static string Version(JsonTree? element, PolicyErrors errors)
    {
        if (element is null)
        {
            return Former;
        }

        if (element.Text is Current or Former)
        {
            return element.Text;
        }

        errors.Add(element, "The policy must contain a valid version string.", "Write \"Version\": \"2012-10-17\".");
        return Current;
    }
}
