using System.Text.Json.Nodes;
using Emulation.Tests.Fronts;
using Emulation.Tests.S3.Door;
using Emulation.Tests.Upstreams;

[assembly: AssemblyFixture(typeof(EncryptedResources))]

namespace Emulation.Tests.Fronts;

/// <summary>
/// A LocalAws with S3 of its own and a server that runs queues, topics, streams, secrets and parameters, each of which is encrypted by the key that its name says: <c>own</c>, whose
/// policy leaves it to the account's, <c>locked</c>, whose policy lets nobody use it, <c>managed</c>, which is AWS's, or <c>plain</c>, by none.
/// </summary>
public sealed class EncryptedResources : S3UnderTest
{
    /// <summary>May do everything but use keys.</summary>
    internal const string NoKeys = "nokeys";

    /// <summary>May use keys through SQS, by the queue of its own context.</summary>
    internal const string BySqs = "bysqs";

    /// <summary>May use keys, but not through a service.</summary>
    internal const string Directly = "directly";

    private const string Template = """
        Resources:
          May: { Type: AWS::IAM::User, Properties: { UserName: may, Policies: [{ PolicyName: Everything, PolicyDocument: { Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] } }] } }
          MayKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref May } }
          NoKeys: { Type: AWS::IAM::User, Properties: { UserName: nokeys, Policies: [{ PolicyName: Most, PolicyDocument: { Statement: [{ Effect: Allow, NotAction: "kms:*", Resource: "*" }] } }] } }
          NoKeysKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref NoKeys } }
          BySqs:
            Type: AWS::IAM::User
            Properties:
              UserName: bysqs
              Policies:
                - PolicyName: Some
                  PolicyDocument:
                    Statement:
                      - { Effect: Allow, NotAction: "kms:*", Resource: "*" }
                      - Effect: Allow
                        Action: ["kms:GenerateDataKey", "kms:Decrypt"]
                        Resource: "*"
                        Condition:
                          StringEquals:
                            kms:ViaService: sqs.us-east-1.amazonaws.com
                            kms:CallerAccount: "111122223333"
                            kms:EncryptionContext:aws:sqs:arn: arn:aws:sqs:us-east-1:111122223333:own
                          Bool: { aws:ViaAWSService: true }
          BySqsKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref BySqs } }
          Directly:
            Type: AWS::IAM::User
            Properties:
              UserName: directly
              Policies: [{ PolicyName: Some, PolicyDocument: { Statement: [{ Effect: Allow, NotAction: "kms:*", Resource: "*" }, { Effect: Allow, Action: "kms:*", Resource: "*", Condition: { "Null": { kms:ViaService: true } } }] } }]
          DirectlyKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Directly } }
          Own: { Type: AWS::KMS::Key, Properties: { Description: own } }
          Alias: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/own, TargetKeyId: !Ref Own } }
          Locked:
            Type: AWS::KMS::Key
            Properties: { KeyPolicy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root" }, Action: "kms:PutKeyPolicy", Resource: "*" }] } }
          OwnBucket:
            Type: AWS::S3::Bucket
            Properties:
              BucketName: own-bucket
              VersioningConfiguration: { Status: Enabled }
              BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: !Ref Own } }] }
              CorsConfiguration: { CorsRules: [{ AllowedMethods: [GET], AllowedOrigins: ["https://page.example"] }] }
              Tags: [{ Key: team, Value: a }]
          Served:
            Type: AWS::KMS::Key
            Properties:
              KeyPolicy:
                Version: "2012-10-17"
                Statement:
                  - { Effect: Allow, Principal: { AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root" }, Action: "kms:*", Resource: "*" }
                  - Effect: Allow
                    Principal: { Service: events.amazonaws.com }
                    Action: ["kms:GenerateDataKey", "kms:Decrypt"]
                    Resource: "*"
                    Condition:
                      StringEquals:
                        aws:SourceAccount: !Ref AWS::AccountId
                        aws:SourceArn: !Sub "arn:aws:events:us-east-1:${AWS::AccountId}:event-bus/orders"
                        kms:EncryptionContext:aws:events:event-bus:arn: !Sub "arn:aws:events:us-east-1:${AWS::AccountId}:event-bus/orders"
                  - Effect: Allow
                    Principal: { Service: logs.us-east-1.amazonaws.com }
                    Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
                    Resource: "*"
                    Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": !Sub "arn:aws:logs:us-east-1:${AWS::AccountId}:log-group:/served/*" } }
          PlainBucket: { Type: AWS::S3::Bucket, Properties: { BucketName: plain-bucket } }
        """;

