using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orders.Charging;
using Orders.Resuming;
using Orders.Storage;

namespace Orders.Tests.Requests;

public sealed class Starting_the_service
{
    private const string Role = "arn:aws:iam::111122223333:role/OrdersServiceRole";

    [Theory]
    [InlineData("LOCALAWS_DATA", null, "Set TABLE_NAME to a DynamoDB table, or LOCALAWS_DATA")]
    [InlineData("BILLING_URL", null, "Set BILLING_URL")]
    [InlineData("BILLING_URL", "billing", "Set BILLING_URL")]
    [InlineData("BILLING_URL", "ftp://127.0.0.1", "http or https")]
    [InlineData("BILLING_URL", "https://example.com/prod", "unsigned")]
    [InlineData("BILLING_ROLE_ARN", "OrdersServiceRole", "must be a role's ARN")]
    [InlineData("Billing:AttemptTimeout", "00:00:00", "AttemptTimeout")]
    [InlineData("Billing:TotalTimeout", "00:00:29", "TotalTimeout")]
    [InlineData("Billing:RetryDelay", "-00:00:01", "RetryDelay")]
    [InlineData("Billing:Retries", "11", "Retries")]
    [InlineData("Resuming:Interval", "00:00:00", "Interval")]
    public void Fails_with_a_setting_that_cannot_work_and_names_it(string name, string? value, string says)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Validate(name, value));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Storage:Folder", "elsewhere")]
    [InlineData("BILLING_URL", "http://localhost:5001")]
    [InlineData("Billing:Retries", "0")]
    public void Succeeds_with_settings_that_can(string name, string value) => Validate(name, value);

    [Fact]
    public void Sends_requests_to_the_stage_of_billing()
    {
        using var provider = Register(new() { ["BILLING_URL"] = "https://example.com/prod", ["BILLING_ROLE_ARN"] = Role });

        var url = provider.GetRequiredService<IOptions<BillingOptions>>().Value.Url!;
        Assert.Equal("https://example.com/prod/charges", new Uri(url, "charges").ToString());
    }

    private static void Validate(string name, string? value)
    {
        using var provider = Register(new() { ["LOCALAWS_DATA"] = "data", ["BILLING_URL"] = "http://127.0.0.1:5001", [name] = value });
        provider.GetRequiredService<IStartupValidator>().Validate();
    }

    private static ServiceProvider Register(Dictionary<string, string?> settings)
    {
        // Signing has settings of its own, which are not in question here.
        var unsigned = new ConfigurationBuilder().Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddStorage().AddBilling(unsigned);
        services.AddResuming();
        return services.BuildServiceProvider();
    }
}
