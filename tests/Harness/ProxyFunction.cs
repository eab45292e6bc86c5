using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Harness;

/// <summary>Functions behind an API as a lambda expression: <c>Functions = { ["OrdersFunction"] = ProxyFunction.Of(call => ProxyAnswer.Json(new { call.Path })) }</c>.</summary>
public static class ProxyFunction
{
    /// <summary>A function that answers the events of REST APIs (payload format 1.0) and of HTTP APIs (2.0).</summary>
    public static FunctionHandler Of(Func<ProxyCall, ProxyAnswer> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return (input, _) => Task.FromResult<JsonNode?>(answer(ProxyCall.Read(input)).ToJson());
    }

    /// <inheritdoc cref="Of(Func{ProxyCall, ProxyAnswer})"/>
    public static FunctionHandler Of(Func<ProxyCall, Task<ProxyAnswer>> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return async (input, _) => (await answer(ProxyCall.Read(input)).ConfigureAwait(false)).ToJson();
    }
}

/// <summary>A request as API Gateway hands it to a function.</summary>
public sealed record ProxyCall
{
    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path; of an HTTP API with a named stage the stage is its first segment.</summary>
    public required string Path { get; init; }

    /// <summary>The route: the resource's path of a REST API, such as <c>/orders/{orderId}</c>; the route key of an HTTP API.</summary>
    public required string Route { get; init; }

    /// <summary>The body as text; null without one.</summary>
    public string? Body { get; init; }

    /// <summary>The ARN of the caller who signed; null unless the route's authorizer is <c>AWS_IAM</c>.</summary>
    public string? CallerArn { get; init; }

    /// <summary>The whole event.</summary>
    public required JsonNode Event { get; init; }

    /// <summary>The body, read as JSON.</summary>
    /// <exception cref="JsonException">It is none, or not of that form.</exception>
    public T? ReadJson<T>() => JsonSerializer.Deserialize<T>(Body ?? "null", JsonSerializerOptions.Web);

    /// <summary>The first value of a header, or null.</summary>
    public string? Header(string name) =>
        (Event["headers"] as JsonObject)?.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.ToString();

    internal static ProxyCall Read(JsonNode input)
    {
        var context = input["requestContext"];
        var isFormat2 = Text(input["version"]) == "2.0";
        return new ProxyCall
        {
            Method = Text(isFormat2 ? context?["http"]?["method"] : input["httpMethod"]) ?? "",
            Path = Text(isFormat2 ? input["rawPath"] : input["path"]) ?? "",
            Route = Text(isFormat2 ? input["routeKey"] : input["resource"]) ?? "",
            Body = Text(input["body"]) is { } body && input["isBase64Encoded"]?.GetValueKind() == JsonValueKind.True
                ? Encoding.UTF8.GetString(Convert.FromBase64String(body))
                : Text(input["body"]),
            CallerArn = Text(isFormat2 ? context?["authorizer"]?["iam"]?["userArn"] : context?["identity"]?["userArn"]),
            Event = input,
        };
    }

    private static string? Text(JsonNode? node) => node?.ToString();
}

/// <summary>What a function behind an API answers.</summary>
public sealed record ProxyAnswer
{
    /// <summary>The HTTP status.</summary>
    public int StatusCode { get; init; } = 200;

    /// <summary>The body as text; null for none.</summary>
    public string? Body { get; init; }

    /// <summary>The headers.</summary>
    public IDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>An answer in JSON, camelCase.</summary>
    /// <param name="body">What is written.</param>
    /// <param name="statusCode">The HTTP status.</param>
    public static ProxyAnswer Json(object? body, int statusCode = 200) =>
        new() { StatusCode = statusCode, Body = JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Headers = { ["content-type"] = "application/json" } };

    internal JsonObject ToJson() => new()
    {
        ["statusCode"] = StatusCode,
        ["headers"] = new JsonObject(Headers.Select(static header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))),
        ["body"] = Body,
    };
}
