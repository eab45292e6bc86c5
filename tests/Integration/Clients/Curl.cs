using System.Text.Json;

namespace Integration.Clients;

/// <summary><c>curl --aws-sigv4</c>, as the README has it.</summary>
public class Curl(StackFixture stack)
{
    private const string Order = """{"customerId":"cust-1","currency":"EUR","items":[{"sku":"tea-250g","quantity":2,"unitPriceMinor":450}]}""";

    [Fact]
    public async Task Places_an_order_as_the_storefront()
    {
        var (status, body) = await PostAsync("StorefrontRole", "OrdersApi", "orders", Order);
        Assert.Equal("201", status);
        Assert.Equal("Confirmed", body.GetProperty("status").GetString());
        Assert.Equal(900, body.GetProperty("totalMinor").GetInt64());
    }

    [Fact]
    public async Task Is_refused_as_the_auditor()
    {
        var (status, body) = await PostAsync("AuditorRole", "OrdersApi", "orders", Order);
        Assert.Equal("403", status);
        Assert.EndsWith("/prod/POST/orders with an explicit deny in a resource-based policy", body.GetProperty("Message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_refused_to_charge_as_the_storefront()
    {
        var (status, body) = await PostAsync("StorefrontRole", "BillingApi", "charges", "{}");
        Assert.Equal("403", status);
        Assert.EndsWith("/prod/POST/charges with an explicit deny in a resource-based policy", body.GetProperty("Message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_with_a_query()
    {
        // Sorted: before 8.3 curl signs a query in the order that it is given.
        var session = stack.Aws.SessionOf("AuditorRole");
        var outcome = await ExternalTool.RunAsync(
            "curl",
            [
                "-s", $"{stack.Aws.UrlOf("BillingApi")}/charges?limit=5&orderId=ord_none", "--aws-sigv4", "aws:amz:us-east-1:execute-api", "--user", $"{session.AccessKeyId}:{session.SecretAccessKey}",
                "-H", $"x-amz-security-token: {session.SessionToken}",
            ]);
        Assert.Equal("""{"items":[],"nextToken":null}""", outcome.Output);
    }

    private async Task<(string Status, JsonElement Body)> PostAsync(string role, string api, string path, string body)
    {
        var session = await stack.Aws.AssumeAsync(role);
        var outcome = await ExternalTool.RunAsync(
            "curl",
            [
                "-s", "-w", "\n%{http_code}", $"{stack.Aws.UrlOf(api)}/{path}", "--aws-sigv4", "aws:amz:us-east-1:execute-api", "--user", $"{session.AccessKeyId}:{session.SecretAccessKey}",
                "-H", $"x-amz-security-token: {session.SessionToken}", "-H", "content-type: application/json", "-d", body,
            ]);
        var end = outcome.Output.LastIndexOf('\n');
        return (outcome.Output[(end + 1)..], JsonDocument.Parse(outcome.Output[..end]).RootElement);
    }
}
