using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sam.RequestModels;

/// <summary>
/// The models of an API, which may refer to each other by API Gateway's URL (<c>https://apigateway.amazonaws.com/restapis/API/models/NAME</c>) or, in a document, by
/// <c>#/definitions/NAME</c> and
/// <c>#/components/schemas/NAME</c>. API Gateway Developer Guide, "Data models for REST APIs".
/// </summary>
/// <param name="find">The schema of a model as JSON; null where there is no model of the name.</param>
internal sealed class ModelSchemas(Func<string, string?> find)
{
    private const string Definitions = "definitions";

    private static readonly string[] InDocument = ["#/definitions/", "#/components/schemas/"];

    /// <summary>A schema that holds all that it refers to.</summary>
    /// <param name="schema">The schema as JSON.</param>
    /// <param name="problem">Why it cannot be used; null when it can.</param>
    public string? Whole(string schema, out string? problem)
    {
        if (Parse(schema) is not { } root)
        {
            problem = "A model is no JSON schema.";
            return null;
        }

        var added = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        problem = Resolve(root, root[Definitions] as JsonObject, added);
        if (problem is not null)
        {
            return null;
        }

        if (added.Count > 0)
        {
            var definitions = root[Definitions] as JsonObject ?? [];
            root[Definitions] = definitions.Parent is null ? definitions : definitions.DeepClone();
            foreach (var (name, model) in added)
            {
                root[Definitions]![name] = model;
            }
        }

        return root.ToJsonString();
    }

    private string? Resolve(JsonNode? node, JsonObject? own, Dictionary<string, JsonNode?> added)
    {
        switch (node)
        {
            case JsonArray list:
                return list.Select(item => Resolve(item, own, added)).FirstOrDefault(static problem => problem is not null);
            case JsonObject map:
                if (map["$ref"] is JsonValue reference && reference.TryGetValue<string>(out var target) && ResolveReference(map, target, own, added) is { } problem)
                {
                    return problem;
                }

                return map.Select(member => Resolve(member.Value, own, added)).FirstOrDefault(static problem => problem is not null);
            default:
                return null;
        }
    }

    private string? ResolveReference(JsonObject map, string target, JsonObject? own, Dictionary<string, JsonNode?> added)
    {
        if (NameOf(target) is not { } name)
        {
            return target.StartsWith('#') ? null : $"A model refers to '{target}', which is no model of the API.";
        }

        if (target.StartsWith(InDocument[0], StringComparison.Ordinal) && own?.ContainsKey(name) == true)
        {
            return null;
        }

        map["$ref"] = $"{InDocument[0]}{name}";
        if (added.ContainsKey(name))
        {
            return null;
        }

        if (find(name) is not { } text || Parse(text) is not { } model)
        {
            return $"A model refers to the model '{name}', which the API does not have.";
        }

        added[name] = model;
        var problem = Resolve(model, model[Definitions] as JsonObject, added);
        if (model[Definitions] is JsonObject inner)
        {
            // What a model defines for itself goes to the top with it, where its references look.
            foreach (var (key, value) in inner)
            {
                added.TryAdd(key, value?.DeepClone());
            }

            model.Remove(Definitions);
        }

        return problem;
    }

    private static string? NameOf(string target)
    {
        foreach (var prefix in InDocument)
        {
            if (target.StartsWith(prefix, StringComparison.Ordinal) && target.IndexOf('/', prefix.Length) < 0)
            {
                return target[prefix.Length..];
            }
        }

        const string models = "/models/";
        return target.StartsWith("https://apigateway.", StringComparison.Ordinal) && target.LastIndexOf(models, StringComparison.Ordinal) is var at and > 0
            && target.IndexOfAny(['/', '#'], at + models.Length) < 0
            ? target[(at + models.Length)..]
            : null;
    }

    private static JsonObject? Parse(string schema)
    {
        try
        {
            return JsonNode.Parse(schema) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
