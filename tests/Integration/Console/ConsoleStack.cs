using Harness;

namespace Integration.Console;

/// <summary>The reference stack, whose functions answer from here: what the console shows is decided before them.</summary>
public sealed class ConsoleStack : IAsyncLifetime
{
    public LocalAws Aws { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var function = ProxyFunction.Of(static call => ProxyAnswer.Json(new { caller = call.CallerArn?.Split('/')[1] ?? "a token" }));
        Aws = await LocalAws.StartAsync(
            new LocalAwsOptions
            {
                Template = Path.Combine(StackFixture.Root, "template.yaml"),
                Functions = { ["OrdersFunction"] = function, ["BillingFunction"] = function, ["PartnerAuthorizerFunction"] = function },
            },
            TestContext.Current.CancellationToken);
    }

    /// <summary>A call of each kind; the last one is refused by a statement of the template.</summary>
    public async Task CallAsync()
    {
        (await Aws.As("StorefrontRole").PostAsync("OrdersApi", "/orders", new { })).ShouldBeAllowed();
        (await Aws.As("AuditorRole").GetAsync("BillingApi", "/charges/1")).ShouldBeAllowed();
        (await Aws.AsNobody().GetAsync("OrdersApi", "/orders")).ShouldBeDenied();
        (await Aws.As("AuditorRole").PostAsync("OrdersApi", "/orders", new { })).ShouldBeDenied();
        (await Aws.As("StorefrontRole").PostAsync("BillingApi", "/charges", new { })).ShouldBeDenied(by: "OnlyOrdersPostsCharges");
    }

    public ValueTask DisposeAsync() => Aws.DisposeAsync();
}
