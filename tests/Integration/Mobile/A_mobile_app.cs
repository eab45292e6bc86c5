using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using DynamoServers;
using Harness;

namespace Integration.Mobile;

/// <summary>
/// What customers run, on AWS's own SDKs: sign in, trade the token for AWS credentials, and call the API and the table with them. The policies see who
/// the customer is.
/// </summary>
[Trait("Stack", "own")]
public class A_mobile_app
{
    private const string Client = "StorefrontClient";
    private const string Order = """{"currency":"EUR","items":[{"sku":"tea-250g","quantity":1,"unitPriceMinor":450}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_boto3_reads_its_customers_orders_and_nobody_elses()
    {
        ExternalTool.Require("python3");
        Assert.SkipUnless((await ExternalTool.RunAsync("python3", ["-c", "import boto3"])).ExitCode == 0, "boto3 is not installed for python3");
        var seen = await RunAsync(static settings => ExternalTool.RunAsync("python3", [Path.Combine(StackFixture.Root, "tests", "Integration", "Mobile", "app.py"), settings]));

        Assert.Equal(403, (int)seen["guestsOrders"]!["status"]!);
        Assert.Contains("is not authorized to perform: execute-api:Invoke", (string?)seen["guestsOrders"]!["body"]!["Message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_browser_reads_its_customers_orders_and_nobody_elses()
    {
        ExternalTool.Require("node");
        ExternalTool.Require("chromium");
        var folder = Path.Combine(StackFixture.Root, "tests", "Integration", "Mobile", "Node");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules")), "the npm packages are not installed: npm install --prefix tests/Integration/Mobile/Node");
        var seen = await RunAsync(settings => ExternalTool.RunAsync("node", [Path.Combine(folder, "browser.mjs"), "/usr/bin/chromium", settings]));

        // A refusal carries no CORS headers, as on AWS: the browser keeps it from the page.
        Assert.Equal(0, (int)seen["guestsOrders"]!["status"]!);
    }

    private static async Task<JsonObject> RunAsync(Func<string, Task<ExternalTool.Outcome>> app)
    {
        Assert.SkipWhen(ServerProgram.Dynoxide.AbsentBecause is not null, ServerProgram.Dynoxide.AbsentBecause ?? "");
        await using var server = await DynamoServer.StartAsync(ServerProgram.Dynoxide, Cancellation);
        await using var aws = await LocalAws.StartAsync(new LocalAwsOptions { Upstreams = new Dictionary<string, Uri> { ["dynamodb"] = server.Endpoint } }, Cancellation);
        var amy = await aws.SignInAsync(Client, "amy.mobile@example.com");
        var ben = await aws.SignInAsync(Client, "ben.mobile@example.com");
        var own = await PlaceAsync(aws, amy);
        await PlaceAsync(aws, ben);
        var outcome = await app(new JsonObject
        {
            ["endpoint"] = aws.EndpointUrl.GetLeftPart(UriPartial.Authority),
            ["origin"] = "http://localhost:3000",
            ["ordersUrl"] = aws.UrlOf("OrdersApi").AbsoluteUri,
            ["userPoolId"] = aws.UserPoolId(Client),
            ["clientId"] = aws.UserPoolClientId(Client),
            ["identityPoolId"] = aws.OutputOf("CustomerIdentityPoolId"),
            ["table"] = aws.OutputOf("OrdersTableName"),
            ["username"] = "amy.mobile@example.com",
            ["password"] = LocalAws.UserPassword,
            ["other"] = ben.Sub,
        }.ToJsonString());
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        var seen = (JsonObject)JsonNode.Parse(outcome.Output)!;

        Assert.Matches(@"\Aus-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z", (string?)seen["identity"]);
        Assert.Equal(200, (int)seen["orders"]!["status"]!);
        Assert.Equal([own], seen["orders"]!["body"]!["items"]!.AsArray().Select(static order => (string?)order!["orderId"]));
        Assert.Equal(1, (int)seen["ownItems"]!["count"]!);
        foreach (var refused in (JsonNode[])[seen["othersItems"]!, seen["guestsItems"]!])
        {
            Assert.Equal("AccessDeniedException", (string?)refused["refused"]);
            Assert.Contains("is not authorized to perform: dynamodb:Query on resource: ", (string?)refused["message"], StringComparison.Ordinal);
        }

        return seen;
    }

    private static async Task<string> PlaceAsync(LocalAws aws, UserTokens customer)
    {
        using var orders = aws.Client("OrdersApi", null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "me/orders") { Content = new StringContent(Order, MediaTypeHeaderValue.Parse("application/json")) };
        request.Headers.TryAddWithoutValidation("Authorization", customer.IdToken);
        using var response = await orders.SendAsync(request, Cancellation);
        var answer = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True((int)response.StatusCode == 201, answer);
        return (string)JsonNode.Parse(answer)!["orderId"]!;
    }
}
