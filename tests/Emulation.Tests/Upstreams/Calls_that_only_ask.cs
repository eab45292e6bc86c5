namespace Emulation.Tests.Upstreams;

/// <summary>
/// A call with <c>DryRun</c> is decided as any other, and never reaches a server that may not know the word. Kinesis's answers are captured: kinesis/dry_run.json of
/// radkawar/stackd. AWS KMS Developer Guide, "Testing your permissions".
/// </summary>
[Collection("One server behind LocalAws")]
public sealed class Calls_that_only_ask(FrontedLocalAws aws) : IDisposable
{
    private const string Key = "arn:aws:kms:us-east-1:111122223333:key/0d990263-018e-4e65-a703-eff731de951e";

    public static TheoryData<string, string> OfStreams => new()
    {
        { "PutRecord", """{"StreamName":"dry","PartitionKey":"a","Data":"AA=="}""" },
        { "PutRecords", """{"StreamName":"dry","Records":[{"PartitionKey":"a","Data":"AA=="}]}""" },
        { "GetShardIterator", """{"StreamName":"dry","ShardId":"shardId-000000000000","ShardIteratorType":"LATEST"}""" },
        { "GetRecords", """{"ShardIterator":"unknown"}""" },
        { "SubscribeToShard", """{"ConsumerARN":"arn:aws:kinesis:us-east-1:111122223333:stream/dry/consumer/c:1","ShardId":"shardId-000000000000","StartingPosition":{"Type":"LATEST"}}""" },
    };

    public void Dispose() => aws.Server.Answer = static _ => (200, "application/json", "{}");

    [Theory, MemberData(nameof(OfStreams))]
    public async Task Of_a_stream_are_answered_here(string operation, string members)
    {
        var dry = members[..^1] + ""","DryRun":true}""";
        var (status, said) = await SendAsync("kinesis", $"Kinesis_20131202.{operation}", dry);
        Assert.Equal(400, status);
        Assert.Contains($"DryRunOperation validation succeeded while calling {operation} operation.: Request would have succeeded, but DryRun flag is set.", said, StringComparison.Ordinal);
        Assert.Equal(0, Sent(operation));

        (status, said) = await SendAsync("kinesis", $"Kinesis_20131202.{operation}", dry, FrontedLocalAws.MayNot);
        Assert.Equal(400, status);
        Assert.Contains("AccessDeniedException", said, StringComparison.Ordinal);

        await SendAsync("kinesis", $"Kinesis_20131202.{operation}", members[..^1] + ""","DryRun":false}""");
        Assert.Equal(1, Sent(operation));
    }

    [Fact]
    public async Task Of_a_stream_that_is_not_there_say_so()
    {
        aws.Server.Answer = static _ => (400, "application/x-amz-json-1.1", """{"__type":"ResourceNotFoundException","message":"none"}""");
        var (_, said) = await SendAsync("kinesis", "Kinesis_20131202.PutRecord", """{"StreamName":"absent","PartitionKey":"a","Data":"AA==","DryRun":true}""");
        Assert.Contains("Stream absent under account 111122223333 not found.", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Encrypt", """{"KeyId":"$KEY","Plaintext":"AA=="}""")]
    [InlineData("CreateGrant", """{"KeyId":"$KEY","GranteePrincipal":"arn:aws:iam::111122223333:user/may","Operations":["Decrypt"]}""")]
    [InlineData("Sign", """{"KeyId":"$KEY","Message":"AA==","SigningAlgorithm":"ECDSA_SHA_256"}""")]
    public async Task Of_a_key_are_answered_here(string operation, string members)
    {
        aws.Server.Answer = static request => (200, "application/x-amz-json-1.1", request.Headers["X-Amz-Target"] == "TrentService.DescribeKey"
            ? $$"""{"KeyMetadata":{"KeyId":"{{Key[^36..]}}","Arn":"{{Key}}","AWSAccountId":"111122223333"} }""" : "{}");
        var dry = members.Replace("$KEY", Key, StringComparison.Ordinal)[..^1] + ""","DryRun":true}""";
        var (status, said) = await SendAsync("kms", $"TrentService.{operation}", dry);
        Assert.Equal(412, status);
        Assert.Contains("DryRunOperationException", said, StringComparison.Ordinal);
        Assert.Equal(0, Sent(operation));

        (status, said) = await SendAsync("kms", $"TrentService.{operation}", dry, FrontedLocalAws.MayNot);
        Assert.Equal(400, status);
        Assert.Contains("AccessDeniedException", said, StringComparison.Ordinal);
    }

    private async Task<(int Status, string Body)> SendAsync(string service, string target, string body, string user = FrontedLocalAws.May)
    {
        aws.Server.Requests.Clear();
        var answer = await aws.SendAsync(service, "POST", "/", body, user, ("content-type", "application/x-amz-json-1.1"), ("x-amz-target", target));
        return (answer.Status, answer.Body);
    }

    private int Sent(string operation) =>
        aws.Server.Requests.Count(request => request.Headers.GetValueOrDefault("X-Amz-Target")?.EndsWith($".{operation}", StringComparison.Ordinal) == true);
}
