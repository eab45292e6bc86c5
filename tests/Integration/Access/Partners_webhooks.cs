using System.Net;

namespace Integration.Access;

/// <summary>The route behind a function that decides, by a secret of Secrets Manager.</summary>
public class Partners_webhooks(StackFixture stack)
{
    private const string Told = """{"eventId":"evt_1","chargeId":"ch_01M85PJF4F7K6Q4R3H9DVNHHTD","type":"charge.settled","occurredAt":"2026-11-24T00:00:00Z"}""";
    private const string AnotherSecret = "another-secret-of-thirty-two-characters";

    [Theory]
    [InlineData("")]
    [InlineData("Bearer nonsense")]
    public async Task Take_no_token_that_is_none(string token) => Assert.Equal(HttpStatusCode.Unauthorized, await TellAsync(token));

    [Theory]
    [InlineData("acme", null, 3600, HttpStatusCode.NotFound)] // Past the authorizer; there is no such charge.
    [InlineData("acme", AnotherSecret, 3600, HttpStatusCode.Unauthorized)]
    [InlineData("acme", null, -1, HttpStatusCode.Unauthorized)]
    [InlineData("globex", null, 3600, HttpStatusCode.Unauthorized)]
    public async Task Take_a_valid_token_of_a_partner_only(string partner, string? secret, int secondsLeft, HttpStatusCode expected) => Assert.Equal(
        expected,
        await TellAsync(PartnerToken.For(partner, secret ?? await PartnerToken.SecretOfAsync(stack.Aws, "acme"), TimeProvider.System.GetUtcNow().AddSeconds(secondsLeft))));

    private async Task<HttpStatusCode> TellAsync(string token)
    {
        using var client = stack.Aws.Client("BillingApi", null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "webhooks/payment") { Content = new StringContent(Told, null, "application/json") };
        if (token.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
