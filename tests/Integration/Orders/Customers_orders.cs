using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Integration.Orders;

/// <summary>From sign-up to an order that only its customer sees, over the wire alone.</summary>
public class Customers_orders(StackFixture stack)
{
    private const string Password = "Correct-Horse-7";

    [Fact]
    public async Task Are_placed_after_sign_up_charged_by_a_signed_call_and_seen_by_nobody_else()
    {
        var amy = await SignUpAndInAsync("amy.flow@example.com");
        var placed = await SendAsync(HttpMethod.Post, "OrdersApi", "me/orders", amy, """{"currency":"EUR","items":[{"sku":"tea-250g","quantity":2,"unitPriceMinor":450}]}""");

        Assert.Equal(HttpStatusCode.Created, placed.Status);
        Assert.Equal(("Confirmed", 900), ((string?)placed.Body["status"], (int)placed.Body["totalMinor"]!));
        using var auditor = stack.Aws.Client("BillingApi", stack.Aws.SessionOf("AuditorRole"));
        var charge = await auditor.GetFromJsonAsync<JsonObject>($"charges/{placed.Body["chargeId"]}", TestContext.Current.CancellationToken);
        Assert.Equal((string?)placed.Body["orderId"], (string?)charge!["orderId"]);

        var own = await SendAsync(HttpMethod.Get, "OrdersApi", "me/orders", amy);
        Assert.Equal([(string?)placed.Body["orderId"]], own.Body["items"]!.AsArray().Select(static order => (string?)order!["orderId"]));
        var ben = await SignUpAndInAsync("ben.flow@example.com");
        var others = await SendAsync(HttpMethod.Get, "OrdersApi", "me/orders", ben);
        Assert.Equal((HttpStatusCode.OK, 0), (others.Status, others.Body["items"]!.AsArray().Count));
    }

    [Fact]
    public async Task Cannot_be_read_by_id_with_a_customers_token()
    {
        var amy = await stack.Aws.SignInAsync("StorefrontClient", "amy.id@example.com");
        var placed = await SendAsync(HttpMethod.Post, "OrdersApi", "me/orders", amy.IdToken, """{"currency":"EUR","items":[{"sku":"tea-250g","quantity":1,"unitPriceMinor":450}]}""");
        var read = await SendAsync(HttpMethod.Get, "OrdersApi", $"orders/{placed.Body["orderId"]}", amy.IdToken);

        Assert.Equal(HttpStatusCode.Forbidden, read.Status);
    }

    [Fact]
    public async Task Need_an_ID_token()
    {
        var amy = await stack.Aws.SignInAsync("StorefrontClient", "amy.token@example.com");

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "OrdersApi", "me/orders", null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "OrdersApi", "me/orders", amy.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "OrdersApi", "me/orders", $"{amy.IdToken[..^4]}AAAA")).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "OrdersApi", "me/orders", amy.IdToken)).Status);
    }

    [Fact]
    public async Task Greet_whoever_has_a_token_at_the_protected_API()
    {
        var amy = await stack.Aws.SignInAsync("StorefrontClient", "demo@example.com");
        var refused = await SendAsync(HttpMethod.Get, "ProtectedApi", "protected", null);
        var greeted = await SendAsync(HttpMethod.Get, "ProtectedApi", "protected", $"Bearer {amy.IdToken}");

        Assert.Equal((HttpStatusCode.Unauthorized, """{"message":"Unauthorized"}"""), (refused.Status, refused.Body.ToJsonString()));
        Assert.Equal((HttpStatusCode.OK, """{"message":"Hello from protected API!","user":"demo@example.com"}"""), (greeted.Status, greeted.Body.ToJsonString()));
    }

    private async Task<string> SignUpAndInAsync(string email)
    {
        var client = stack.LocalAws.UserPoolClientId("StorefrontClient");
        await IdpAsync("SignUp", new JsonObject { ["ClientId"] = client, ["Username"] = email, ["Password"] = Password, ["UserAttributes"] = new JsonArray(new JsonObject { ["Name"] = "email", ["Value"] = email }) });
        using var http = new HttpClient();
        var outbox = await http.GetFromJsonAsync<JsonArray>(new Uri(stack.LocalAws.EndpointUrl, $"/_localaws/outbox?format=json&to={email}"), TestContext.Current.CancellationToken);
        await IdpAsync("ConfirmSignUp", new JsonObject { ["ClientId"] = client, ["Username"] = email, ["ConfirmationCode"] = (string?)outbox![0]!["code"] });
        var signedIn = await IdpAsync("InitiateAuth", new JsonObject { ["ClientId"] = client, ["AuthFlow"] = "USER_PASSWORD_AUTH", ["AuthParameters"] = new JsonObject { ["USERNAME"] = email, ["PASSWORD"] = Password } });
        return (string)signedIn["AuthenticationResult"]!["IdToken"]!;
    }

    private async Task<JsonObject> IdpAsync(string operation, JsonObject body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, stack.LocalAws.EndpointUrl) { Content = new StringContent(body.ToJsonString(), null, "application/x-amz-json-1.1") };
        request.Headers.Add("X-Amz-Target", $"AWSCognitoIdentityProviderService.{operation}");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{operation}: {text}");
        return (JsonObject)JsonNode.Parse(text)!;
    }

    private async Task<(HttpStatusCode Status, JsonObject Body)> SendAsync(HttpMethod method, string api, string path, string? token, string? body = null)
    {
        using var client = stack.Aws.Client(api, null);
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, null, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", token);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}
