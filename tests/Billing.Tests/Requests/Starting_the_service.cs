using Billing.Charging;
using Billing.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Billing.Tests.Requests;

public sealed class Starting_the_service
{
    [Theory]
    [InlineData("LOCALAWS_DATA", null, "Set TABLE_NAME to a DynamoDB table, or LOCALAWS_DATA")]
    [InlineData("Billing:ChargeLimitMinor", "0", "ChargeLimitMinor")]
    [InlineData("Billing:ChargeLimitMinor", "-1", "ChargeLimitMinor")]
    public void Fails_with_a_setting_that_cannot_work_and_names_it(string name, string? value, string says)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Validate(name, value));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Storage:Folder", "elsewhere")]
    [InlineData("Billing:ChargeLimitMinor", "9223372036854775807")]
    public void Succeeds_with_settings_that_can(string name, string value) => Validate(name, value);

    private static void Validate(string name, string? value)
    {
        var settings = new Dictionary<string, string?> { ["LOCALAWS_DATA"] = "data", [name] = value };
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddStorage().AddCharging();
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }
}
