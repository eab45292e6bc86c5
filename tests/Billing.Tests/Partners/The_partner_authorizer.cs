using System.Text.Json;
using Billing.Partners;

namespace Billing.Tests.Partners;

public sealed class The_partner_authorizer
{
    private readonly LogLines log = new();

    [Theory]
    [InlineData("Bearer")]
    [InlineData("bearer")]
    public void Lets_a_partner_call_the_webhooks_of_the_stage_and_nothing_else(string scheme)
    {
        var answer = Given.Answer(Given.Event($"{scheme} {Given.Token()}"), log);

        Assert.Equal(
            """{"principalId":"acme","policyDocument":{"Version":"2012-10-17","Statement":["""
            + """{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/prod/POST/webhooks/*"}]}"""
            + ""","context":{"partner":"acme"}}""",
            answer.ToJsonString());
    }

    [Fact]
    public void Denies_a_suspended_partner()
    {
        var answer = Given.Answer(Given.Event($"Bearer {Given.Token("initech")}"), log);

        Assert.Equal("initech", (string?)answer["principalId"]);
        Assert.Equal("Deny", (string?)answer["policyDocument"]!["Statement"]![0]!["Effect"]);
        Assert.Contains("initech", log.Last, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "", "Malformed" },
        { "Bearer ", "Malformed" },
        { Given.Token(), "Malformed" },
        { $"Basic {Given.Token()}", "Malformed" },
        { $"Bearer {Given.Token()}.", "Malformed" },
        { $"Bearer {Given.Token()}A", "Malformed" },
        { $"Bearer {Given.Token()[..^1]}", "Malformed" },
        { $"Bearer {Given.Token().Replace("legacy", "modern", StringComparison.Ordinal)}", "Malformed" },
        { $"Bearer {Given.Token("")}", "Malformed" },
        { "Bearer legacy.acme.-1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "Malformed" },
        { "Bearer legacy.acme.99999999999999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "Malformed" },
        { $"Bearer {Given.Token("globex")}", "UnknownPartner" },
        { $"Bearer {Given.Token("ACME")}", "UnknownPartner" },
        { $"Bearer {Given.Token(secret: "another secret, as long as the first")}", "WrongMac" },
        { $"Bearer {Given.Token(secret: "suspended")}", "WrongMac" },
        { $"Bearer {Given.Token("acme", 60).Replace(Expiry(60), Expiry(61), StringComparison.Ordinal)}", "WrongMac" },
        { "Bearer legacy.acme.1767323105.äAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "WrongMac" },
        { $"Bearer {Given.Token(secondsLeft: 0)}", "Expired" },
        { $"Bearer {Given.Token("initech", secondsLeft: -1)}", "Expired" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Says_only_Unauthorized_to_anybody_else(string authorization, string why)
    {
        var error = Assert.Throws<UnauthorizedException>(() => Given.Answer(Given.Event(authorization), log));

        Assert.Equal("Unauthorized", error.Message);
        Assert.Equal($"Refused a partner's token: {why}.", log.Last);
    }

    [Fact]
    public void Refuses_a_request_without_a_token() =>
        Assert.Throws<UnauthorizedException>(() => Given.Answer($$"""{"type":"TOKEN","methodArn":"{{Given.MethodArn}}"}""", log));

    [Fact]
    public void Holds_a_token_until_the_second_that_it_names() =>
        Assert.Equal("acme", (string?)Given.Answer(Given.Event($"Bearer {Given.Token(secondsLeft: 1)}"), log)["principalId"]);

    [Theory]
    [InlineData("""{"type":"REQUEST","methodArn":"arn:aws:execute-api:us-east-1:111122223333:a/prod/POST/webhooks/payment"}""", "TOKEN")]
    [InlineData("""{"httpMethod":"POST","path":"/webhooks/payment"}""", "TOKEN")]
    [InlineData("null", "TOKEN")]
    public void Says_what_it_expected_of_an_event_that_is_no_token_s(string payload, string says) =>
        Assert.Contains(says, Assert.Throws<JsonException>(() => Given.Answer(payload, log)).Message, StringComparison.Ordinal);

    [Fact]
    public void Does_not_make_a_policy_for_an_ARN_that_names_no_stage()
    {
        var payload = Given.Event($"Bearer {Given.Token()}").Replace(Given.MethodArn, "arn:aws:execute-api:us-east-1:111122223333:a", StringComparison.Ordinal);

        Assert.Throws<JsonException>(() => Given.Answer(payload, log));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("PartnerAuthorizer", true)]
    public void Runs_where_the_environment_says_so(string? entry, bool runs) => Assert.Equal(runs, PartnerAuthorizer.IsEntry(entry));

    [Fact]
    public void Is_not_taken_for_the_service_when_its_name_is_misspelled() =>
        Assert.Contains("BILLING_ENTRY", Assert.Throws<InvalidOperationException>(() => PartnerAuthorizer.IsEntry("PartnerAuthoriser")).Message, StringComparison.Ordinal);

    private static string Expiry(long secondsLeft) => $"{Given.Now.ToUnixTimeSeconds() + secondsLeft}";
}
