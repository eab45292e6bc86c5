using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;
using Sam.OpenApi;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// <c>Cors</c> of a REST API: an <c>OPTIONS</c> method for each path that has none. Source: AWS SAM, "CorsConfiguration", and aws-sam-translator's
/// <c>SwaggerEditor.add_cors</c>. What the functions answer carries no header of it: that is theirs to set.
/// </summary>
internal sealed class Preflights
{
    private const string AllMethods = "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT";

    private readonly Values api;
    private readonly Values? cors;
    private readonly SortedSet<string> unquoted = new(StringComparer.Ordinal);

    private Preflights(Values api, Values? cors)
    {
        (this.api, this.cors) = (api, cors);
        Origin = Literal(cors is null ? api : cors, cors is null ? "Cors" : "AllowOrigin") ?? (cors is null ? null : "*");
    }

    private string? Origin { get; }

    /// <summary>Reads the property; null where there is none.</summary>
    public static Preflights? Read(Values api, ErrorList errors)
    {
        if (api["Cors"] is not { } node)
        {
            return null;
        }

        if (node is not MapNode map)
        {
            return new Preflights(api, null);
        }

        new ShapeCheck(api.Resource, "Cors", errors).Check(map, ApiTypes.Cors, "Cors");
        var cors = api.Inner("Cors");
        var read = new Preflights(api, cors);
        if (cors.Flag("AllowCredentials") == true && read.Origin == "*")
        {
            cors.Report(
                "AllowCredentials", "Browsers send no credentials where every origin is allowed, and the transform refuses the pair.",
                "Name the origin, or remove AllowCredentials.");
        }

        return read;
    }

    /// <summary>Adds the methods. Paths that differ by a slash at the end are one resource to API Gateway, and get one.</summary>
    public void AddTo(OperationList operations, string file)
    {
        var line = api.LineOf("Cors");
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in operations.Paths.ToList())
        {
            if (!done.Add(path.Length > 1 ? path.TrimEnd('/') : path) || operations.KeysOf(path).Contains("OPTIONS") || For(operations.KeysOf(path)) is not { } answer)
            {
                continue;
            }

            var values = api.Part($"Cors[OPTIONS {path}]", MapNode.Empty, line);
            foreach (var text in unquoted)
            {
                values.Close("", $"'{text}' has no quotes of its own, and API Gateway refuses it as an invalid mapping expression.", $"Write \"'{text.Trim('\'')}'\".");
            }

            operations.Put(new ApiOperation("OPTIONS", path, values, new SourceLine(file, line)) { Unit = values.At, Mock = answer });
        }
    }

    // What the method of a path answers, or null after an error.
    private MockAnswer? For(IEnumerable<string> methods)
    {
        var all = methods.Append("OPTIONS").Distinct().Order(StringComparer.Ordinal).ToList();
        var written = all.Contains("*") ? AllMethods : string.Join(',', all);
        return Origin is null ? null : new MockAnswer(
            200,
            [.. Headers(Origin, Literal(cors, "AllowMethods") ?? written)
                .Where(static header => header.Value is not null).Select(static header => KeyValuePair.Create(header.Name, header.Value!))],
            "{}\n");
    }

    private IEnumerable<(string Name, string? Value)> Headers(string origin, string methods) =>
    [
        ("Access-Control-Allow-Origin", origin),
        ("Access-Control-Allow-Methods", methods),
        ("Access-Control-Allow-Headers", Literal(cors, "AllowHeaders")),
        ("Access-Control-Max-Age", Literal(cors, "MaxAge")),
        ("Access-Control-Allow-Credentials", cors?.Flag("AllowCredentials") == true ? "true" : null),
    ];

    // API Gateway reads the values as mapping expressions: a text stands in quotes of its own.
    private string? Literal(Values? values, string property)
    {
        if (values?.Text(property) is not { } text)
        {
            return null;
        }

        if (text is ['\'', .. { Length: > 0 } inner, '\''] && !inner.Contains('\'', StringComparison.Ordinal))
        {
            return inner;
        }

        unquoted.Add(text);
        return text;
    }
}
