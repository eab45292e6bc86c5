using Emulation.Fronts.Events;
using Emulation.Tests.Upstreams;
using Iam;

namespace Emulation.Tests.Fronts.Events;

/// <summary>Amazon EventBridge User Guide, "Using IAM policy conditions in Amazon EventBridge": its examples, and its tables of what they let pass.</summary>
public sealed class Conditions_on_patterns : IDisposable
{
    private const string OneSource = """{"StringEquals":{"events:source":"aws.ec2"} }""";
    private const string TwoSources = """{"StringEquals":{"events:source":["aws.ec2","aws.ecs"]} }""";
    private const string SourceAndType = """{"StringEquals":{"events:source":"aws.ec2","events:detail-type":"EC2 Instance State-change Notification"} }""";
    private const string SourceIsThere = """{"Null":{"events:source":"false"} }""";
    private const string ListOfSources = """{"ForAllValues:StringEquals":{"events:source":["aws.ec2","aws.s3"]},"Null":{"events:source":"false"} }""";
    private const string Ec2 = """{"source":["aws.ec2"]}""";
    private const string Type = """{"detail-type":["EC2 Instance State-change Notification"]}""";
    private const string Both = """{"source":["aws.ec2"],"detail-type":["EC2 Instance State-change Notification"]}""";
    private readonly AskedCall call = new();

    public void Dispose() => call.Dispose();

    [Theory]
    [InlineData(OneSource, Ec2, true)]
    [InlineData(OneSource, """{"source":["aws.ec2","aws.s3"]}""", false)]
    [InlineData(OneSource, Both, true)]
    [InlineData(OneSource, Type, false)]
    [InlineData(TwoSources, """{"source":["aws.ecs"]}""", true)]
    [InlineData(TwoSources, """{"source":["aws.s3"]}""", false)]
    [InlineData(TwoSources, """{"source":["aws.ec2","aws.ecs"]}""", false)]
    [InlineData(SourceAndType, Ec2, false)]
    [InlineData(SourceAndType, Both, true)]
    [InlineData(SourceAndType, """{"source":["aws.ec2"],"detail-type":["EC2 Instance Health Failed"]}""", false)]
    [InlineData(SourceAndType, Type, false)]
    [InlineData(SourceIsThere, """{"source":["aws.ecs","aws.ec2"]}""", true)]
    [InlineData(SourceIsThere, Type, false)]
    [InlineData(ListOfSources, Ec2, true)]
    [InlineData(ListOfSources, """{"source":["aws.ec2","aws.s3"]}""", true)]
    [InlineData(ListOfSources, """{"source":["aws.ec2","aws.autoscaling"]}""", false)]
    [InlineData(ListOfSources, """{"source":["aws.ec2",{"prefix":""}]}""", false)]
    [InlineData(ListOfSources, Type, false)]
    [InlineData("""{"StringEquals":{"events:detail.service":"ABUSE"} }""", """{"detail":{"service":["ABUSE"]} }""", true)]
    [InlineData("""{"StringEquals":{"events:detail.service":"ABUSE"} }""", """{"detail":{"service":["EC2"]} }""", false)]
    [InlineData("""{"StringEqualsIfExists":{"events:creatorAccount":"${aws:PrincipalAccount}"} }""", Ec2, true)]
    public async Task Let_pass_what_the_guide_says(string condition, string pattern, bool passes) =>
        Assert.Equal(passes, await AllowsAsync("PutRule", condition, $$"""{"Name":"a","EventPattern":{{System.Text.Json.JsonSerializer.Serialize(pattern)}} }"""));

    [Theory]
    [InlineData("arn:aws:lambda:us-east-1:111122223333:function:f", true)]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:q", false)]
    public async Task Limit_targets(string target, bool passes) => Assert.Equal(
        passes, await AllowsAsync("PutTargets", """{"ArnLike":{"events:TargetArn":"arn:aws:lambda:*:*:function:*"} }""", $$"""{"Rule":"a","Targets":[{"Id":"1","Arn":"{{target}}"}]}"""));

    private async Task<bool> AllowsAsync(string operation, string condition, string members)
    {
        var ask = (await call.PlanAsync(new EventsService(), operation, members)).Asks[0];
        var account = AccountId.Parse("111122223333");
        var caller = new IamUser(account, "/", "may", "AIDA");
        var context = new ConditionContext(caller);
        foreach (var key in ask.Keys)
        {
            key.AddTo(context);
        }

        var policy = Policy.Parse($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"events:*","Resource":"*","Condition":{{condition}} }]}""", PolicyKind.Identity, new PolicyOrigin("p")).Policy!;
        return Authorizer.Decide(new AccessRequest(caller, ask.Action, ask.Resource, account, context), new PrincipalPolicies([policy]), null).Verdict == Verdict.Allow;
    }
}
