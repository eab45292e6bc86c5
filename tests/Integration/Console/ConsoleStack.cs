using Harness;

namespace Integration.Console;

/// <summary>The reference stack, whose functions answer from here: what the console shows is decided before them.</summary>
public sealed class ConsoleStack : IAsyncLifetime
{
    public LocalAws Aws { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var function = ProxyFunction.Of(static call => ProxyAnswer.Json(new { caller = call.CallerArn?.Split('/')[1] ?? "a token" }));
        Aws = await LocalAws.StartAsync(
            new LocalAwsOptions
            {
                Template = Path.Combine(StackFixture.Root, "template.yaml"),
                Functions = { ["OrdersFunction"] = function, ["BillingFunction"] = function, ["PartnerAuthorizerFunction"] = function },
            },
            Cancellation);
    }

    /// <summary>A call of each kind; the last one is refused by a statement of the template.</summary>
    public async Task CallAsync()
    {
        (await Aws.As("StorefrontRole").PostAsync("OrdersApi", "/orders", new { }, Cancellation)).ShouldBeAllowed();
        (await Aws.As("AuditorRole").GetAsync("BillingApi", "/charges/1", Cancellation)).ShouldBeAllowed();
        (await Aws.AsNobody().GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeDenied();
        (await Aws.As("AuditorRole").PostAsync("OrdersApi", "/orders", new { }, Cancellation)).ShouldBeDenied();
        (await Aws.As("StorefrontRole").PostAsync("BillingApi", "/charges", new { }, Cancellation)).ShouldBeDenied(by: "OnlyOrdersPostsCharges");
    }

    public ValueTask DisposeAsync() => Aws.DisposeAsync();
}
