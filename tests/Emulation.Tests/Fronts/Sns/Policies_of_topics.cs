using Emulation.Fronts.Sns;
using Emulation.Tests.Upstreams;
using Iam;

namespace Emulation.Tests.Fronts.Sns;

/// <summary>Amazon SNS Developer Guide, "Overview of managing access in Amazon SNS".</summary>
public sealed class Policies_of_topics : IDisposable
{
    private const string T = "arn:aws:sns:us-east-1:111122223333:orders";
    private readonly AskedCall call = new();

    public void Dispose() => call.Dispose();

    [Fact]
    public async Task Are_kept_once_the_server_has_taken_them()
    {
        var plan = await call.PlanAsync(new SnsService(), "SetTopicAttributes", $$"""{"TopicArn":"{{T}}","AttributeName":"Policy","AttributeValue":{{Json(Allow("444455556666"))}} }""");
        Assert.Null(call.Policies.Of(T));

        plan.Done!();
        Assert.Equal(Verdict.Allow, Decide("444455556666"));
        Assert.Equal(Verdict.ImplicitDeny, Decide("777788889999"));

        (await call.PlanAsync(new SnsService(), "SetTopicAttributes", $$"""{"TopicArn":"{{T}}","AttributeName":"Policy","AttributeValue":""}""")).Done!();
        Assert.Null(call.Policies.Of(T));
    }

    [Fact]
    public async Task Gain_and_lose_a_statement_by_its_label()
    {
        (await call.PlanAsync(new SnsService(), "AddPermission", $$"""{"TopicArn":"{{T}}","Label":"partner","AWSAccountId":["444455556666"],"ActionName":["Publish"]}""")).Done!();
        Assert.Equal(Verdict.Allow, Decide("444455556666"));

        (await call.PlanAsync(new SnsService(), "RemovePermission", $$"""{"TopicArn":"{{T}}","Label":"other"}""")).Done!();
        Assert.Equal(Verdict.Allow, Decide("444455556666"));

        (await call.PlanAsync(new SnsService(), "RemovePermission", $$"""{"TopicArn":"{{T}}","Label":"partner"}""")).Done!();
        Assert.Equal(Verdict.ImplicitDeny, Decide("444455556666"));
    }

    /// <summary>Whoever may make topics may not give one that is there another policy.</summary>
    [Theory]
    [InlineData(null, "NotFound", true)]
    [InlineData("""{"Attributes":{"TopicArn":"x"}}""", null, false)]
    [InlineData(null, "InternalError", false)]
    public async Task Come_with_a_topic_that_is_new(string? attributes, string? code, bool isKept)
    {
        if (attributes is not null)
        {
            call.Known["GetTopicAttributes"] = attributes;
        }

        call.Refused["GetTopicAttributes"] = code;
        (await call.PlanAsync(new SnsService(), "CreateTopic", $$"""{"Name":"orders","Attributes":{"Policy":{{Json(Allow("444455556666"))}} } }""")).Done?.Invoke();
        Assert.Equal(isKept, call.Policies.Of(T) is not null);
    }

    [Fact]
    public async Task Are_gone_with_their_topic()
    {
        call.Policies.Put(T, Emulation.Upstreams.ResourcePolicies.Parse(T, Allow("444455556666")).Policy!);
        (await call.PlanAsync(new SnsService(), "DeleteTopic", $$"""{"TopicArn":"{{T}}"}""")).Done!();
        Assert.Null(call.Policies.Of(T));
    }

    [Fact]
    public async Task That_are_none_are_refused() => await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(() => call.PlanAsync(
        new SnsService(), "SetTopicAttributes", $$"""{"TopicArn":"{{T}}","AttributeName":"Policy","AttributeValue":"{\"Statement\":[{\"Effect\":\"Maybe\"}]}"}"""));

