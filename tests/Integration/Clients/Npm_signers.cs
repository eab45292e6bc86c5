namespace Integration.Clients;

/// <summary>npm's <c>aws4</c> and AWS's own signer for JavaScript.</summary>
public class Npm_signers(StackFixture stack)
{
    private static readonly string Folder = Path.Combine(StackFixture.Root, "tests", "SigV4.Http.Tests", "Node");

    [Theory]
    [InlineData("aws4", "StorefrontRole", "201")]
    [InlineData("smithy", "StorefrontRole", "201")]
    [InlineData("aws4", "AuditorRole", "403")]
    [InlineData("smithy", "AuditorRole", "403")]
    public async Task Place_an_order_if_they_may(string signer, string role, string status)
    {
        ExternalTool.Require("node");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules")), "the npm packages are not installed: npm install --prefix tests/SigV4.Http.Tests/Node");
        var session = stack.Aws.SessionOf(role);
        var outcome = await ExternalTool.RunAsync(
            "node",
            [Path.Combine(Folder, "send.mjs"), signer, "POST", $"{stack.Aws.UrlOf("OrdersApi")}/orders", """{"customerId":"cust-1","currency":"EUR","items":[{"sku":"tea-250g","quantity":2,"unitPriceMinor":450}]}"""],
            ("AWS_ACCESS_KEY_ID", session.AccessKeyId),
            ("AWS_SECRET_ACCESS_KEY", session.SecretAccessKey),
            ("AWS_SESSION_TOKEN", session.SessionToken),
            ("AWS_REGION", "us-east-1"));
        Assert.Equal(status, outcome.Output + outcome.Error);
    }
}
