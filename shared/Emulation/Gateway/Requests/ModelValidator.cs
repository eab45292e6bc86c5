using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Wire;
using Json.Schema;

namespace Emulation.Gateway.Requests;

/// <summary>
/// Holds bodies against a model: JSON schema draft 4, as API Gateway reads it. "Data models for REST APIs". The library knows the drafts from 6 on, which say the same but for
/// a few words; those
/// are put into the newer form.
/// </summary>
internal sealed class ModelValidator
{
    private static readonly string[] Names = ["properties", "patternProperties", "definitions", "dependencies"];
    private static readonly string[] Values = ["enum", "default", "example"];

    private readonly JsonSchema? schema;

    private ModelValidator(JsonSchema? schema, string? problem) => (this.schema, Problem) = (schema, problem);

    /// <summary>Why the model cannot be used; null when it can.</summary>
    public string? Problem { get; }

    public static ModelValidator Of(string model)
    {
        try
        {
            var node = JsonNode.Parse(model);
            Renew(node, isSchema: true);
            return new ModelValidator(JsonSchema.FromText(node!.ToJsonString(), new BuildOptions { SchemaRegistry = new SchemaRegistry(), Dialect = Dialect.Draft06 }), null);
        }
        catch (Exception e) when (e is JsonException or JsonSchemaException or ArgumentException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return new ModelValidator(null, e.Message);
        }
    }

    /// <summary>Whether a body is what the model says; one that is no JSON is not.</summary>
    public bool Accepts(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(ForeignJson.Readable(body));
            return schema!.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.Flag }).IsValid;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Draft 4 has <c>id</c>, and limits that are exclusive by a flag beside them.</summary>
    private static void Renew(JsonNode? node, bool isSchema)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list)
                {
                    Renew(item, isSchema);
                }

                break;
            case JsonObject map:
                if (isSchema)
                {
                    map.Remove("$schema");
                    if (map["id"] is JsonValue)
                    {
                        map.Remove("id");
                    }

                    Renew(map, "exclusiveMinimum", "minimum");
                    Renew(map, "exclusiveMaximum", "maximum");
                }

                foreach (var (key, value) in map)
                {
                    // What is below the first are names, each of a schema; what is below the others are values.
                    if (!isSchema || !Values.Contains(key))
                    {
                        Renew(value, !isSchema || !Names.Contains(key));
                    }
                }

                break;
        }
    }

    private static void Renew(JsonObject map, string flag, string limit)
    {
        if (map[flag] is JsonValue value && value.TryGetValue<bool>(out var isExclusive))
        {
            map.Remove(flag);
            if (isExclusive && map[limit] is { } bound)
            {
                map[flag] = bound.DeepClone();
                map.Remove(limit);
            }
        }
    }
}
