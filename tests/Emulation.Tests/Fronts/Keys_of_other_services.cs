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
          PlainBucket: { Type: AWS::S3::Bucket, Properties: { BucketName: plain-bucket } }
        """;

    private RecordingServer server = null!;

    /// <summary>The key of a name.</summary>
    internal string KeyOf(string name) => name switch
    {
        "own" => Arn("Own"),
        "locked" => Arn("Locked"),
        _ => "",
    };

    /// <summary>How often the server was asked for something.</summary>
    internal int Asked(string what) => server.Requests.Count(one => one.Body.Contains(what, StringComparison.Ordinal) || one.Headers.GetValueOrDefault("x-amz-target", "").EndsWith(what, StringComparison.Ordinal));

    public override async ValueTask InitializeAsync()
    {
        server = await RecordingServer.StartAsync();
        server.Answer = Said;
        await StartAsync(Template, [.. new[] { "sqs", "sns", "kinesis", "secretsmanager", "ssm" }.Select(name => $"{name}={server.Url.AbsoluteUri}")]);
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
            _ => "{}",
        });
    }
}

/// <summary>What services ask of KMS in their callers' names. AWS KMS Developer Guide, "kms:ViaService"; each service's page of encryption.</summary>
[Collection(nameof(EncryptedResources))]
public class Keys_of_other_services(EncryptedResources resources)
{
    private const string Passed = " (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; Proxy: null)";

    /// <summary>The calls, each with its service, the actions that it asks in their order, and the code of the refusal.</summary>
    public static TheoryData<string, string, string[], string> Calls => new()
    {
        { "sqs", "SendMessage", ["GenerateDataKey", "Decrypt"], "KMS.AccessDeniedException" },
        { "sqs", "SendMessageBatch", ["GenerateDataKey", "Decrypt"], "KMS.AccessDeniedException" },
        { "sqs", "ReceiveMessage", ["Decrypt"], "KMS.AccessDeniedException" },
        { "sns", "Publish", ["GenerateDataKey", "Decrypt"], "KMSAccessDenied" },
        { "kinesis", "PutRecord", ["GenerateDataKey"], "KMSAccessDeniedException" },
        { "kinesis", "PutRecords", ["GenerateDataKey"], "KMSAccessDeniedException" },
        { "secretsmanager", "GetSecretValue", ["Decrypt"], "AccessDeniedException" },
        { "secretsmanager", "PutSecretValue", ["GenerateDataKey", "Decrypt"], "AccessDeniedException" },
        { "ssm", "GetParameter", ["Decrypt"], "AccessDeniedException" },
        { "ssm", "GetParameters", ["Decrypt"], "AccessDeniedException" },
        { "ssm", "GetParametersByPath", ["Decrypt"], "AccessDeniedException" },
        { "ssm", "PutParameter", ["Encrypt"], "AccessDeniedException" },
    };

    [Theory, MemberData(nameof(Calls))]
    public async Task Are_used_in_the_callers_name(string service, string operation, string[] actions, string code)
    {
        foreach (var name in (string[])["plain", "managed", "own"])
        {
            Assert.Equal(200, (await SendAsync(service, operation, name, S3UnderTest.May)).Status);
        }

        // Everybody of the account may use AWS's key through its service.
        Assert.Equal(200, (await SendAsync(service, operation, "managed", EncryptedResources.NoKeys)).Status);
        Assert.Equal(200, (await SendAsync(service, operation, "plain", EncryptedResources.NoKeys)).Status);

        var words = $"User: arn:aws:iam::111122223333:user/nokeys is not authorized to perform: kms:{actions[0]} on resource: {resources.KeyOf("own")} "
            + $"because no identity-based policy allows the kms:{actions[0]} action";
        var refused = await SendAsync(service, operation, "own", EncryptedResources.NoKeys);
        Assert.Equal(400, refused.Status);
        Assert.Contains(code, refused.Body, StringComparison.Ordinal);
        Assert.Contains(service == "secretsmanager" ? "Access to KMS is not allowed" : words + Passed, refused.Body, StringComparison.Ordinal);
        Assert.Contains($"kms:{actions[0]}", refused.Headers["x-localaws-reason"], StringComparison.Ordinal);
        Assert.Equal(400, (await SendAsync(service, operation, "own", EncryptedResources.Directly)).Status);

        var locked = await SendAsync(service, operation, "locked", S3UnderTest.May);
        Assert.Equal(400, locked.Status);
        Assert.Contains(
            service == "secretsmanager" ? "Access to KMS is not allowed" : $"kms:{actions[0]} on resource: {resources.KeyOf("locked")} because no resource-based policy allows the kms:{actions[0]} action",
            locked.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_told_by_the_service_and_its_context()
    {
        Assert.Equal(200, (await SendAsync("sqs", "SendMessage", "own", EncryptedResources.BySqs)).Status);
        Assert.Equal(400, (await SendAsync("sqs", "SendMessage", "own2", EncryptedResources.BySqs)).Status);
        Assert.Equal(400, (await SendAsync("sns", "Publish", "own", EncryptedResources.BySqs)).Status);
    }

    /// <summary>The server is asked once, and again when a call may have changed the key.</summary>
    [Fact]
    public async Task Are_remembered_until_they_change()
    {
        await SendAsync("sqs", "SendMessage", "ownonce", S3UnderTest.May);
        var before = resources.Asked("GetQueueAttributes");
        await SendAsync("sqs", "SendMessage", "ownonce", S3UnderTest.May);
        Assert.Equal(before, resources.Asked("GetQueueAttributes"));
        await SendAsync("sqs", "SetQueueAttributes", "ownonce", S3UnderTest.May);
        await SendAsync("sqs", "SendMessage", "ownonce", S3UnderTest.May);
        Assert.Equal(before + 1, resources.Asked("GetQueueAttributes"));
    }

    [Theory]
    [InlineData("PUT", "", "", S3UnderTest.May, 200, "")]
    [InlineData("PUT", "aws:kms", "own", S3UnderTest.May, 200, "")]
    [InlineData("PUT", "aws:kms", "alias/own", S3UnderTest.May, 200, "")]
    [InlineData("PUT", "aws:kms", "", EncryptedResources.NoKeys, 200, "")]
    [InlineData("PUT", "AES256", "", EncryptedResources.NoKeys, 200, "")]
    [InlineData("PUT", "aws:kms", "own", EncryptedResources.NoKeys, 403, "kms:GenerateDataKey on resource: {own} because no identity-based policy allows the kms:GenerateDataKey action")]
    [InlineData("PUT", "aws:kms:dsse", "own", EncryptedResources.BySqs, 403, "kms:GenerateDataKey on resource: {own} because no identity-based policy allows")]
    [InlineData("PUT", "aws:kms", "own", EncryptedResources.Directly, 403, "kms:GenerateDataKey on resource: {own} because no identity-based policy allows")]
    [InlineData("PUT", "aws:kms", "locked", S3UnderTest.May, 403, "kms:GenerateDataKey on resource: {locked} because no resource-based policy allows the kms:GenerateDataKey action")]
    [InlineData("PUT", "aws:kms", "0d990263-018e-4e65-a703-eff731de951e", S3UnderTest.May, 400, "does not exist")]
    [InlineData("PUT", "", "own", S3UnderTest.May, 400, "requires HTTP header x-amz-server-side-encryption : aws:kms")]
    [InlineData("PUT", "aws:fsx", "", S3UnderTest.May, 400, "The encryption method specified is not supported")]
    [InlineData("POST", "aws:kms", "own", EncryptedResources.NoKeys, 403, "kms:GenerateDataKey on resource: {own}")]
    public async Task Encrypt_objects(string method, string algorithm, string key, string user, int status, string message)
    {
        var answer = await resources.SendAsync(new(method, method == "POST" ? "/plain-bucket/a?uploads" : "/plain-bucket/a", user, "hello")
        {
            Headers =
            [
                .. algorithm.Length == 0 ? [] : ((string, string)[])[("x-amz-server-side-encryption", algorithm)],
                .. key.Length == 0 ? [] : ((string, string)[])[("x-amz-server-side-encryption-aws-kms-key-id", key is "own" or "locked" ? resources.KeyOf(key) : key)],
            ],
        });
        Assert.Equal(status, answer.Status);
        Assert.Contains(Told(message), answer.Message, StringComparison.Ordinal);
        if (status == 200 && key.Length > 0)
        {
            Assert.Equal((algorithm, resources.KeyOf("own")), (answer.Headers["x-amz-server-side-encryption"], answer.Headers["x-amz-server-side-encryption-aws-kms-key-id"]));
        }
    }

    /// <summary>By the bucket's own key where a request says nothing; who may not decrypt may still see that it is there.</summary>
    [Fact]
    public async Task Decrypt_objects()
    {
        var put = await resources.SendAsync(new("PUT", "/own-bucket/a", Body: "hello"));
        Assert.Equal(("aws:kms", resources.KeyOf("own"), "true"), (
            put.Headers["x-amz-server-side-encryption"], put.Headers["x-amz-server-side-encryption-aws-kms-key-id"], put.Headers["x-amz-server-side-encryption-bucket-key-enabled"]));
        Assert.Equal("hello", (await resources.SendAsync(new("GET", "/own-bucket/a"))).Body);
        Assert.Equal(200, (await resources.SendAsync(new("HEAD", "/own-bucket/a", EncryptedResources.NoKeys))).Status);
        Assert.Equal(403, (await resources.SendAsync(new("HEAD", "/own-bucket/a", EncryptedResources.NoKeys) { Headers = [("x-amz-checksum-mode", "ENABLED")] })).Status);
        foreach (var call in new S3UnderTest.Call[]
        {
            new("GET", "/own-bucket/a", EncryptedResources.NoKeys),
            new("GET", $"/own-bucket/a?versionId={put.Headers["x-amz-version-id"]}", EncryptedResources.NoKeys),
            new("GET", "/own-bucket/a?attributes", EncryptedResources.NoKeys) { Headers = [("x-amz-object-attributes", "Checksum")] },
            new("PUT", "/plain-bucket/copy", EncryptedResources.NoKeys) { Headers = [("x-amz-copy-source", "own-bucket/a")] },
        })
        {
            var refused = await resources.SendAsync(call);
            Assert.Equal((403, "AccessDenied"), (refused.Status, refused.Code));
            Assert.Contains(Told("kms:Decrypt on resource: {own} because no identity-based policy allows the kms:Decrypt action"), refused.Message, StringComparison.Ordinal);
            Assert.Equal(200, (await resources.SendAsync(call with { User = S3UnderTest.May })).Status);
        }
    }

    [Fact]
    public async Task Encrypt_uploads_in_parts()
    {
        var upload = (await resources.SendAsync(new("POST", "/own-bucket/parts?uploads"))).Between("UploadId");
        var target = $"/own-bucket/parts?uploadId={upload}";
        var refused = await resources.SendAsync(new("PUT", $"{target}&partNumber=1", EncryptedResources.NoKeys, "hello"));
        Assert.Contains(Told("kms:Decrypt on resource: {own}"), refused.Message, StringComparison.Ordinal);
        var part = await resources.SendAsync(new("PUT", $"{target}&partNumber=1", Body: "hello"));
        Assert.Equal(resources.KeyOf("own"), part.Headers["x-amz-server-side-encryption-aws-kms-key-id"]);
        Assert.Equal(
            resources.KeyOf("own"),
            (await resources.SendAsync(new("POST", target, EncryptedResources.NoKeys, Parts(part.Headers["ETag"])))).Headers["x-amz-server-side-encryption-aws-kms-key-id"]);
        Assert.Equal("hello", (await resources.SendAsync(new("GET", "/own-bucket/parts"))).Body);
        Assert.Equal(403, (await resources.SendAsync(new("GET", "/own-bucket/parts", EncryptedResources.NoKeys))).Status);
    }

    /// <summary>To complete an upload nothing is decrypted but for a checksum that the client asked for or gives.</summary>
    [Theory]
    [InlineData("", "", "", 200)]
    [InlineData("CRC32", "", "", 403)]
    [InlineData("", "x-amz-checksum-crc32", "", 403)]
    [InlineData("", "", "<ChecksumCRC32>NhCmhg==</ChecksumCRC32>", 403)]
    public async Task Are_needed_for_the_checksum_of_an_upload(string algorithm, string header, string element, int status)
    {
        var key = $"/own-bucket/checked{algorithm}{header}{element.Length}";
        var upload = (await resources.SendAsync(new("POST", $"{key}?uploads") { Headers = algorithm.Length == 0 ? [] : [("x-amz-checksum-algorithm", algorithm)] })).Between("UploadId");
        var target = $"{key}?uploadId={upload}";
        var part = await resources.SendAsync(new("PUT", $"{target}&partNumber=1", Body: "hello") { Headers = [("x-amz-checksum-crc32", "NhCmhg==")] });
        Assert.Equal(200, part.Status);
        S3UnderTest.Call complete = new("POST", target, EncryptedResources.NoKeys, Parts(part.Headers["ETag"], element)) { Headers = header.Length == 0 ? [] : [(header, "NhCmhg==")] };

        var answer = await resources.SendAsync(complete);
        Assert.Equal((status, status == 403), (answer.Status, answer.Message.Contains(Told("kms:Decrypt on resource: {own}"), StringComparison.Ordinal)));
        if (status == 403)
        {
            Assert.DoesNotContain("kms:", (await resources.SendAsync(complete with { User = S3UnderTest.May })).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>What the template says of a bucket is set, and what a client changes counts.</summary>
    [Fact]
    public async Task Are_those_of_the_bucket()
    {
        Assert.Contains($"<KMSMasterKeyID>{resources.KeyOf("own").Split('/')[1]}</KMSMasterKeyID>", (await resources.SendAsync(new("GET", "/own-bucket?encryption"))).Body, StringComparison.Ordinal);
        Assert.Contains("<Status>Enabled</Status>", (await resources.SendAsync(new("GET", "/own-bucket?versioning"))).Body, StringComparison.Ordinal);
        Assert.Contains("<AllowedOrigin>https://page.example</AllowedOrigin>", (await resources.SendAsync(new("GET", "/own-bucket?cors"))).Body, StringComparison.Ordinal);
        Assert.Contains("<Key>team</Key>", (await resources.SendAsync(new("GET", "/own-bucket?tagging"))).Body, StringComparison.Ordinal);
        Assert.Equal(200, (await resources.SendAsync(new("PUT", "/changed-bucket"))).Status);
        Assert.Equal(200, (await resources.SendAsync(new("PUT", "/changed-bucket/a", EncryptedResources.NoKeys, "x"))).Status);
        Assert.Equal(200, (await resources.SendAsync(new(
            "PUT", "/changed-bucket?encryption",
            Body: $"<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>{resources.KeyOf("own")}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>"))).Status);
        Assert.Equal(403, (await resources.SendAsync(new("PUT", "/changed-bucket/a", EncryptedResources.NoKeys, "x"))).Status);
        Assert.Equal("x", (await resources.SendAsync(new("GET", "/changed-bucket/a", EncryptedResources.NoKeys))).Body);
    }

    private static string Parts(string tag, string checksum = "") =>
        $"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{tag}</ETag>{checksum}</Part></CompleteMultipartUpload>";

    private string Told(string message) => message.Replace("{own}", resources.KeyOf("own"), StringComparison.Ordinal).Replace("{locked}", resources.KeyOf("locked"), StringComparison.Ordinal);

    private Task<S3UnderTest.Answer> SendAsync(string service, string operation, string name, string user)
    {
        var arn = $"arn:aws:{service}:us-east-1:111122223333:";
        if (service == "sns")
        {
            return resources.SendAsync(new("POST", "/", user, $"Action={operation}&Version=2010-03-31&TopicArn={Uri.EscapeDataString(arn + name)}&Message=x")
            {
                Service = service,
                Headers = [("Content-Type", "application/x-www-form-urlencoded")],
            });
        }

        var (prefix, version, members) = service switch
        {
            "sqs" => ("AmazonSQS", "1.0", $"\"QueueUrl\":\"http://q/111122223333/{name}\",\"MessageBody\":\"x\",\"Entries\":[]"),
            "kinesis" => ("Kinesis_20131202", "1.1", $"\"StreamName\":\"{name}\""),
            "secretsmanager" => ("secretsmanager", "1.1", $"\"SecretId\":\"{name}\",\"SecretString\":\"x\""),
            _ => ("AmazonSSM", "1.1", operation switch
            {
                "GetParameters" => $"\"Names\":[\"{name}\"],\"WithDecryption\":true",
                "GetParametersByPath" => $"\"Path\":\"/{name}\",\"WithDecryption\":true",
                "PutParameter" when name == "plain" => $"\"Name\":\"{name}\",\"Type\":\"String\",\"Value\":\"x\"",
                "PutParameter" => $"\"Name\":\"{name}\",\"Type\":\"SecureString\",\"Value\":\"x\"{(name == "managed" ? "" : $",\"KeyId\":\"{resources.KeyOf(name)}\"")}",
                _ => $"\"Name\":\"{name}\",\"WithDecryption\":true",
            }),
        };
        return resources.SendAsync(new("POST", "/", user, $"{{{members}}}")
        {
            Service = service,
            Headers = [("x-amz-target", $"{prefix}.{operation}"), ("Content-Type", $"application/x-amz-json-{version}")],
        });
    }
}
