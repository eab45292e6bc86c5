using System.Text.Json.Nodes;

namespace ServiceApps;

/// <summary>An answer as a client sees it.</summary>
internal sealed record Answer(int Status, string? ContentType, string? Location, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string this[string field] => Json[field]!.ToString();

    public IReadOnlyList<string> ErrorPaths => [.. Json["errors"]!.AsObject().Select(error => error.Key)];

    public static async Task<Answer> OfAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, response.Headers.Location?.ToString(),
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    public void IsProblem(int status)
    {
        Assert.Equal(status, Status);
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(status, (int)Json["status"]!);
        Assert.NotNull(Json["title"]);
        Assert.NotNull(Json["type"]);
    }
}
