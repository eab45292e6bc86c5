using System.Collections.Immutable;
using Emulation.Principals;
using Emulation.S3.Door;
using Emulation.Upstreams;
using Iam;
using Sam;

namespace Emulation.Tests.Upstreams;

/// <summary>A policy that a client set by a call stays through deployments that do not touch the template's, and gives way to one that does, as on AWS.</summary>
public sealed class Policies_that_clients_set : IDisposable
{
    private const string Table = "arn:aws:dynamodb:us-east-1:111122223333:table/t";
    private const string Queue = "arn:aws:sqs:us-east-1:111122223333:work";
    private const string Bucket = "arn:aws:s3:::shelf";
    private static readonly PrincipalIndex Nobody = new(ImmutableSortedDictionary<string, IamAccount>.Empty, new LongTermKeys(new byte[32]), 0);
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The template's policy at the first deployment, when the client set its own, and at the next; and whose is in force then.</summary>
    [Theory]
    [InlineData("a", "a", "client")]
    [InlineData("a", "b", "b")]
    [InlineData("a", null, null)]
    [InlineData(null, null, "client")]
    [InlineData(null, "a", "a")]
    public void Are_kept_until_the_template_says_another_thing(string? first, string? next, string? inForce)
    {
        Deploy(first, static policies => policies.Put(Queue, Policy("client", Queue)));

        Assert.Equal(inForce, Deploy(next));
        Assert.Equal(inForce, Deploy(next));
    }

    [Fact]
    public void Do_not_come_back_with_the_template_that_they_were_set_under()
    {
        Deploy("a", static policies => policies.Put(Queue, Policy("client", Queue)));
        Deploy("b");

        Assert.Equal("a", Deploy("a"));
    }

    /// <summary>A policy that a client took away is one that it set.</summary>
    [Fact]
    public void Are_kept_as_taken_away()
    {
        Deploy("a", static policies => policies.Delete(Queue));

        Assert.Null(Deploy("a"));
        Assert.Equal("b", Deploy("b"));
    }

    /// <summary>A deployment that fails changes nothing.</summary>
    [Fact]
    public void Are_kept_where_the_deployment_fails()
    {
        Deploy("a", static policies => policies.Put(Queue, Policy("client", Queue)));
        Deploy("b", settles: false);

        Assert.Equal("client", Deploy("a"));
    }

    /// <summary>A run without the stack that has the queue is no deployment that deletes it.</summary>
    [Fact]
    public void Are_kept_while_no_template_has_the_resource()
    {
        Deploy("a", static policies => policies.Put(Queue, Policy("client", Queue)));
        using (var without = new ResourcePolicies(folder, [], [], static () => Nobody))
        {
            without.Settle();
        }

        Assert.Equal("client", Deploy("a"));
    }

    [Theory]
    [InlineData("a", "a", "client")]
    [InlineData("a", "b", "b")]
    [InlineData("a", null, null)]
    [InlineData(null, "a", "a")]
    public void Of_buckets_are_kept_likewise(string? first, string? next, string? inForce)
    {
        using (var before = Buckets(first, PublicAccessBlock.Everything))
        {
            before.PutPolicy("shelf", Policy("client", Bucket));
            before.PutBlock("shelf", null);
        }

        using (var same = Buckets(next, PublicAccessBlock.Everything))
        {
            Assert.Equal(inForce, same.Of("shelf").Policy?.Statements[0].Sid);
            Assert.False(same.HasBlock("shelf"));
        }

        using var after = Buckets(next, new PublicAccessBlock(true, true, false, false));
        Assert.Equal(inForce, after.Of("shelf").Policy?.Statements[0].Sid);
        Assert.Equal(new PublicAccessBlock(true, true, false, false), after.Of("shelf").Block);
    }

