using Emulation.Fronts.Sqs;
using Emulation.Tests.Upstreams;
using Iam;

namespace Emulation.Tests.Fronts.Sqs;

/// <summary>Amazon SQS Developer Guide, "Using custom policies with the Amazon SQS access policy language".</summary>
public sealed class Policies_of_queues : IDisposable
{
    private const string Q = "arn:aws:sqs:us-east-1:111122223333:orders";
    private const string Url = "\"QueueUrl\":\"http://127.0.0.1:4566/111122223333/orders\"";
    private readonly AskedCall call = new();

    public void Dispose() => call.Dispose();

    [Fact]
    public async Task Are_kept_once_the_server_has_taken_them()
    {
        var plan = await call.PlanAsync(new SqsService(), "SetQueueAttributes", $$"""{ {{Url}},"Attributes":{"Policy":{{Json(Allow("444455556666"))}} } }""");
        Assert.Null(call.Policies.Of(Q));

        plan.Done!();
        Assert.Equal(Verdict.Allow, Decide("444455556666"));
        Assert.Equal(Verdict.ImplicitDeny, Decide("777788889999"));

        (await call.PlanAsync(new SqsService(), "SetQueueAttributes", $$"""{ {{Url}},"Attributes":{"Policy":""} }""")).Done!();
        Assert.Null(call.Policies.Of(Q));
    }

    [Fact]
    public async Task Gain_and_lose_a_statement_by_its_label()
    {
        (await call.PlanAsync(new SqsService(), "AddPermission", $$"""{ {{Url}},"Label":"partner","AWSAccountIds":["444455556666"],"Actions":["SendMessage"]}""")).Done!();
        Assert.Equal(Verdict.Allow, Decide("444455556666"));

        await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(() => call.PlanAsync(
            new SqsService(), "AddPermission", $$"""{ {{Url}},"Label":"partner","AWSAccountIds":["777788889999"],"Actions":["*"]}"""));

        (await call.PlanAsync(new SqsService(), "RemovePermission", $$"""{ {{Url}},"Label":"partner"}""")).Done!();
        Assert.Equal(Verdict.ImplicitDeny, Decide("444455556666"));
    }

    [Fact]
    public async Task Are_gone_with_their_queue()
    {
        call.Refused["GetQueueUrl"] = "QueueDoesNotExist";
        (await call.PlanAsync(new SqsService(), "CreateQueue", $$"""{"QueueName":"orders","Attributes":{"Policy":{{Json(Allow("444455556666"))}} } }""")).Done!();
        Assert.NotNull(call.Policies.Of(Q));
        (await call.PlanAsync(new SqsService(), "DeleteQueue", $$"""{ {{Url}} }""")).Done!();
        Assert.Null(call.Policies.Of(Q));
    }

    /// <summary>Whoever may make queues may not give one that is there another policy.</summary>
    [Theory]
    [InlineData(null, "AWS.SimpleQueueService.NonExistentQueue", true)]
    [InlineData("""{"QueueUrl":"x"}""", null, false)]
    [InlineData(null, "InternalFailure", false)]
    public async Task Come_with_a_queue_that_is_new(string? known, string? code, bool isKept)
    {
        if (known is not null)
        {
            call.Known["GetQueueUrl"] = known;
        }

        call.Refused["GetQueueUrl"] = code;
        (await call.PlanAsync(new SqsService(), "CreateQueue", $$"""{"QueueName":"orders","Attributes":{"Policy":{{Json(Allow("444455556666"))}} } }""")).Done?.Invoke();
        Assert.Equal(isKept, call.Policies.Of(Q) is not null);
    }

    [Fact]
    public async Task That_are_none_are_refused() => await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(() => call.PlanAsync(
        new SqsService(), "SetQueueAttributes", $$"""{ {{Url}},"Attributes":{"Policy":"{\"Statement\":[{\"Effect\":\"Maybe\"}]}"} }"""));

    /// <summary>Whatever a policy says, another account never changes a queue.</summary>
    [Theory]
    [InlineData("SetQueueAttributes", false)]
    [InlineData("DeleteQueue", false)]
    [InlineData("SendMessage", true)]
    public async Task Give_other_accounts_no_say_over_the_queue(string operation, bool counts)
    {
        const string Theirs = "arn:aws:sqs:us-east-1:444455556666:orders";
        call.Policies.Put(Theirs, Emulation.Upstreams.ResourcePolicies.Parse(Theirs, Allow("111122223333", Theirs)).Policy!);
        var plan = await call.PlanAsync(new SqsService(), operation, """{"QueueUrl":"http://127.0.0.1:4566/444455556666/orders"}""");
        Assert.Equal(counts, plan.Asks[0].ResourcePolicy is not null);
    }

    private static string Allow(string account, string queue = Q) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{account}}:root"},"Action":"SQS:*","Resource":"{{queue}}"}]}""";

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private Verdict Decide(string account)
    {
        var caller = new IamUser(AccountId.Parse(account), "/", "partner", "AIDA");
        var request = new AccessRequest(caller, "sqs:SendMessage", Q, AccountId.Parse("111122223333"), new ConditionContext(caller));
        return Authorizer.Decide(request, new PrincipalPolicies([Policy.Parse("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", PolicyKind.Identity, new PolicyOrigin("p")).Policy!]), call.Policies.Of(Q)).Verdict;
    }
}
