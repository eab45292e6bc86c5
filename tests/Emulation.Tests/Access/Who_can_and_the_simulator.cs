using System.Text.Json.Nodes;
using Emulation.Access;
using Emulation.Access.AnyAction;
using Iam;

namespace Emulation.Tests.Access;

/// <summary>
/// What who-can says of all requests at once, the simulator says of each: policies of a role, its boundary, a queue, a bucket, a topic and a key are drawn from the elements that
/// rules combine, and so are requests. A seed finds a failure again.
/// </summary>
public sealed class Who_can_and_the_simulator
{
    private const string Account = "111122223333";
    private const int Templates = 500;
    private static readonly string[] Effects = ["Allow", "Allow", "Allow", "Deny"];
    private static readonly string[] Principals = ["\"*\"", $$"""{"AWS":"{{Account}}"}""", "{\"AWS\":\"arn:aws:iam::111122223333:role/Worker\"}", "{\"AWS\":\"arn:aws:iam::111122223333:role/Other\"}"];

    private static readonly string[] Conditions =
    [
        "{}", "{}", "{}",
        """{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}""", """{"Bool":{"aws:SecureTransport":"true"}}""", """{"StringEquals":{"aws:PrincipalTag/team":"blue"}}""",
        """{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}}""", """{"StringEquals":{"aws:ResourceTag/class":"open"}}""", """{"Null":{"aws:SourceVpce":"true"}}""",
    ];

    private static readonly (string Action, string Name, string Arn)[] Asked =
    [
        ("sqs:SendMessage", "Work", $"arn:aws:sqs:us-east-1:{Account}:work"), ("sqs:DeleteQueue", "Work", $"arn:aws:sqs:us-east-1:{Account}:work"),
        ("s3:GetObject", "Shelf/a/b", "arn:aws:s3:::shelf/a/b"), ("s3:ListBucket", "Shelf", "arn:aws:s3:::shelf"),
        ("sns:Publish", "News", $"arn:aws:sns:us-east-1:{Account}:news"),
    ];

    private static readonly string[] Actions = ["*", "sqs:*", "sqs:SendMessage", "s3:Get*", "s3:*", "s3:ListBucket", "sns:Publish"];

    [Fact]
    public void Say_the_same()
    {
        int asked = 0, allowed = 0, denied = 0, open = 0;
        for (var seed = 0; seed < Templates; seed++)
        {
            var random = new Random(seed);
            var (role, boundary) = (Document(random, null, ["*", .. Asked.Select(static one => one.Arn)]), random.Next(3) == 0 ? Document(random, null, ["*"]) : null);
            var policies = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["sqs"] = PolicyOf(random, "sqs", $"arn:aws:sqs:us-east-1:{Account}:work"),
                ["s3"] = PolicyOf(random, "s3", "arn:aws:s3:::shelf", "arn:aws:s3:::shelf/*"),
                ["sns"] = PolicyOf(random, "sns", $"arn:aws:sns:us-east-1:{Account}:news"),
            };
            var stacks = Given.Stacks(Template(role, boundary, policies));
            var access = new AccessOfActions(stacks);
            var resources = new AskedResources(stacks);
            var worker = MatrixPrincipal.All(stacks).First(static one => one.Name == "Worker");
            foreach (var (action, name, arn) in Asked)
            {
                var actions = AskedResources.Action(action);
                var answer = access.Of(worker, actions, resources.Of(actions, name));
                var verdicts = Enumerable.Range(0, 8).Select(_ => Simulated(random, action, arn, role, boundary, policies[actions.Service])).ToList();
                asked += verdicts.Count;
                var shown = $"seed {seed}, {action} on {name}: {answer.Reason}";
                Assert.True(answer.Word != AccessWord.Allow || verdicts.TrueForAll(static verdict => verdict), $"{shown} The simulator refuses one.");
                Assert.True(answer.Word != AccessWord.Deny || verdicts.TrueForAll(static verdict => !verdict), $"{shown} The simulator allows one.");
                _ = answer.Word switch { AccessWord.Allow => allowed++, AccessWord.Deny => denied++, _ => open++ };
            }
        }

