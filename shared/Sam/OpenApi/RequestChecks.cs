using System.Collections.Immutable;
using Sam.Documents;
using Sam.Integrations;
using Sam.Policies;
using Sam.RequestModels;
using Sam.Resources;

namespace Sam.OpenApi;

/// <summary>What a REST API's document has checked of requests. API Gateway Developer Guide, "Set up basic request validation using OpenAPI".</summary>
internal sealed class RequestChecks(Values body, ApiKind kind)
{
    private const string Extension = "x-amazon-apigateway-request-validator";

    private readonly Values validators = kind == ApiKind.Rest ? body.Inner($"{Extension}s") : body.Part("", MapNode.Empty, 1);
    private readonly ModelSchemas schemas = new(name => Named(body, name) is { } model ? PolicyDocument.ToJson(model) : null);
    private readonly string? ofAll = kind == ApiKind.Rest ? body.Text(Extension) : null;

    /// <summary>What is checked of an operation's requests; null for nothing. The operation's own validator comes before the document's.</summary>
    public RequestCheck? Of(Values operation, MapNode path)
    {
        if ((operation.Text(Extension) ?? ofAll) is not { } name || validators[name] is not MapNode)
        {
            return null;
        }

        var validator = validators.Inner(name);
        var parameters = Items(path["parameters"]).Concat(Items(operation["parameters"])).Select(Resolved).OfType<MapNode>().ToList();
        var checksBody = validator.Flag("validateRequestBody") == true;
        var check = new RequestCheck
        {
            Required = validator.Flag("validateRequestParameters") == true
                ? [.. parameters.Where(static one => IsTrue(one["required"])).Select(Name).OfType<string>().Distinct()]
                : [],
            ChecksBody = checksBody,
            Models = checksBody ? Models(operation, parameters) : ImmutableDictionary<string, string>.Empty,
        };
        return check.ChecksAnything ? check : null;
    }

    private ImmutableDictionary<string, string> Models(Values operation, List<MapNode> parameters)
    {
        var models = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        if (parameters.Find(static one => Text(one["in"]) == "body")?["schema"] is { } schema)
        {
            Add(models, operation, "application/json", schema);
        }

        foreach (var content in (operation["requestBody"] as MapNode)?["content"] is MapNode types ? types.Given : [])
        {
            if ((content.Value as MapNode)?["schema"] is { } model)
            {
                Add(models, operation, content.Key, model);
            }
        }

        return models.ToImmutable();
    }

    private void Add(ImmutableDictionary<string, string>.Builder models, Values operation, string type, Node schema)
    {
        if (schemas.Whole(PolicyDocument.ToJson(schema), out var problem) is { } whole)
        {
            models[type] = whole;
        }
        else
        {
            operation.Close("", problem!, "Declare the model in the document.");
        }
    }

    private static Node? Named(Values body, string name) =>
        (body["definitions"] as MapNode)?[name] ?? ((body["components"] as MapNode)?["schemas"] as MapNode)?[name];

    private static string? Name(MapNode parameter) => (Text(parameter["in"]), Text(parameter["name"])) switch
    {
        ("query", { } name) => $"querystring.{name}",
        (("header" or "path") and var place, { } name) => $"{place}.{name}",
        _ => null,
    };

    private Node? Resolved(Node parameter) => parameter is MapNode map && Text(map["$ref"]) is ['#', '/', .. var steps]
        ? steps.Split('/').Aggregate((Node?)body.Map, static (at, step) => (at as MapNode)?[step])
        : parameter;

    private static ImmutableArray<Node> Items(Node? list) => (list as ListNode)?.Items ?? [];

    private static bool IsTrue(Node? node) => Text(node) is "true" or "True";

    private static string? Text(Node? node) => (node as ScalarNode)?.Text;
}
