using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Integration.CommandLine;

/// <summary><c>localaws explain</c>: of a call not yet made, and of one that was refused.</summary>
public class An_explained_decision(StackFixture stack)
{
    private string Port => stack.LocalAws.EndpointUrl.Port.ToString(CultureInfo.InvariantCulture);

    [Fact]
    public async Task Is_reached_by_the_id_of_a_refusal()
    {
        using var client = stack.LocalAws.Client("BillingApi", stack.LocalAws.SessionOf("StorefrontRole"));
        using var refused = await client.PostAsync(new Uri("charges", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        var explained = await Cli.RunAsync("explain", refused.Headers.GetValues("x-localaws-decision").Single(), "--port", Port);

        Assert.True(explained.ExitCode == 0, explained.Error);
        Assert.Contains("POST /charges of BillingApi by arn:aws:sts::111122223333:assumed-role/StorefrontRole/test: REFUSED", explained.Output, StringComparison.Ordinal);
        Assert.Contains("Denied by statement 'OnlyOrdersPostsCharges' of the resource policy", explained.Output, StringComparison.Ordinal);
        Assert.Contains("AWS answers: User: arn:aws:sts::111122223333:assumed-role/StorefrontRole/test is not authorized to perform: execute-api:Invoke", explained.Output, StringComparison.Ordinal);
        Assert.Contains("The smallest change", explained.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Holds_no_secret_of_a_signature_that_does_not_hold()
    {
        var session = stack.LocalAws.SessionOf("StorefrontRole");
        using var client = stack.LocalAws.Client("BillingApi", new SigV4.AwsCredentials(session.AccessKeyId, "not the secret", session.SessionToken));
        using var refused = await client.GetAsync(new Uri("charges", UriKind.Relative), TestContext.Current.CancellationToken);

        var explained = await Cli.RunAsync("explain", refused.Headers.GetValues("x-localaws-decision").Single(), "--port", Port);

        Assert.Contains("The signature does not hold", explained.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(session.SessionToken!, explained.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Can_be_asked_for_before_the_call()
    {
        var explained = await Cli.RunAsync("explain", "--as", "StorefrontRole", "POST", "/charges", "--body", "{}", "--context", "aws:SourceIp=203.0.113.7");
        Assert.Contains("POST /charges of BillingApi by StorefrontRole: REFUSED", explained.Output, StringComparison.Ordinal);
        Assert.Matches(@"\(template\.yaml:\d+\)", explained.Output);
    }

    [Fact]
    public async Task Is_JSON_for_programs()
    {
        var explained = await Cli.RunAsync("explain", "--as", "OrdersServiceRole", "POST", "/charges", "--format", "json");
        using var json = JsonDocument.Parse(explained.Output);
        Assert.Equal(("allow", 7, 0), (json.RootElement.GetProperty("decision").GetString(), json.RootElement.GetProperty("steps").GetArrayLength(), json.RootElement.GetProperty("changes").GetArrayLength()));
    }

    [Fact]
    public async Task Of_a_call_that_its_authorizer_refuses_is_a_refusal_and_no_error()
    {
        var explained = await Cli.RunAsync("explain", "--as", "anonymous", "POST", "/charges", "--format", "json");
        Assert.True(explained.ExitCode == 0, explained.Error);
        using var json = JsonDocument.Parse(explained.Output);
        Assert.Equal(
            ("implicitDeny", "Missing Authentication Token", 0),
            (json.RootElement.GetProperty("decision").GetString(), json.RootElement.GetProperty("message").GetString(), json.RootElement.GetProperty("steps").GetArrayLength()));
    }

    [Fact]
    public async Task Of_an_unknown_id_says_so()
    {
        var explained = await Cli.RunAsync("explain", "00000000-0000-0000-0000-000000000000", "--port", Port);
        Assert.Equal(2, explained.ExitCode);
        Assert.Contains("There is no decision", explained.Error, StringComparison.Ordinal);
    }
}
