using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Tests.Upstreams;

namespace Emulation.Tests.Fronts;

/// <summary>Calls of Secrets Manager, KMS and their like from the socket to the server: refused in each service's words, and sent as they were decided.</summary>
[Collection("One server behind LocalAws")]
public sealed class Secrets_and_keys_behind(FrontedLocalAws aws) : IDisposable
{
    private const string Id = "0d990263-018e-4e65-a703-eff731de951e";
    private const string Key = "arn:aws:kms:us-east-1:111122223333:key/" + Id;
    private const string Refusal = """{"__type":"AccessDeniedException","Message":"User: arn:aws:iam::111122223333:user/maynot is not authorized to perform: """;

    public void Dispose() => aws.Server.Answer = static _ => (200, "application/json", "{}");

    [Theory]
    [InlineData("secretsmanager", "secretsmanager.GetSecretValue", """{"SecretId":"partner/key"}""", "secretsmanager:GetSecretValue on resource: partner/key because no identity-based policy allows the secretsmanager:GetSecretValue action")]
    [InlineData("secretsmanager", "secretsmanager.ListSecrets", "{}", "secretsmanager:ListSecrets because no identity-based policy allows the secretsmanager:ListSecrets action")]
    [InlineData("kms", "TrentService.Encrypt", $$"""{"KeyId":"{{Id}}","Plaintext":"AA=="}""", $"kms:Encrypt on resource: {Key} because no identity-based policy allows the kms:Encrypt action")]
    [InlineData("kms", "TrentService.Encrypt", """{"KeyId":"alias/none","Plaintext":"AA=="}""", "kms:Encrypt on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access")]
    [InlineData("ssm", "AmazonSSM.GetParameter", """{"Name":"/app/db:2"}""", "ssm:GetParameter on resource: arn:aws:ssm:us-east-1:111122223333:parameter/app/db because no identity-based policy allows the ssm:GetParameter action")]
    [InlineData("logs", "Logs_20140328.DescribeLogGroups", "{}", "logs:DescribeLogGroups on resource: arn:aws:logs:us-east-1:111122223333:log-group::log-stream: because no identity-based policy allows the logs:DescribeLogGroups action")]
    [InlineData("kinesis", "Kinesis_20131202.PutRecord", """{"StreamName":"orders","Data":"AA==","PartitionKey":"k"}""", "kinesis:PutRecord on resource: arn:aws:kinesis:us-east-1:111122223333:stream/orders because no identity-based policy allows the kinesis:PutRecord action")]
    public async Task Are_refused_in_the_services_words(string service, string target, string body, string told)
    {
        aws.Server.Answer = static _ => (400, "application/x-amz-json-1.1", """{"__type":"ResourceNotFoundException"}""");
        var before = Sent(target);
        var answer = await aws.JsonAsync(service, target, body, FrontedLocalAws.MayNot);
        Assert.Equal((400, $"{Refusal}{told}\"}}"), (answer.Status, answer.Body));
        Assert.Equal("application/x-amz-json-1.1", answer.Headers["Content-Type"]);
        Assert.Equal(before, Sent(target));
    }

    /// <summary>Of the secret that was decided on, whatever else gets its name meanwhile.</summary>
    [Fact]
    public async Task Name_the_secret_that_was_decided_on()
    {
        const string Arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:partner/key-AbCdEf";
        aws.Server.Answer = static _ => (200, "application/x-amz-json-1.1", $$"""{"ARN":"{{Arn}}"}""");
        await aws.JsonAsync("secretsmanager", "secretsmanager.GetSecretValue", """{"SecretId":"partner/key","VersionStage":"AWSCURRENT"}""");
        Assert.Equal($$"""{"SecretId":"{{Arn}}","VersionStage":"AWSCURRENT"}""", aws.Server.Requests.Last().Body);
    }

    /// <summary>Servers that keep accounts apart know another account's secret there only.</summary>
    [Fact]
    public async Task Are_looked_for_in_their_own_account()
    {
        await aws.JsonAsync("secretsmanager", "secretsmanager.GetSecretValue", """{"SecretId":"arn:aws:secretsmanager:us-east-1:444455556666:secret:theirs-AbCdEf"}""");
        Assert.Equal("444455556666", aws.Server.Requests.Last(static request => request.Body.Contains("theirs-AbCdEf", StringComparison.Ordinal)).Headers["x-moto-account-id"]);
    }

