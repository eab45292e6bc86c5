using System.Text.Json;
using System.Text;
using Emulation.Calls;
using Emulation.Decisions;
using Emulation.DynamoDb;
using Emulation.Protocols.Json;
using Emulation.Sessions;
using Emulation.State;
using Emulation.Tests.Gateway.Authorizers;
using Emulation.Tests.Sts;
using Emulation.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Emulation.Tests.DynamoDb;

/// <summary>Decides calls as the front does, of callers whose signature is taken for granted: with a server that describes one table, and callers of a template.</summary>
internal sealed class DecidingFront : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly Desk desk;
    private readonly WebApplication web;
    private DynamoDbService service = null!;
    private ServiceDoor<JsonDocument, JsonAnswer> door = null!;

    private DecidingFront(Desk desk, WebApplication web)
    {
        this.desk = desk;
        this.web = web;
    }

    /// <summary>The table that the server describes.</summary>
    public string Described { get; set; } = """
        {"TableName":"scores","TableArn":"arn:aws:dynamodb:ddblocal:000000000000:table/scores",
         "KeySchema":[{"AttributeName":"UserId","KeyType":"HASH"},{"AttributeName":"GameTitle","KeyType":"RANGE"}],
         "AttributeDefinitions":[{"AttributeName":"UserId","AttributeType":"S"},{"AttributeName":"GameTitle","AttributeType":"S"},{"AttributeName":"TopScore","AttributeType":"N"}],
         "GlobalSecondaryIndexes":[
           {"IndexName":"byGame","KeySchema":[{"AttributeName":"GameTitle","KeyType":"HASH"},{"AttributeName":"TopScore","KeyType":"RANGE"}]},
           {"IndexName":"byBoth","KeySchema":[{"AttributeName":"GameTitle","KeyType":"HASH"},{"AttributeName":"TopScore","KeyType":"HASH"}]}],
         "LocalSecondaryIndexes":[{"IndexName":"byScore","KeySchema":[{"AttributeName":"UserId","KeyType":"HASH"},{"AttributeName":"TopScore","KeyType":"RANGE"}]}]}
        """;

    public static async Task<DecidingFront> StartAsync(string template, string? organization = null, string? partner = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var front = new DecidingFront(new Desk(template, organization, partner), builder.Build());
        front.web.Run(front.AnswerAsync);
        await front.web.StartAsync(TestContext.Current.CancellationToken);
        var server = UpstreamEndpoint.ParseAll([$"dynamodb={front.web.Urls.First()}"], static _ => null)["dynamodb"];
        front.service = new DynamoDbService(Given.Stack(template), server, front.folder, () => front.desk.Accounts.Current, IdSource.SystemRandom, TimeProvider.System);
        front.door = front.desk.Doors.Open(front.service.Service);
        return front;
    }

    /// <summary>What is decided about a call of a user.</summary>
    public async Task<Decided> DecideAsync(string user, string operation, string body)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.ContentType = "application/x-amz-json-1.0";
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/";
        var request = (await ReceivedRequest.ReadAsync(http, body.Length))!;
        var called = door.Service.Operations[operation];
        using var parameters = door.Service.Protocol.Read(request, called.Members);
        var call = door.CallOf(parameters, desk.UserNamed(user), request.FactsIn("us-east-1", TokenMaker.Now), request);
        var answer = await door.AnswerAsync(called, call);
        answer.PassedOn?.Dispose();
        return new Decided(call.Subject!, answer.Refusal);
    }

    /// <summary>The type of the refusal; null when the call was sent on.</summary>
    public async Task<string?> RefusalAsync(string user, string operation, string body) => (await DecideAsync(user, operation, body)).Refusal?.Type.Split('#')[1];

    public async ValueTask DisposeAsync()
    {
        service.Dispose();
        await web.DisposeAsync();
        desk.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    internal sealed record Decided(DecisionSubject Subject, ServiceRefusal? Refusal);

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var isKnown = !body.RootElement.TryGetProperty("TableName", out var name) || name.GetString() == "scores";
        if (!isKnown)
        {
            http.Response.StatusCode = 400;
        }

        await http.Response.WriteAsync((http.Request.Headers["X-Amz-Target"].ToString().Split('.')[1], isKnown) switch
        {
            ("DescribeTable", true) => $$"""{"Table":{{Described}}}""",
            ("DescribeTable", false) => """{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"}""",

            // In two pages.
            _ when body.RootElement.TryGetProperty("NextToken", out var next) && next.ValueKind == JsonValueKind.String => """{"Tags":[{"Key":"stage","Value":"test"}]}""",
            _ => """{"Tags":[{"Key":"team","Value":"games"}],"NextToken":"2"}""",
        });
    }
}
