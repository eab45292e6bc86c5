using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Harness;
using SigV4;

namespace Integration.Receipts;

/// <summary>The repository's stack with a customer who has an order, a receipt and an upload; other templates run on the same data, one at a time.</summary>
public sealed class KeptShop : IAsyncLifetime
{
    public const string Order = """{"currency":"EUR","items":[{"sku":"tea-250g","quantity":1,"unitPriceMinor":450}]}""";
    private const string Client = "StorefrontClient";
    private const string Identities = "CustomerIdentities";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-receipts-");

    /// <summary>What was decided while the whole template ran and everything was done once.</summary>
    internal IReadOnlyList<AccessDecision> Decided { get; private set; } = [];

    /// <summary>The charge of the customer's first order.</summary>
    internal string ChargeId { get; private set; } = "";

    /// <summary>The key of its receipt.</summary>
    internal string Receipt { get; private set; } = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var aws = await StartAsync(static template => template);
        var amy = await CustomerAsync(aws, "amy.receipts@example.com");
        var placed = await PlaceAsync(aws, amy);
        Assert.True(placed.Status == 201, placed.Body.ToJsonString());
        ChargeId = (string)placed.Body["chargeId"]!;
        Receipt = $"receipts/{amy.Tokens.Sub}/{(string)placed.Body["orderId"]!}.json";
        Assert.All(await new CustomersDay(this, aws, amy).EveryStepAsync(), static step => Assert.True(step.Value < 300, $"{step.Key}: {step.Value}"));
        Decided = aws.Decisions.All;
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Starts a changed template on the data that is there.</summary>
    internal async Task<LocalAws> StartAsync(Func<string, string> change, Action<string>? log = null)
    {
        var template = Path.Combine(folder.FullName, "template.yaml");
        var text = change(await File.ReadAllTextAsync(StackFixture.Template, Cancellation));
        await File.WriteAllTextAsync(template, text.Replace("CodeUri: services/", $"CodeUri: {StackFixture.Root}/services/", StringComparison.Ordinal), Cancellation);
        return await LocalAws.StartAsync(
            new LocalAwsOptions
            {
                Template = template,
                DataFolder = Path.Combine(folder.FullName, "data"),
                BuildFolder = StackFixture.BuildFolder,
                Log = log,
            },
            Cancellation);
    }

    /// <summary>Signs a customer in, and trades the token for credentials.</summary>
    internal static async Task<Customer> CustomerAsync(LocalAws aws, string email)
    {
        var tokens = await aws.SignInAsync(Client, email);
        return new Customer(tokens, await aws.IdentityAsync(Identities, tokens), await IdentityIdAsync(aws, tokens));
    }

    internal static Task<AwsCredentials> GuestAsync(LocalAws aws) => aws.IdentityAsync(Identities);

    internal static AmazonS3Client S3(LocalAws aws, AwsCredentials who) => new(
        new SessionAWSCredentials(who.AccessKeyId, who.SecretAccessKey, who.SessionToken),
        new AmazonS3Config { ServiceURL = aws.EndpointUrl.AbsoluteUri, AuthenticationRegion = aws.Region, ForcePathStyle = true, MaxErrorRetry = 0, UseHttp = true });

    internal static async Task<(int Status, JsonObject Body)> PlaceAsync(LocalAws aws, Customer customer)
    {
        using var orders = aws.Client("OrdersApi", null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "me/orders") { Content = new StringContent(Order, MediaTypeHeaderValue.Parse("application/json")) };
        request.Headers.TryAddWithoutValidation("Authorization", customer.Tokens.IdToken);
        using var response = await orders.SendAsync(request, Cancellation);
        return ((int)response.StatusCode, (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!);
    }

    private static async Task<string> IdentityIdAsync(LocalAws aws, UserTokens tokens)
    {
        using var http = new HttpClient();
        var login = new JsonObject { [$"cognito-idp.{aws.Region}.amazonaws.com/{aws.UserPoolId(Client)}"] = tokens.IdToken };
        using var request = new HttpRequestMessage(HttpMethod.Post, aws.EndpointUrl)
        {
            Content = new StringContent(
                new JsonObject { ["IdentityPoolId"] = aws.IdentityPoolId(Identities), ["Logins"] = login }.ToJsonString(), MediaTypeHeaderValue.Parse("application/x-amz-json-1.1")),
        };
        request.Headers.Add("X-Amz-Target", "AWSCognitoIdentityService.GetId");
        using var response = await http.SendAsync(request, Cancellation);
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!["IdentityId"]!;
    }
}

/// <summary>A customer who has signed in, and what the app got for the token.</summary>
internal sealed record Customer(UserTokens Tokens, AwsCredentials Credentials, string IdentityId);