        Assert.True(asked >= 20_000 && allowed > 200 && denied > 200 && open > 200, $"{asked} asked: {allowed} allowed, {denied} denied, {open} open.");
    }

    private static bool Simulated(Random random, string action, string arn, string role, string? boundary, string? policy)
    {
        var context = new JsonObject
        {
            ["aws:SourceIp"] = Pick(random, "10.1.2.3", "203.0.113.9"), ["aws:SecureTransport"] = Pick(random, "true", "false"), ["aws:ResourceTag/class"] = "open",
            ["aws:PrincipalTag/team"] = "blue", ["aws:PrincipalAccount"] = Account, ["aws:PrincipalArn"] = "arn:aws:iam::111122223333:role/Worker",
        };
        if (random.Next(2) == 0)
        {
            context["aws:SourceVpce"] = "vpce-1";
        }

        var one = new JsonObject
        {
            ["principal"] = $"arn:aws:sts::{Account}:assumed-role/Worker/session", ["action"] = action, ["resource"] = arn, ["resourceAccount"] = Account, ["context"] = context,
            ["identityPolicies"] = new JsonArray(JsonNode.Parse(role)),
        };
        if (boundary is not null)
        {
            one["permissionBoundaries"] = new JsonArray(JsonNode.Parse(boundary));
        }

        if (policy is not null)
        {
            one["resourcePolicy"] = JsonNode.Parse(policy);
        }

        Simulator.Run(System.Text.Encoding.UTF8.GetBytes(one.ToJsonString()), out var results);
        Assert.True(results[0].Errors.IsEmpty, string.Join(' ', results[0].Errors));
        return results[0].Decision.Verdict == Verdict.Allow;
    }

    private static string? PolicyOf(Random random, string service, params string[] arns) =>
        random.Next(4) == 0 ? null : Document(random, Principals, arns, [.. Actions.Where(action => action.StartsWith(service, StringComparison.Ordinal))]);

    private static string Document(Random random, string[]? principals, string[] resources, string[]? actions = null) => $$"""
        {"Version":"2012-10-17","Statement":[{{string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $$"""
            {"Effect":"{{Pick(random, Effects)}}",{{(principals is null ? "" : $"\"Principal\":{Pick(random, principals)},")}}"Action":"{{Pick(random, actions ?? Actions)}}","Resource":"{{Pick(random, resources)}}","Condition":{{Pick(random, Conditions)}}}
            """))}}]}
        """;

    private static string Template(string role, string? boundary, Dictionary<string, string?> policies) => $$"""
        {"Resources":{
          "Work":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"work","Tags":[{"Key":"class","Value":"open"}]} },
          "News":{"Type":"AWS::SNS::Topic","Properties":{"TopicName":"news","Tags":[{"Key":"class","Value":"open"}]} },
          "Shelf":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"shelf","Tags":[{"Key":"class","Value":"open"}],"PublicAccessBlockConfiguration":{"RestrictPublicBuckets":false} } },
          {{(policies["sqs"] is { } queue ? $$"""
            "QueueLets":{"Type":"AWS::SQS::QueuePolicy","Properties":{"Queues":[{"Ref":"Work"}],"PolicyDocument":{{queue}}} },
            """ : "")}}
          {{(policies["sns"] is { } topic ? $$"""
            "TopicLets":{"Type":"AWS::SNS::TopicPolicy","Properties":{"Topics":[{"Ref":"News"}],"PolicyDocument":{{topic}}} },
            """ : "")}}
          {{(policies["s3"] is { } bucket ? $$"""
            "BucketLets":{"Type":"AWS::S3::BucketPolicy","Properties":{"Bucket":{"Ref":"Shelf"},"PolicyDocument":{{bucket}}} },
            """ : "")}}
          {{(boundary is null ? "" : $$"""
            "Limit":{"Type":"AWS::IAM::ManagedPolicy","Properties":{"PolicyDocument":{{boundary}}} },
            """)}}
          "Worker":{"Type":"AWS::IAM::Role","Properties":{"RoleName":"Worker","Tags":[{"Key":"team","Value":"blue"}],
            {{(boundary is null ? "" : "\"PermissionsBoundary\":{\"Ref\":\"Limit\"},")}}
            "AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]},
            "Policies":[{"PolicyName":"P","PolicyDocument":{{role}}}]} }
        } }
        """;

    private static T Pick<T>(Random random, params T[] among) => among[random.Next(among.Length)];
}