    [Fact]
    public async Task Come_in_batches_without_what_is_refused()
    {
        aws.Server.Answer = static request => (200, "application/x-amz-json-1.1", request.Headers["X-Amz-Target"] switch
        {
            "secretsmanager.DescribeSecret" => $$"""{"ARN":"arn:aws:secretsmanager:us-east-1:111122223333:secret:{{(string?)JsonNode.Parse(request.Body)!["SecretId"]}}-AbCdEf"}""",
            "secretsmanager.BatchGetSecretValue" => """{"SecretValues":[{"Name":"a"}]}""",
            _ => "{}",
        });
        var policy = JsonSerializer.Serialize("""{"Statement":[{"Effect":"Deny","Principal":"*","Action":"secretsmanager:GetSecretValue","Resource":"*"}]}""");
        Assert.Equal(200, (await aws.JsonAsync("secretsmanager", "secretsmanager.PutResourcePolicy", $$"""{"SecretId":"b","ResourcePolicy":{{policy}}}""")).Status);

        var answer = await aws.JsonAsync("secretsmanager", "secretsmanager.BatchGetSecretValue", """{"SecretIdList":["a","b"]}""");
        Assert.Equal(
            """{"SecretValues":[{"Name":"a"}],"Errors":[{"SecretId":"b","ErrorCode":"AccessDeniedException","Message":"User: arn:aws:iam::111122223333:user/may is not authorized to perform: secretsmanager:GetSecretValue on resource: b with an explicit deny in a resource-based policy"}]}""",
            JsonNode.Parse(answer.Body)!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal("""{"SecretIdList":["arn:aws:secretsmanager:us-east-1:111122223333:secret:a-AbCdEf"]}""", aws.Server.Requests.Last().Body);

        var none = await aws.JsonAsync("secretsmanager", "secretsmanager.BatchGetSecretValue", """{"SecretIdList":["b"]}""");
        Assert.Equal((200, 1), (none.Status, ((JsonArray)JsonNode.Parse(none.Body)!["Errors"]!).Count));
        Assert.DoesNotContain(aws.Server.Requests, static request => request.Body == """{"SecretIdList":[]}""");
    }

    /// <summary>A key that was made with a policy is decided on by it, and not by the account.</summary>
    [Fact]
    public async Task Are_kept_under_the_policies_that_they_are_made_with()
    {
        const string Made = "arn:aws:kms:us-east-1:111122223333:key/1d990263-018e-4e65-a703-eff731de951e";
        aws.Server.Answer = static _ => (200, "application/x-amz-json-1.1", $$"""{"KeyMetadata":{"Arn":"{{Made}}"} }""");
        var policy = JsonSerializer.Serialize("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/may"},"Action":["kms:PutKeyPolicy","kms:Decrypt"],"Resource":"*"}]}""");
        Assert.Equal(200, (await aws.JsonAsync("kms", "TrentService.CreateKey", $$"""{"Policy":{{policy}}}""")).Status);
        Assert.Equal(200, (await aws.JsonAsync("kms", "TrentService.Decrypt", $$"""{"KeyId":"{{Made}}","CiphertextBlob":"AAAA"}""")).Status);

        var refused = await aws.JsonAsync("kms", "TrentService.Encrypt", $$"""{"KeyId":"{{Made}}","Plaintext":"AA=="}""");
        Assert.Equal(400, refused.Status);
        Assert.Contains("because no resource-based policy allows the kms:Encrypt action", refused.Body, StringComparison.Ordinal);
        Assert.StartsWith($"No resource policy allows kms:Encrypt on {Made}", refused.Headers["x-localaws-reason"], StringComparison.Ordinal);
    }

    /// <summary>What LocalAws reads of an answer is not compressed, whatever the client takes.</summary>
    [Fact]
    public async Task Are_remembered_by_what_the_server_hands_out()
    {
        aws.Server.Answer = static _ => (200, "application/x-amz-json-1.1", """{"CiphertextBlob":"c2VjcmV0"}""");
        await aws.SendAsync(
            "kms", "POST", "/", $$"""{"KeyId":"{{Id}}","Plaintext":"AA=="}""", FrontedLocalAws.May,
            ("content-type", "application/x-amz-json-1.1"), ("x-amz-target", "TrentService.Encrypt"), ("accept-encoding", "gzip"));
        Assert.DoesNotContain("Accept-Encoding", aws.Server.Requests.Last().Headers.Keys, StringComparer.OrdinalIgnoreCase);

        var refused = await aws.JsonAsync("kms", "TrentService.Decrypt", """{"CiphertextBlob":"c2VjcmV0"}""", FrontedLocalAws.MayNot);
        Assert.Contains($"kms:Decrypt on resource: {Key}", refused.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await aws.JsonAsync("kms", "TrentService.Decrypt", """{"CiphertextBlob":"c2VjcmV0"}""")).Status);
    }

    private int Sent(string target) => aws.Server.Requests.Count(request => request.Headers.GetValueOrDefault("X-Amz-Target") == target);
}
