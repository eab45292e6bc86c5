using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Integration.DynamoDb;

/// <summary>A server of this process that knows the template's tables, writes down what reaches it, and answers whatever a test wants.</summary>
public sealed class StandIn : IAsyncDisposable
{
    private const string Scores = """
        {"TableName":"scores","TableStatus":"ACTIVE","TableArn":"arn:aws:dynamodb:ddblocal:000000000000:table/scores",
         "KeySchema":[{"AttributeName":"UserId","KeyType":"HASH"},{"AttributeName":"GameTitle","KeyType":"RANGE"}],
         "AttributeDefinitions":[{"AttributeName":"UserId","AttributeType":"S"},{"AttributeName":"GameTitle","AttributeType":"S"},{"AttributeName":"TopScore","AttributeType":"N"}],
         "GlobalSecondaryIndexes":[{"IndexName":"byGame","KeySchema":[{"AttributeName":"GameTitle","KeyType":"HASH"},{"AttributeName":"TopScore","KeyType":"RANGE"}]}]}
        """;

    private const string Other = """
        {"TableName":"other","TableStatus":"ACTIVE","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}]}
        """;

    private readonly WebApplication web;
    private readonly ConcurrentQueue<Sent> sent = new();

    private StandIn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        web = builder.Build();
        web.Urls.Add("http://127.0.0.1:0");
        web.Run(AnswerAsync);
    }

    public Uri Url { get; private set; } = null!;

    /// <summary>A request that reached it.</summary>
    public sealed record Sent(string Operation, string Body, IReadOnlyDictionary<string, string> Headers);

    /// <summary>What reached it, but for LocalAws's own questions about tables.</summary>
    public IReadOnlyList<Sent> Forwarded => [.. sent.Where(static request => request.Operation is not ("DescribeTable" or "ListTables" or "ListTagsOfResource" or "TagResource"))];

    public IReadOnlyList<Sent> All => [.. sent];

    /// <summary>Writes the answer to what is forwarded.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = static http => http.Response.WriteAsync("{}");

    /// <summary>The table that DescribeTable shows as <c>scores</c>.</summary>
    public string Described { get; set; } = Scores;

    public static async Task<StandIn> StartAsync()
    {
        var server = new StandIn();
        await server.web.StartAsync();
        server.Url = new Uri(server.web.Urls.First());
        return server;
    }

    public ValueTask DisposeAsync() => web.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var operation = http.Request.Headers["X-Amz-Target"].ToString().Split('.')[^1];
        sent.Enqueue(new Sent(operation, body, http.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        var table = body.Contains("\"scores\"", StringComparison.Ordinal) ? Described : body.Contains("\"other\"", StringComparison.Ordinal) ? Other : null;
        switch (operation)
        {
            case "DescribeTable" when table is null:
                http.Response.StatusCode = 400;
                await http.Response.WriteAsync("""{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested resource not found"}""");
                break;
            case "DescribeTable":
                await http.Response.WriteAsync($$"""{"Table":{{table}}}""");
                break;
            case "ListTables":
                await http.Response.WriteAsync("""{"TableNames":["scores","other"]}""");
                break;
            case "ListTagsOfResource":
                await http.Response.WriteAsync(body.Contains("/scores", StringComparison.Ordinal) ? """{"Tags":[{"Key":"team","Value":"games"}]}""" : """{"Tags":[]}""");
                break;
            default:
                await Answer(http);
                break;
        }
    }
}
