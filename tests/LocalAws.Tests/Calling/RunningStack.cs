using System.Text.Json;
using Emulation.Console;

namespace Tool.Tests.Calling;

/// <summary>What a LocalAws says that runs, made up.</summary>
internal static class RunningStack
{
    public static Uri Endpoint { get; } = new("http://127.0.0.1:4566");

    /// <summary>One API of REST at one stage.</summary>
    public static StackPage OfOne { get; } = Of(Api("NotesApi", "aaaaaaaaaa", "prod", "local", "GET /notes", "POST /notes", "GET /notes/{id}"));

    /// <summary>Two APIs that share a path, one of them at <c>$default</c>, and the URL of a function.</summary>
    public static StackPage OfSeveral { get; } = Of(
        Api("NotesApi", "aaaaaaaaaa", "prod", "local", "GET /notes", "POST /notes", "GET /notes/{id}", "GET /health"),
        Api("PeopleApi", "bbbbbbbbbb", "$default", "local", "ANY /people/{proxy+}", "GET /health"),
        Api("ShopUrl", "cccccccccccccccccccc", "", "local", "ANY $default"));

    /// <summary>Two stacks with an API of the same logical id, and one of them at two stages.</summary>
    public static StackPage OfTwoStacks { get; } = Of(
        Api("Api", "aaaaaaaaaa", "v1", "first", "GET /notes"), Api("Api", "aaaaaaaaaa", "v2", "first", "GET /notes"), Api("Api", "bbbbbbbbbb", "prod", "second", "GET /people"));

    private static StackPage Of(params string[] apis) => JsonSerializer.Deserialize(
        $$"""{"accountId": "111122223333", "region": "us-east-1", "apis": [{{string.Join(',', apis)}}], "functions": [], "roles": [], "users": [], "apiKeys": []}""",
        StackPageJson.Default.StackPage)!;

    private static string Api(string name, string id, string stage, string stack, params string[] routes)
    {
        var url = $"{Endpoint}{(name.EndsWith("Url", StringComparison.Ordinal) ? "lambda-url" : "execute-api")}/{id}{(stage is "" or "$default" ? "" : $"/{stage}")}";
        var listed = routes.Select(static route => route.Split(' ')).Select(static route =>
            $$"""{"method": "{{route[0]}}", "path": "{{route[1]}}", "authorizer": "AWS_IAM", "function": "Shop"}""");
        return $$"""{"logicalId": "{{name}}", "apiId": "{{id}}", "stage": "{{stage}}", "url": "{{url}}", "stack": "{{stack}}", "routes": [{{string.Join(',', listed)}}]}""";
    }
}
