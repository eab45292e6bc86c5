using System.Net;
using System.Text;
using System.Text.Json;
using Emulation.DynamoDb;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Protocol;
using Emulation.DynamoDb.Tables;
using Emulation.Sessions;
using Emulation.Tests.Gateway.Authorizers;
using Emulation.Tests.Sts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Emulation.Tests.DynamoDb;

/// <summary>Decides calls as the front does, without its door: with a server that describes one table, and callers of a template.</summary>
internal sealed class DecidingFront : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly Desk desk;
    private readonly WebApplication web;
    private DynamoDbUpstream upstream = null!;
    private TablePolicies policies = null!;
    private AccessDecisions decisions = null!;

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
        var stack = Given.Stack(template);
        front.upstream = new DynamoDbUpstream(UpstreamEndpoint.ParseAll([$"dynamodb={front.web.Urls.First()}"], static _ => null)["dynamodb"], "us-east-1", TimeProvider.System);
        front.policies = new TablePolicies(front.folder, stack.Tables, () => front.desk.Accounts.Current);
        var surroundings = Given.Surroundings(organization is null ? null : Given.Stacks(template, organization).Organization);
        front.decisions = new AccessDecisions(stack, new TableDirectory(front.upstream, stack.Tables, TimeProvider.System), front.policies, surroundings);
        return front;
    }

    /// <summary>What is decided about a call of a user.</summary>
    public async Task<CallDecision> DecideAsync(string user, string operation, string body)
    {
        using var document = RequestBody.Parse(Encoding.UTF8.GetBytes(body));
        return await decisions.DecideAsync(
            Operations.All[operation], document.RootElement, desk.UserNamed(user), new RequestFacts([], IPAddress.Loopback, false, "us-east-1", TokenMaker.Now), TestContext.Current.CancellationToken);
    }

    /// <summary>The type of the refusal; null when the call may go on.</summary>
    public async Task<string?> RefusalAsync(string user, string operation, string body) => (await DecideAsync(user, operation, body)).Refusal?.ShortType;

    public async ValueTask DisposeAsync()
    {
        policies.Dispose();
        upstream.Dispose();
        await web.DisposeAsync();
        desk.Dispose();
        Directory.Delete(folder, recursive: true);
    }

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
