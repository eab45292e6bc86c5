using Emulation.Tests.S3.Door;

namespace Emulation.Tests.Fronts;

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