    private RecordingServer server = null!;

    /// <summary>The key of a name.</summary>
    internal string KeyOf(string name) => name switch
    {
        "own" => Arn("Own"),
        "locked" => Arn("Locked"),
        "served" => Arn("Served"),
        _ => "",
    };

    /// <summary>How often the server was asked for something.</summary>
    internal int Asked(string what) => server.Requests.Count(one => one.Body.Contains(what, StringComparison.Ordinal) || one.Headers.GetValueOrDefault("x-amz-target", "").EndsWith(what, StringComparison.Ordinal));

    public override async ValueTask InitializeAsync()
    {
        server = await RecordingServer.StartAsync();
        server.Answer = Said;
        await StartAsync(Template, [.. new[] { "sqs", "sns", "kinesis", "secretsmanager", "ssm", "states", "events", "logs" }.Select(name => $"{name}={server.Url.AbsoluteUri}")]);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await server.DisposeAsync();
    }

    private string Arn(string logicalId) => Emulator.Stacks.All.SelectMany(static stack => stack.Keys).Single(key => key.LogicalId == logicalId).Arn.ToString();

    /// <summary>What the server says of the key of a resource, whose name is the last word of the question.</summary>
    private (int Status, string ContentType, string Body) Said(RecordingServer.Received request)
    {
        var operation = request.Headers.TryGetValue("x-amz-target", out var target) ? target.Split('.')[^1] : "";
        var name = request.Body.Contains("own", StringComparison.Ordinal) ? "own" : request.Body.Contains("locked", StringComparison.Ordinal) ? "locked" : request.Body.Contains("managed", StringComparison.Ordinal) ? "managed" : "";
        string? Key(string service) => name.Length == 0 ? null : name == "managed" ? $"alias/aws/{service}" : KeyOf(name);
        if (request.Body.Contains("Action=GetTopicAttributes", StringComparison.Ordinal))
        {
            return (200, "text/xml", $"<R><GetTopicAttributesResult><Attributes><entry><key>KmsMasterKeyId</key><value>{Key("sns")}</value></entry></Attributes></GetTopicAttributesResult></R>");
        }

        return (200, "application/x-amz-json-1.1", operation switch
        {
            "GetQueueAttributes" => new JsonObject { ["Attributes"] = new JsonObject { ["KmsMasterKeyId"] = Key("sqs") } }.ToJsonString(),
            "DescribeStreamSummary" => new JsonObject { ["StreamDescriptionSummary"] = new JsonObject { ["EncryptionType"] = name.Length == 0 ? "NONE" : "KMS", ["KeyId"] = Key("kinesis") } }.ToJsonString(),
            "DescribeSecret" => new JsonObject { ["ARN"] = $"arn:aws:secretsmanager:us-east-1:111122223333:secret:{name}-abcdef", ["KmsKeyId"] = name == "managed" ? null : Key("secretsmanager") }.ToJsonString(),
            "DescribeParameters" => new JsonObject
            {
                ["Parameters"] = name.Length == 0 ? [] : new JsonArray(new JsonObject { ["Name"] = name, ["Type"] = "SecureString", ["KeyId"] = Key("ssm") }),
            }.ToJsonString(),
            "DescribeStateMachine" or "DescribeActivity" => new JsonObject
            {
                ["encryptionConfiguration"] = name is "own" or "locked" ? new JsonObject { ["type"] = "CUSTOMER_MANAGED_KMS_KEY", ["kmsKeyId"] = KeyOf(name) } : new JsonObject { ["type"] = "AWS_OWNED_KEY" },
            }.ToJsonString(),
            _ => "{}",
        });
    }
}
