using Microsoft.Extensions.Options;

namespace Orders.Tests.Requests;

public sealed class The_service
{
    [Fact]
    public async Task Answers_a_problem_for_what_it_does_not_have()
    {
        await using var app = new OrdersApp();

        (await app.GetAsync("/nothing")).IsProblem(404);
        (await app.GetAsync("/orders/ord_00000000000000000000000000")).IsProblem(404);
        (await app.GetAsync("/orders/x")).IsProblem(404);
        (await app.SendAsync(new(HttpMethod.Put, "/orders"))).IsProblem(405);
    }

    [Fact]
    public async Task Says_that_it_is_healthy_and_describes_itself()
    {
        await using var app = new OrdersApp();

        Assert.Equal(200, (await app.GetAsync("/health")).Status);
        var paths = (await app.GetAsync("/openapi/v1.json")).Json["paths"]!.AsObject().Select(path => path.Key);
        Assert.Equal(["/orders", "/orders/{orderId}", "/orders/{orderId}/cancel"], paths);
    }

    [Fact]
    public void Does_not_start_without_a_folder_and_names_the_remedy() =>
        Assert.Contains("LOCALAWS_DATA", StartError(new OrdersApp(folder: "")), StringComparison.Ordinal);

    [Theory]
    [InlineData("BILLING_URL", null, "Set BILLING_URL")]
    [InlineData("BILLING_URL", "billing", "Set BILLING_URL")]
    [InlineData("BILLING_URL", "ftp://127.0.0.1", "http or https")]
    [InlineData("BILLING_URL", "https://example.com/prod", "unsigned")]
    [InlineData("Billing:AttemptTimeout", "00:00:00", "AttemptTimeout")]
    [InlineData("Billing:TotalTimeout", "00:00:29", "TotalTimeout")]
    [InlineData("Billing:Retries", "11", "Retries")]
    [InlineData("Resuming:Interval", "00:00:00", "Interval")]
    public void Does_not_start_with_a_setting_that_cannot_work(string name, string? value, string says) =>
        Assert.Contains(says, StartError(new OrdersApp { Settings = { [name] = value } }), StringComparison.Ordinal);

    private static string StartError(OrdersApp app)
    {
        using (app)
        {
            return Assert.Throws<OptionsValidationException>(() => app.CreateClient()).Message;
        }
    }
}
