using System.Net;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Harness;

namespace Integration.InProcess;

/// <summary>Each fault shows as AWS shows it, and is gone afterwards.</summary>
[Trait("Stack", "own")]
public sealed class Faults_on_purpose : IAsyncLifetime
{
    private LocalAws aws = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => aws = await Stand_in_stack.StartAsync();

    public ValueTask DisposeAsync() => aws.DisposeAsync();

    [Fact]
    public async Task Of_a_function_are_a_bad_gateway_or_the_gateways_own_time_out()
    {
        using (aws.Faults.FunctionCrashes("OrdersFunction"))
        {
            await AnswersAsync(HttpStatusCode.BadGateway);
            using (aws.Faults.FunctionIsThrottled("OrdersFunction"))
            {
                await AnswersAsync(HttpStatusCode.InternalServerError);
            }

            await AnswersAsync(HttpStatusCode.BadGateway);
        }

        using (aws.Faults.FunctionThrows("OrdersFunction", "OutOfTea", "come back tomorrow"))
        {
            await AnswersAsync(HttpStatusCode.BadGateway);
        }

        using (aws.Faults.FunctionTimesOut("OrdersFunction"))
        {
            await AnswersAsync(HttpStatusCode.BadGateway);
        }

        await AnswersAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_a_function_that_may_take_longer_than_the_gateway_waits_are_504()
    {
        using var folder = new TemporaryTemplate(await File.ReadAllTextAsync(Path.Combine(StackFixture.Root, "template.yaml"), Cancellation), "Timeout: 29", "Timeout: 60");
        await using var slow = await LocalAws.StartAsync(Stand_in_stack.Options with { Template = folder.Path }, Cancellation);
        using var fault = slow.Faults.FunctionTimesOut("OrdersFunction");

        (await slow.As("AuditorRole").GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeAllowed().ShouldHaveStatus(HttpStatusCode.GatewayTimeout);
    }

    [Fact]
    public void Of_a_function_that_is_not_there_say_which_are() =>
        Assert.Contains("Did you mean 'OrdersFunction'? There are: OrdersFunction,", Assert.Throws<ArgumentException>(() => aws.Faults.FunctionCrashes("OrderFunction")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Of_STS_stop_new_sessions_and_no_old_ones()
    {
        var assumed = aws.As(await aws.AssumeAsync("AuditorRole"));
        using (aws.Faults.StsIsDown())
        {
            using var sts = aws.StsClient(aws.Administrator());
            var refused = await Assert.ThrowsAsync<AmazonSecurityTokenServiceException>(() => sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), Cancellation));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "ServiceUnavailable"), (refused.StatusCode, refused.ErrorCode));
            (await assumed.GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeAllowed();
        }

        await aws.AssumeAsync("AuditorRole");
    }

    [Theory]
    [InlineData(-6, "Signature expired")]
    [InlineData(6, "Signature not yet current")]
    public async Task Of_the_clients_clock_are_refused_as_AWS_refuses_them(int minutes, string words)
    {
        var auditor = aws.As("AuditorRole");
        using (aws.Faults.ClientClockIsOffBy(TimeSpan.FromMinutes(minutes)))
        {
            Assert.Contains(words, (await auditor.GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeDenied().Body, StringComparison.Ordinal);
        }

        using (aws.Faults.ClientClockIsOffBy(TimeSpan.FromMinutes(Math.Sign(minutes) * 4)))
        {
            (await auditor.GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeAllowed();
        }

        (await auditor.GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeAllowed();
    }

    [Fact]
    public async Task Of_a_delegate_are_the_functions_own() =>
        (await aws.As("AuditorRole").GetAsync("BillingApi", "/charges", Cancellation)).ShouldBeAllowed().ShouldHaveStatus(HttpStatusCode.BadGateway);

    [Fact]
    public async Task Of_an_authorizers_delegate_let_nobody_in_and_are_no_proof_of_a_refusal()
    {
        var answer = await aws.AsUser($"Bearer legacy.acme.1.{new string('A', 43)}").PostAsync("BillingApi", "/webhooks/payment", cancellation: Cancellation);

        answer.ShouldHaveStatus(HttpStatusCode.InternalServerError);
        Assert.Contains(
            "neither an authorizer nor a policy refused it. PartnerAuthorizerFunction, the function of authorizer Partners, failed",
            Assert.Throws<AccessAssertionException>(() => answer.ShouldBeDenied()).Message, StringComparison.Ordinal);
        Assert.Throws<AccessAssertionException>(() => answer.ShouldBeAllowed());
    }

    private async Task AnswersAsync(HttpStatusCode status) => (await aws.As("AuditorRole").GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeAllowed().ShouldHaveStatus(status);
}