    [Theory]
    [InlineData("a", "a", "client")]
    [InlineData("a", "b", "b")]
    [InlineData("a", null, null)]
    public void Of_tables_are_kept_likewise(string? first, string? next, string? inForce)
    {
        using (var before = Tables(first))
        {
            before.Settle();
            before.Put(Table, Policy("client", Table));
        }

        using var after = Tables(next);
        after.Settle();
        Assert.Equal(inForce, after.Of(Table)?.Statements[0].Sid);
    }

    /// <summary>On AWS the second stack's policy overwrites the first one's, or fails: neither is what anybody wrote.</summary>
    [Theory]
    [InlineData("{ Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Sub 'https://sqs.us-east-1.amazonaws.com/${AWS::AccountId}/work'], PolicyDocument: DOCUMENT } }", Queue)]
    [InlineData("{ Type: AWS::S3::BucketPolicy, Properties: { Bucket: shelf, PolicyDocument: DOCUMENT } }", Bucket)]
    public void Of_two_templates_are_no_policy_of_one_resource(string policy, string arn)
    {
        var written = $"Resources: {{ P: {policy.Replace("DOCUMENT", Document("s", arn), StringComparison.Ordinal)} }}\n";
        var error = Assert.Single(Assert.Throws<TemplateException>(() => Given.Stacks(new EmulatorOptions { Templates = [] }, ("one", written), ("two", written))).Errors);

        Assert.Contains($"already sets the policy of {arn}", error.Message, StringComparison.Ordinal);
        Assert.Contains("in one of the templates", error.Remedy, StringComparison.Ordinal);
    }

    /// <summary>PutPermission adds a statement: those of several stacks hold together.</summary>
    [Fact]
    public void Of_two_templates_hold_together_on_an_event_bus()
    {
        static string Bus(string sid) => $$"""
            Resources:
              P: { Type: AWS::Events::EventBusPolicy, Properties: { EventBusName: shop, StatementId: {{sid}}, Statement: { Effect: Allow, Principal: { AWS: "444455556666" }, Action: "events:PutEvents", Resource: !Sub "arn:aws:events:us-east-1:${AWS::AccountId}:event-bus/shop" } } }

            """;
        var stacks = Given.Stacks(new EmulatorOptions { Templates = [] }, ("one", Bus("a")), ("two", Bus("b")));
        var policy = stacks.ResourcePolicies["arn:aws:events:us-east-1:111122223333:event-bus/shop"];

        Assert.Equal(["a", "b"], policy.Statements.Select(static one => one.Sid));
        Assert.Contains("\"b\"", policy.Json, StringComparison.Ordinal);
    }

    private static string Document(string sid, string arn) => $$"""{ "Version": "2012-10-17", "Statement": [{ "Sid": "{{sid}}", "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "{{arn}}" }] }""";

    private static Policy Policy(string sid, string arn) => Iam.Policy.Parse(Document(sid, arn), PolicyKind.Resource, new PolicyOrigin(sid)).Policy!;

    /// <summary>Deploys, has a client do something, and says whose policy is in force.</summary>
    private string? Deploy(string? said, Action<ResourcePolicies>? client = null, bool settles = true)
    {
        using var policies = new ResourcePolicies(folder, said is null ? [] : [KeyValuePair.Create(Queue, Policy(said, Queue))], [Queue], static () => Nobody);
        if (settles)
        {
            policies.Settle();
        }

        client?.Invoke(policies);
        return policies.Of(Queue)?.Statements[0].Sid;
    }

    private BucketPolicies Buckets(string? said, PublicAccessBlock block)
    {
        var declared = Given.Stack("Resources: { Shelf: { Type: AWS::S3::Bucket, Properties: { BucketName: shelf } } }").Buckets[0] with { PublicAccess = block };
        var policies = new BucketPolicies(folder, [new DeclaredBucket(declared, AccountId.Parse("111122223333"), said is null ? null : Policy(said, Bucket))], AccountId.Parse("111122223333"), static () => Nobody);
        policies.Settle();
        return policies;
    }

    private ResourcePolicies Tables(string? said) => new(folder, said is null ? [] : [KeyValuePair.Create(Table, Policy(said, Table))], [Table], static () => Nobody);
}
