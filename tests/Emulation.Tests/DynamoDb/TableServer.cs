using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Emulation.Tests.DynamoDb;

/// <summary>A server that describes the table <c>scores</c>, with its tags in two pages, and answers everything else with no items.</summary>
internal sealed class TableServer : IAsyncDisposable
{
    private const string Scores = """
        {"TableName":"scores","TableArn":"arn:aws:dynamodb:ddblocal:000000000000:table/scores",
         "KeySchema":[{"AttributeName":"UserId","KeyType":"HASH"},{"AttributeName":"GameTitle","KeyType":"RANGE"}],
         "AttributeDefinitions":[{"AttributeName":"UserId","AttributeType":"S"},{"AttributeName":"GameTitle","AttributeType":"S"},{"AttributeName":"TopScore","AttributeType":"N"}],
         "GlobalSecondaryIndexes":[
           {"IndexName":"byGame","KeySchema":[{"AttributeName":"GameTitle","KeyType":"HASH"},{"AttributeName":"TopScore","KeyType":"RANGE"}]},
           {"IndexName":"byBoth","KeySchema":[{"AttributeName":"GameTitle","KeyType":"HASH"},{"AttributeName":"TopScore","KeyType":"HASH"}]}],
         "LocalSecondaryIndexes":[{"IndexName":"byScore","KeySchema":[{"AttributeName":"UserId","KeyType":"HASH"},{"AttributeName":"TopScore","KeyType":"RANGE"}]}]}
        """;

    private readonly WebApplication web;

    private TableServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        web = builder.Build();
        web.Run(AnswerAsync);
    }

    /// <summary>What <c>--upstream</c> says of it.</summary>
    public string Upstream => $"dynamodb={web.Urls.First()}";

    public static async Task<TableServer> StartAsync()
    {
        var server = new TableServer();
        await server.web.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => web.DisposeAsync();

    private static async Task AnswerAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var isKnown = !body.RootElement.TryGetProperty("TableName", out var name) || name.GetString() == "scores";
        if (!isKnown)
        {
            http.Response.StatusCode = 400;
        }

        http.Response.Headers["x-amz-crc32"] = "7";
        http.Response.ContentType = "application/x-amz-json-1.0";
        await http.Response.WriteAsync((http.Request.Headers["X-Amz-Target"].ToString().Split('.')[1], isKnown) switch
        {
            (_, false) => """{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"}""",
            ("DescribeTable", _) => $$"""{"Table":{{Scores}}}""",
            ("ListTagsOfResource", _) => IsSecondPage(body) ? """{"Tags":[{"Key":"stage","Value":"test"}]}""" : """{"Tags":[{"Key":"team","Value":"games"}],"NextToken":"2"}""",
            _ => """{ "Items" : [] }""",
        });
    }

    private static bool IsSecondPage(JsonDocument body) => body.RootElement.TryGetProperty("NextToken", out var next) && next.ValueKind == JsonValueKind.String;
}
