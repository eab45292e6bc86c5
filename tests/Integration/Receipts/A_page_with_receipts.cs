using System.Text.Json.Nodes;
using Harness;

namespace Integration.Receipts;

/// <summary>docs/samples/browser/receipts.html as it stands, with this run's ids in its first lines: AWS's SDK for JavaScript in Chromium, as a page of the shop.</summary>
[Trait("Stack", "own")]
public sealed class A_page_with_receipts
{
    private const string Email = "amy.page@example.com";

    private static readonly string Packages = Path.Combine(StackFixture.Root, "tests", "Integration", "Mobile", "Node", "node_modules");

    [Fact]
    public async Task Reads_its_customers_own_and_sends_uploads_by_URLs_that_can_do_what_their_signer_can()
    {
        ExternalTool.Require("node");
        ExternalTool.Require("chromium");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Packages, "@aws-sdk", "s3-request-presigner")), "the npm packages are not installed: npm install --prefix tests/Integration/Mobile/Node");
        await using var aws = await LocalAws.StartAsync(cancellation: TestContext.Current.CancellationToken);
        var amy = await KeptShop.CustomerAsync(aws, Email);
        var ben = await KeptShop.CustomerAsync(aws, "ben.page@example.com");
        var own = (string)(await KeptShop.PlaceAsync(aws, amy)).Body["orderId"]!;
        var others = $"receipts/{ben.Tokens.Sub}/{(string)(await KeptShop.PlaceAsync(aws, ben)).Body["orderId"]!}.json";
        var bucket = aws.OutputOf("ReceiptsBucketName");

        var outcome = await ExternalTool.RunAsync("node", [Path.Combine(StackFixture.Root, "tests", "Integration", "Receipts", "browser.mjs"), "/usr/bin/chromium", Packages, new JsonObject
        {
            ["origin"] = "http://localhost:3000",
            ["email"] = Email,
            ["password"] = LocalAws.UserPassword,
            ["others"] = new JsonObject { ["prefix"] = $"receipts/{ben.Tokens.Sub}/", ["key"] = others, ["upload"] = $"uploads/{ben.IdentityId}/cup.txt" },
            ["placeholders"] = new JsonObject
            {
                ["http://127.0.0.1:4566"] = aws.EndpointUrl.GetLeftPart(UriPartial.Authority),
                ["CUSTOMER_POOL_ID"] = aws.UserPoolId("StorefrontClient"),
                ["STOREFRONT_CLIENT_ID"] = aws.UserPoolClientId("StorefrontClient"),
                ["CUSTOMER_IDENTITIES_ID"] = aws.IdentityPoolId("CustomerIdentities"),
                ["RECEIPTS_BUCKET_NAME"] = bucket,
            },
        }.ToJsonString()]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        var seen = JsonNode.Parse(outcome.Output)!;

        var (receipts, uploads) = ($"receipts/{amy.Tokens.Sub}/", $"uploads/{amy.IdentityId}/");
        Assert.Equal((receipts, uploads), ((string?)seen["receipts"], (string?)seen["uploads"]));
        var lines = seen["lines"]!.AsArray().Select(static line => (string)line!).ToList();
        Assert.StartsWith($$"""read {{receipts}}{{own}}.json: 200 {"orderId":"{{own}}","customerId":"{{amy.Tokens.Sub}}",""", lines[1], StringComparison.Ordinal);
        lines.RemoveAt(1);
        Assert.Equal(
            [
                $"list {receipts}: 200 {receipts}{own}.json",
                $"list receipts/{ben.Tokens.Sub}/: 403 AccessDenied",
                $"read {others}: 403 AccessDenied",
                $"send {uploads}cup.txt: 200",
                $"send {receipts}cup.txt: 403 AccessDenied",
                $"send uploads/{ben.IdentityId}/cup.txt: 403 AccessDenied",
            ],
            lines);
        using var s3 = KeptShop.S3(aws, amy.Credentials);
        using var sent = await s3.GetObjectAsync(bucket, $"{uploads}cup.txt", TestContext.Current.CancellationToken);
        Assert.Equal(("broken", "text/plain"), (await new StreamReader(sent.ResponseStream).ReadToEndAsync(TestContext.Current.CancellationToken), sent.Headers.ContentType));
        Assert.Equal(2, aws.Decisions.All.Count(static one => one is { Target: "s3", Action: "s3:PutObject", IsAllowed: false, Statement: null }));
    }
}
