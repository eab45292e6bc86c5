using System.Text.Json;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using SigV4;

namespace Integration.Sts;

/// <summary>What a refusal says to those who may decode it, and to nobody else.</summary>
public class An_encoded_message(StackFixture stack)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tells_the_administrator_what_was_decided_from()
    {
        using var sts = stack.LocalAws.StsClient(stack.LocalAws.Administrator());
        var decoded = (await sts.DecodeAuthorizationMessageAsync(new DecodeAuthorizationMessageRequest { EncodedMessage = await MessageAsync() }, Cancellation)).DecodedMessage;
        using var message = JsonDocument.Parse(decoded);
        var context = message.RootElement.GetProperty("context");
        Assert.False(message.RootElement.GetProperty("allowed").GetBoolean());
        Assert.Equal("execute-api:Invoke", context.GetProperty("action").GetString());
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/StorefrontRole/test", context.GetProperty("principal").GetProperty("arn").GetString());
        var source = context.GetProperty("conditions").GetProperty("items").EnumerateArray().Single(static item => item.GetProperty("key").GetString() == "aws:SourceIp").GetProperty("values").GetProperty("items")[0].GetProperty("value").GetString()!;

        // A container sees its engine's side of the mapped port.
        Assert.True(stack.IsInContainer ? source.StartsWith("172.", StringComparison.Ordinal) : source == "127.0.0.1", source);
    }

    /// <summary>A refusal by policies has its id in <c>x-localaws-decision</c>, and in the Query protocol as its request id.</summary>
    [Fact]
    public async Task Is_the_id_of_a_refusal_whichever_service_refused()
    {
        var refused = await RefusedAsync(stack.LocalAws.SessionOf("AuditorRole"), "anything");
        using var sts = stack.LocalAws.StsClient(stack.LocalAws.Administrator());
        var decoded = (await sts.DecodeAuthorizationMessageAsync(new DecodeAuthorizationMessageRequest { EncodedMessage = refused.RequestId }, Cancellation)).DecodedMessage;
        using var message = JsonDocument.Parse(decoded);
        Assert.Equal("sts:DecodeAuthorizationMessage", message.RootElement.GetProperty("context").GetProperty("action").GetString());
    }

    [Fact]
    public async Task Tells_nothing_to_a_role_that_may_not_decode()
    {
        var message = await MessageAsync();
        Assert.Equal("AccessDenied", (await RefusedAsync(stack.LocalAws.SessionOf("AuditorRole"), message)).ErrorCode);
    }

    [Fact]
    public async Task Tells_nothing_to_another_account_or_when_it_was_altered()
    {
        var message = await MessageAsync();
        Assert.Equal("InvalidAuthorizationMessageException", (await RefusedAsync(stack.LocalAws.Administrator(StackFixture.PartnerAccount), message)).ErrorCode);
        Assert.Equal("InvalidAuthorizationMessageException", (await RefusedAsync(stack.LocalAws.Administrator(), message[..^4] + "AAAA")).ErrorCode);
    }

    private async Task<AmazonSecurityTokenServiceException> RefusedAsync(AwsCredentials who, string message)
    {
        using var sts = stack.LocalAws.StsClient(who);
        return await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(() => sts.DecodeAuthorizationMessageAsync(new DecodeAuthorizationMessageRequest { EncodedMessage = message }, Cancellation));
    }

    private async Task<string> MessageAsync()
    {
        using var client = stack.LocalAws.Client("BillingApi", stack.LocalAws.SessionOf("StorefrontRole"));
        using var response = await client.GetAsync(new Uri("charges", UriKind.Relative), Cancellation);
        Assert.Equal(403, (int)response.StatusCode);
        return response.Headers.GetValues("x-localaws-authorization-message").Single();
    }
}
