using Harness;

namespace Integration.Documentation;

/// <summary>The lines under "Use it on your stack", as README.md has them.</summary>
[Trait("Stack", "own")]
public class The_test_of_the_README
{
    [Fact]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "xUnit1051:Calls to methods which accept CancellationToken should use TestContext.Current.CancellationToken", Justification = "The lines are those of the page.")]
    public async Task Passes()
    {
        await using var aws = await LocalAws.StartAsync("template.yaml");
        var order = new { customerId = "cust-1", currency = "EUR", items = new[] { new { sku = "tea-250g", quantity = 2, unitPriceMinor = 450 } } };
        (await aws.As("StorefrontRole").PostAsync("OrdersApi", "/orders", order)).ShouldBeAllowed();
        (await aws.As("AuditorRole").PostAsync("OrdersApi", "/orders", order)).ShouldBeDenied(by: "OnlyStorefrontPostsOrders");
        (await aws.AsNobody().GetAsync("OrdersApi", "/orders")).ShouldBeDenied();
    }
}
