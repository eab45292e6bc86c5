using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SigV4;

namespace Integration.Access;

/// <summary>Every cell of the README's access table: each caller on each route with IAM authorization.</summary>
public class Access_table(StackFixture stack)
{
    private const string Nobody = "nobody";
    private const string Administrator = "admin";
    private const string PartnersAdministrator = "admin of the partner";

    private static readonly string[] Callers =
    [
        "StorefrontRole", "AuditorRole", "OrdersServiceRole", "BillingServiceRole", "PartnerRole", "OrdersFunctionRole", "BillingFunctionRole", Administrator, PartnersAdministrator, Nobody,
    ];

    private static readonly (string Api, string Method, string Path, string[] Allowed)[] Routes =
    [
        ("OrdersApi", "POST", "orders", ["StorefrontRole"]),
        ("OrdersApi", "GET", "orders", ["StorefrontRole", "AuditorRole"]),
        ("OrdersApi", "GET", "orders/ord_none", ["StorefrontRole", "AuditorRole", "BillingServiceRole"]),
        ("OrdersApi", "POST", "orders/ord_none/cancel", ["StorefrontRole"]),
        ("BillingApi", "POST", "charges", ["OrdersServiceRole"]),
        ("BillingApi", "POST", "charges/ch_none/refunds", ["OrdersServiceRole"]),
        ("BillingApi", "GET", "charges/ch_none", ["OrdersServiceRole", "AuditorRole", "PartnerRole"]),
        ("BillingApi", "GET", "charges", ["AuditorRole"]),
    ];

    public static IEnumerable<TheoryDataRow<string, string, string, string>> Allowed =>
        from route in Routes from caller in route.Allowed select new TheoryDataRow<string, string, string, string>(caller, route.Api, route.Method, route.Path);

    public static IEnumerable<TheoryDataRow<string, string, string, string>> Refused =>
        from route in Routes from caller in Callers.Except(route.Allowed).Except([Nobody]) select new TheoryDataRow<string, string, string, string>(caller, route.Api, route.Method, route.Path);

    public static IEnumerable<TheoryDataRow<string, string, string>> All =>
        from route in Routes select new TheoryDataRow<string, string, string>(route.Api, route.Method, route.Path);

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task Lets_the_named_caller_through_to_the_function(string caller, string api, string method, string path)
    {
        using var response = await SendAsync(Credentials(caller), api, method, path);
        Assert.False(response.Headers.Contains("x-amzn-ErrorType"), $"{response.StatusCode} {stack.Aws.ReasonOf(response)}");
        Assert.True((int)response.StatusCode < 500, $"{response.StatusCode}");
        Assert.True(response.Headers.Contains("X-Amzn-Trace-Id"));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refuses_everyone_else_in_the_words_of_AWS(string caller, string api, string method, string path)
    {
        using var response = await SendAsync(Credentials(caller), api, method, path);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("AccessDeniedException", response.Headers.GetValues("x-amzn-ErrorType").Single());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        using var body = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Matches(
            $@"\AUser: {CallerPattern(caller)} is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:{stack.Aws.Region}:\*{{8}}{stack.Aws.Account[^4..]}:[a-z0-9]{{10}}/prod/{method}/{path} with an explicit deny in a resource-based policy\z",
            body.RootElement.GetProperty("Message").GetString());
        if (stack.TellsReasons)
        {
            Assert.StartsWith("Denied by statement '", stack.Aws.ReasonOf(response), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Asks_for_a_signature(string api, string method, string path)
    {
        using var response = await SendAsync(null, api, method, path);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("MissingAuthenticationTokenException", response.Headers.GetValues("x-amzn-ErrorType").Single());
        Assert.Equal("""{"message":"Missing Authentication Token"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private AwsCredentials? Credentials(string caller) => caller switch
    {
        Nobody => null,
        Administrator => stack.LocalAws.Administrator(),
        PartnersAdministrator => stack.Aws.Administrator(StackFixture.PartnerAccount),
        _ => stack.Aws.SessionOf(caller),
    };

    private string CallerPattern(string caller) => caller switch
    {
        Administrator => "arn:aws:iam::111122223333:user/admin",
        PartnersAdministrator => "arn:aws:iam::444455556666:user/admin",
        "PartnerRole" => "arn:aws:sts::444455556666:assumed-role/PartnerRole/test",
        _ => $"arn:aws:sts::{stack.Aws.Account}:assumed-role/{caller}/test",
    };

    private async Task<HttpResponseMessage> SendAsync(AwsCredentials? credentials, string api, string method, string path)
    {
        using var client = stack.Aws.Client(api, credentials);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
        {
            request.Content = JsonContent.Create(new { });
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