    /// <summary>Captured: sns/policy_actions.json of radkawar/stackd.</summary>
    [Theory]
    [InlineData("sns:*", true)]
    [InlineData("SNS:*", true)]
    [InlineData("*", true)]
    [InlineData("sns:Publish", false)]
    [InlineData("SNS:Publish", false)]
    public async Task About_other_than_single_actions_of_topics_are_refused(string action, bool isRefused)
    {
        var put = () => call.PlanAsync(
            new SnsService(), "SetTopicAttributes",
            $$"""{"TopicArn":"{{T}}","AttributeName":"Policy","AttributeValue":{{Json(Allow("444455556666").Replace("SNS:Publish", action, StringComparison.Ordinal))}} }""");
        if (isRefused)
        {
            Assert.Equal(
                new Emulation.Calls.ServiceRefusal(400, "InvalidParameter", "Invalid parameter: Policy statement action out of service scope!"),
                (await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(put)).Refusal);
        }
        else
        {
            Assert.NotNull((await put()).Done);
        }
    }

    [Fact]
    public async Task Gain_no_statement_about_all_actions() => await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(() => call.PlanAsync(
        new SnsService(), "AddPermission", $$"""{"TopicArn":"{{T}}","Label":"partner","AWSAccountId":["444455556666"],"ActionName":["*"]}"""));

    /// <summary>
    /// Captured: sns/policy_context.json of radkawar/stackd. Calls of principals have no <c>AWS:SourceOwner</c>: a denial where it is missing refuses them, one of a value does not, and the
    /// policy that AWS gives a new topic lets nobody in by it.
    /// </summary>
    [Theory]
    [InlineData("Null", "true", Verdict.ExplicitDeny)]
    [InlineData("StringEquals", "111122223333", Verdict.Allow)]
    [InlineData("StringEquals", "123456789012", Verdict.Allow)]
    public async Task Know_no_source_owner_of_principals(string condition, string value, Verdict verdict)
    {
        var denial = $$$"""{"Statement":[{"Effect":"Deny","Principal":"*","Action":"sns:Publish","Resource":"{{{T}}}","Condition":{"{{{condition}}}":{"AWS:SourceOwner":"{{{value}}}"} } } ]}""";
        call.Policies.Put(T, Emulation.Upstreams.ResourcePolicies.Parse(T, denial).Policy!);
        var asked = Assert.Single((await call.PlanAsync(new SnsService(), "Publish", $$"""{"TopicArn":"{{T}}","Message":"m"}""")).Asks);
        Assert.Empty(asked.Keys);
        Assert.Equal(verdict, AskedCall.Decide("111122223333", asked.Action, asked.Resource, asked.ResourcePolicy));

        const string Default = $$$"""{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:Publish"],"Resource":"{{{T}}}","Condition":{"StringEquals":{"AWS:SourceOwner":"111122223333"} } }]}""";
        Assert.Equal(Verdict.ImplicitDeny, AskedCall.Decide("444455556666", asked.Action, asked.Resource, Emulation.Upstreams.ResourcePolicies.Parse(T, Default).Policy));
    }

    /// <summary>What a policy cannot be about, another account never may.</summary>
    [Theory]
    [InlineData("TagResource", "ResourceArn", false)]
    [InlineData("ListTagsForResource", "ResourceArn", false)]
    [InlineData("ConfirmSubscription", "TopicArn", false)]
    [InlineData("PublishBatch", "TopicArn", true)]
    [InlineData("DeleteTopic", "TopicArn", true)]
    public async Task Give_other_accounts_what_they_can_be_about(string operation, string member, bool counts)
    {
        const string Theirs = "arn:aws:sns:us-east-1:444455556666:orders";
        call.Policies.Put(Theirs, Emulation.Upstreams.ResourcePolicies.Parse(Theirs, Allow("111122223333", Theirs)).Policy!);
        var plan = await call.PlanAsync(new SnsService(), operation, $$"""{"{{member}}":"{{Theirs}}"}""");
        Assert.Equal(counts, plan.Asks[0].ResourcePolicy is not null);
        Assert.Equal("444455556666", call.AccountOf(new SnsService(), plan));
    }

    private static string Allow(string account, string topic = T) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{account}}:root"},"Action":"SNS:Publish","Resource":"{{topic}}"}]}""";

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private Verdict Decide(string account) => AskedCall.Decide(account, "sns:Publish", T, call.Policies.Of(T));
}
