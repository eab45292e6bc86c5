using System.Net;

namespace Integration.Access;

/// <summary>The route behind a function that decides.</summary>
public class Partners_webhooks(StackFixture stack)
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public static TheoryData<string, HttpStatusCode> Tokens => new()
    {
        { "", HttpStatusCode.Unauthorized },
        { "Bearer nonsense", HttpStatusCode.Unauthorized },
        { PartnerToken.For("acme", secret: "another-secret-of-thirty-two-characters"), HttpStatusCode.Unauthorized },
        { PartnerToken.For("acme", Now.AddSeconds(-1)), HttpStatusCode.Unauthorized },
        { PartnerToken.For("globex"), HttpStatusCode.Unauthorized },

        // Past the authorizer; there is no such charge.
        { PartnerToken.For("acme"), HttpStatusCode.NotFound },
    };

    [Theory]
    [MemberData(nameof(Tokens), DisableDiscoveryEnumeration = true)]
    public async Task Take_a_valid_token_of_a_partner_only(string token, HttpStatusCode expected)
    {
        using var client = stack.Aws.Client("BillingApi", null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "webhooks/payment")
        {
            Content = new StringContent("""{"eventId":"evt_1","chargeId":"ch_01M85PJF4F7K6Q4R3H9DVNHHTD","type":"charge.settled","occurredAt":"2026-11-24T00:00:00Z"}""", null, "application/json"),
        };
        if (token.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }
}
