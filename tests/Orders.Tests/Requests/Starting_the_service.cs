using Amazon;
using Amazon.DynamoDBv2;
using Amazon.S3;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orders.Charging;
using Orders.Ordering;
using Orders.Receipts;
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
    [InlineData("RECEIPTS_BUCKET", null)]
    public void Succeeds_with_settings_that_can(string name, string? value) => Validate(name, value);

    [Theory]
    [InlineData("stack", "own", null, "SqliteOrderStore")]
    [InlineData("stack", null, "orders", "SqliteOrderStore")]
    [InlineData(null, "own", null, "SqliteOrderStore")]
    [InlineData(null, null, "orders", "DynamoOrderStore")]
    [InlineData("", "", "orders", "DynamoOrderStore")]
    public void Keeps_orders_where_it_is_told(string? stack, string? own, string? table, string store)
    {
        var folder = Directory.CreateTempSubdirectory("orders-").FullName;
        string? In(string? name) => name is null or "" ? name : Path.Combine(folder, name);
        using (var provider = Register(new() { ["LOCALAWS_DATA"] = In(stack), ["Storage:Folder"] = In(own), ["TABLE_NAME"] = table }))
        {
            Assert.Equal(store, provider.GetRequiredService<IOrderStore>().GetType().Name);
        }

        var used = Directory.EnumerateDirectories(folder).Select(Path.GetFileName).SingleOrDefault();
        Assert.Equal(store == "DynamoOrderStore" ? null : stack ?? own, used);
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Fails_when_it_is_told_two_places_to_keep_orders_in()
    {
        using var provider = Register(new() { ["Storage:Folder"] = "own", ["TABLE_NAME"] = "orders" });

        var error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOrderStore>());
        Assert.Contains("Storage:Folder names a folder, and TABLE_NAME a DynamoDB table. Remove one", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop-receipts", "data", nameof(ReceiptBucket))]
    [InlineData("shop-receipts", null, nameof(ReceiptBucket))]
    [InlineData(null, "data", nameof(ReceiptFolder))]
    [InlineData("", "data", nameof(ReceiptFolder))]
    public void Keeps_receipts_where_it_is_told(string? bucket, string? folder, string store)
    {
        using var provider = Register(new() { ["RECEIPTS_BUCKET"] = bucket, ["LOCALAWS_DATA"] = folder });

        Assert.Equal(store, provider.GetRequiredService<IReceiptStore>().GetType().Name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Fails_when_receipts_have_no_place(string? bucket)
    {
        using var provider = Register(new() { ["TABLE_NAME"] = "orders", ["RECEIPTS_BUCKET"] = bucket });

        var error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IReceiptStore>());
        Assert.Contains("Set RECEIPTS_BUCKET to the name of a bucket", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sends_requests_to_the_stage_of_billing()
    {
        using var provider = Register(new() { ["BILLING_URL"] = "https://example.com/prod", ["BILLING_ROLE_ARN"] = Role });

        var url = provider.GetRequiredService<IOptions<BillingOptions>>().Value.Url!;
        Assert.Equal("https://example.com/prod/charges", new Uri(url, "charges").ToString());
    }

    private static void Validate(string name, string? value)
    {
        using var provider = Register(new() { ["LOCALAWS_DATA"] = "data", ["BILLING_URL"] = "http://127.0.0.1:5001", ["RECEIPTS_BUCKET"] = "receipts", [name] = value });
        provider.GetRequiredService<IStartupValidator>().Validate();
    }

    private static ServiceProvider Register(Dictionary<string, string?> settings)
    {
        // Signing has settings of its own, which are not in question here.
        var unsigned = new ConfigurationBuilder().Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddStorage().AddReceipts().AddCharging(unsigned);
        services.AddSingleton<IAmazonS3>(_ => new AmazonS3Client("AKIDEXAMPLE", "secret", RegionEndpoint.USEast1));
        services.AddSingleton<IAmazonDynamoDB>(_ => new AmazonDynamoDBClient("AKIDEXAMPLE", "secret", RegionEndpoint.USEast1));
        services.AddResuming();
        return services.BuildServiceProvider();
    }
}
