using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Fronts.Kinesis;
using Emulation.Tests.Upstreams;

namespace Emulation.Tests.Fronts.Kinesis;

/// <summary>Service Authorization Reference, "Actions, resources, and condition keys for Amazon Kinesis Data Streams".</summary>
public sealed class What_a_call_of_Kinesis_asks : IDisposable
{
    private const string Stream = "arn:aws:kinesis:us-east-1:111122223333:stream/orders";
    private readonly AskedCall call = new();

    public What_a_call_of_Kinesis_asks() => call.Known["DescribeStreamConsumer"] = $$$"""{"ConsumerDescription":{"ConsumerARN":"{{{Stream.Replace("111122223333", "000000000000", StringComparison.Ordinal)}}}/consumer/c:1700000000"} }""";

    public void Dispose() => call.Dispose();

    public static TheoryData<string, string, string[]> Operations => new()
    {
        { "AddTagsToStream", """{"StreamName":"orders","Tags":{"a":"1"}}""", ["kinesis:AddTagsToStream arn:aws:kinesis:us-east-1:111122223333:stream/orders aws:RequestTag/a=1 aws:TagKeys=a"] },
        { "CreateStream", """{"StreamName":"orders","Tags":{"a":"1"}}""", ["kinesis:CreateStream arn:aws:kinesis:us-east-1:111122223333:stream/orders aws:RequestTag/a=1 aws:TagKeys=a", "kinesis:AddTagsToStream arn:aws:kinesis:us-east-1:111122223333:stream/orders aws:RequestTag/a=1 aws:TagKeys=a"] },
        { "DecreaseStreamRetentionPeriod", """{"StreamName":"orders"}""", ["kinesis:DecreaseStreamRetentionPeriod arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
        { "DeleteResourcePolicy", """{"ResourceARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders"}""", ["kinesis:DeleteResourcePolicy arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
        { "DeleteStream", """{"StreamName":"orders"}""", ["kinesis:DeleteStream arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
        { "DeregisterStreamConsumer", """{"ConsumerARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders/consumer/c:1700000000"}""", ["kinesis:DeregisterStreamConsumer arn:aws:kinesis:us-east-1:111122223333:stream/orders/consumer/c:1700000000"] },
        { "DescribeAccountSettings", """{}""", ["kinesis:DescribeAccountSettings *"] },
        { "DescribeLimits", """{}""", ["kinesis:DescribeLimits *"] },
        { "DescribeStream", """{"StreamName":"orders"}""", ["kinesis:DescribeStream arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
        { "DescribeStreamConsumer", """{"StreamARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders","ConsumerName":"c"}""", ["kinesis:DescribeStreamConsumer arn:aws:kinesis:us-east-1:111122223333:stream/orders/consumer/c:1700000000"] },
        { "DescribeStreamSummary", """{"StreamName":"orders"}""", ["kinesis:DescribeStreamSummary arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
        { "DisableEnhancedMonitoring", """{"StreamARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders"}""", ["kinesis:DisableEnhancedMonitoring *"] },
        { "EnableEnhancedMonitoring", """{"StreamARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders"}""", ["kinesis:EnableEnhancedMonitoring *"] },
        { "GetRecords", """{"ShardIterator":"i"}""", ["kinesis:GetRecords one of arn:aws:kinesis:us-east-1:111122223333:stream/{stream}"] },
        { "GetResourcePolicy", """{"ResourceARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders/consumer/c:1700000000"}""", ["kinesis:GetResourcePolicy arn:aws:kinesis:us-east-1:111122223333:stream/orders/consumer/c:1700000000"] },
        { "GetShardIterator", """{"StreamName":"orders"}""", ["kinesis:GetShardIterator arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
        { "IncreaseStreamRetentionPeriod", """{"StreamName":"orders"}""", ["kinesis:IncreaseStreamRetentionPeriod arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
        { "ListShards", """{"StreamName":"orders"}""", ["kinesis:ListShards arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
        { "ListStreamConsumers", """{"StreamARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders"}""", ["kinesis:ListStreamConsumers arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
        { "ListStreams", """{}""", ["kinesis:ListStreams *"] },
        { "ListTagsForResource", """{"ResourceARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders/consumer/c:1700000000"}""", ["kinesis:ListTagsForResource arn:aws:kinesis:us-east-1:111122223333:stream/orders/consumer/c:1700000000"] },
        { "ListTagsForStream", """{"StreamARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders"}""", ["kinesis:ListTagsForStream arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
        { "MergeShards", """{"StreamARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders"}""", ["kinesis:MergeShards arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
        { "PutRecord", """{"StreamARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders"}""", ["kinesis:PutRecord arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
        { "PutRecords", """{"StreamARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders"}""", ["kinesis:PutRecords arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
        { "PutResourcePolicy", """{"ResourceARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders","Policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},\"Action\":\"kinesis:PutRecord\",\"Resource\":\"*\"}]}"}""", ["kinesis:PutResourcePolicy arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
        { "RegisterStreamConsumer", """{"StreamARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders","ConsumerName":"c","Tags":{"a":"1"}}""", ["kinesis:RegisterStreamConsumer arn:aws:kinesis:us-east-1:111122223333:stream/orders aws:RequestTag/a=1 aws:TagKeys=a", "kinesis:TagResource one of arn:aws:kinesis:us-east-1:111122223333:stream/orders/consumer/c:{time} aws:RequestTag/a=1 aws:TagKeys=a"] },
        { "RemoveTagsFromStream", """{"StreamName":"orders","TagKeys":["a"]}""", ["kinesis:RemoveTagsFromStream arn:aws:kinesis:us-east-1:111122223333:stream/orders aws:TagKeys=a"] },
        { "SplitShard", """{"StreamARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders"}""", ["kinesis:SplitShard arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
        { "StartStreamEncryption", """{"StreamName":"orders","EncryptionType":"KMS","KeyId":"arn:aws:kms:us-east-1:111122223333:key/1a"}""", ["kinesis:StartStreamEncryption arn:aws:kinesis:us-east-1:111122223333:stream/orders", "kinesis:StartStreamEncryption arn:aws:kms:us-east-1:111122223333:key/1a"] },
        { "StopStreamEncryption", """{"StreamName":"orders","EncryptionType":"KMS","KeyId":"alias/aws/kinesis"}""", ["kinesis:StopStreamEncryption arn:aws:kinesis:us-east-1:111122223333:stream/orders", "kinesis:StopStreamEncryption one of arn:aws:kms:us-east-1:111122223333:key/{key}"] },
        { "SubscribeToShard", """{"ConsumerARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders/consumer/c:1700000000","ShardId":"s"}""", ["kinesis:SubscribeToShard arn:aws:kinesis:us-east-1:111122223333:stream/orders/consumer/c:1700000000"] },
        { "TagResource", """{"ResourceARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders","Tags":{"a":"1"}}""", ["kinesis:TagResource arn:aws:kinesis:us-east-1:111122223333:stream/orders aws:RequestTag/a=1 aws:TagKeys=a"] },
        { "UntagResource", """{"ResourceARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders","TagKeys":["a"]}""", ["kinesis:UntagResource arn:aws:kinesis:us-east-1:111122223333:stream/orders aws:TagKeys=a"] },
        { "UpdateAccountSettings", """{}""", ["kinesis:UpdateAccountSettings *"] },
        { "UpdateMaxRecordSize", """{"StreamARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders"}""", ["kinesis:UpdateMaxRecordSize arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
        { "UpdateShardCount", """{"StreamName":"orders"}""", ["kinesis:UpdateShardCount *"] },
        { "UpdateStreamMode", """{"StreamARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders"}""", ["kinesis:UpdateStreamMode *"] },
        { "UpdateStreamWarmThroughput", """{"StreamARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders"}""", ["kinesis:UpdateStreamWarmThroughput arn:aws:kinesis:us-east-1:111122223333:stream/orders"] },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Is_each_operation_on_its_stream(string operation, string members, string[] asked) => Assert.Equal(asked, await call.AsksAsync(new KinesisService(), operation, members));

    [Fact]
    public void Is_known_of_every_operation() => Assert.Equal(
        new KinesisService().Operations.Order(StringComparer.Ordinal), Operations.Select(static row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("""{"StreamName":"*"}""")]
    [InlineData("""{"StreamName":"a/consumer/b"}""")]
    [InlineData("""{"StreamName":"orders","StreamARN":"arn:aws:kinesis:us-east-1:111122223333:stream/other"}""")]
    [InlineData("""{"StreamARN":"arn:aws:kinesis:eu-west-1:111122223333:stream/orders"}""")]
    [InlineData("""{"StreamARN":"arn:aws:kinesis:us-east-1:111122223333:stream/orders/consumer/c:1"}""")]
    [InlineData("""{"StreamARN":"arn:aws:firehose:us-east-1:111122223333:stream/orders"}""")]
    [InlineData("""{"StreamId":"i"}""")]
    [InlineData("""{"StreamName":"orders","StreamId":"i"}""")]
    [InlineData("{}")]
    public async Task Is_nothing_for_what_is_no_stream(string members) => await Assert.ThrowsAsync<RefusedException>(() => call.AsksAsync(new KinesisService(), "PutRecord", members));

    [Theory]
    [InlineData("/consumer/c:1700000000", true)]
    [InlineData("/consumer/c", true)]
    [InlineData("/consumer/c:", false)]
    [InlineData("/consumer/c:x", false)]
    [InlineData("/consumer/c:1:2", false)]
    [InlineData("/consumer/*", false)]
    [InlineData("/consumer/", false)]
    [InlineData("", false)]
    public async Task Is_the_consumer_of_its_ARN(string rest, bool isOne)
    {
        var asked = call.AsksAsync(new KinesisService(), "DeregisterStreamConsumer", $$"""{"ConsumerARN":"{{Stream}}{{rest}}"}""");
        if (isOne)
        {
            Assert.Equal([$"kinesis:DeregisterStreamConsumer {Stream}{rest}"], await asked);
        }
        else
        {
            await Assert.ThrowsAsync<RefusedException>(() => asked);
        }
    }

    /// <summary>An iterator names no stream, and holds for the stream that it was handed out for.</summary>
    [Fact]
    public async Task Is_the_stream_of_an_iterator_that_was_handed_out()
    {
        await HandOutAsync("GetShardIterator", """{"StreamName":"orders","ShardId":"s","ShardIteratorType":"LATEST"}""", """{"ShardIterator":"i1"}""");
        await HandOutAsync("GetRecords", """{"ShardIterator":"i1"}""", """{"NextShardIterator":"i2"}""");
        Assert.Equal([$"kinesis:GetRecords {Stream}"], await call.AsksAsync(new KinesisService(), "GetRecords", """{"ShardIterator":"i2"}"""));
    }

    /// <summary>Servers hand out the same text for streams of one name in two regions.</summary>
    [Fact]
    public async Task Is_not_the_stream_of_an_iterator_of_another_region()
    {
        await HandOutAsync("GetShardIterator", """{"StreamName":"orders","ShardId":"s","ShardIteratorType":"LATEST"}""", """{"ShardIterator":"i1"}""");
        call.Region = "eu-west-1";
        Assert.Equal(
            ["kinesis:GetRecords one of arn:aws:kinesis:eu-west-1:111122223333:stream/{stream}"], await call.AsksAsync(new KinesisService(), "GetRecords", """{"ShardIterator":"i1"}"""));
    }

    /// <summary>A name beside an iterator that nobody knows says nothing of what is read.</summary>
    [Fact]
    public async Task Is_any_stream_of_an_iterator_that_nobody_knows() => Assert.Equal(
        ["kinesis:GetRecords one of arn:aws:kinesis:us-east-1:111122223333:stream/{stream}"],
        await call.AsksAsync(new KinesisService(), "GetRecords", $$"""{"ShardIterator":"forged","StreamARN":"{{Stream}}"}"""));

    [Fact]
    public async Task Is_no_other_stream_than_the_iterator_is_of()
    {
        await HandOutAsync("GetShardIterator", """{"StreamName":"orders"}""", """{"ShardIterator":"i1"}""");
        await Assert.ThrowsAsync<RefusedException>(() => call.AsksAsync(new KinesisService(), "GetRecords", $$"""{"ShardIterator":"i1","StreamARN":"{{Stream}}2"}"""));
    }

    [Fact]
    public async Task Is_the_stream_of_a_page_of_shards()
    {
        await HandOutAsync("ListShards", """{"StreamName":"orders"}""", """{"NextToken":"t1"}""");
        Assert.Equal([$"kinesis:ListShards {Stream}"], await call.AsksAsync(new KinesisService(), "ListShards", """{"NextToken":"t1"}"""));
        Assert.Contains("one of", (await call.AsksAsync(new KinesisService(), "ListShards", """{"NextToken":"forged"}"""))[0], StringComparison.Ordinal);
    }

    /// <summary>A consumer that the server does not know could end with any time.</summary>
    [Fact]
    public async Task Is_a_consumer_of_any_time_where_none_is_known()
    {
        call.Known.Clear();
        Assert.Equal(
            [$"kinesis:DescribeStreamConsumer one of {Stream}/consumer/c:{{time}}"],
            await call.AsksAsync(new KinesisService(), "DescribeStreamConsumer", $$"""{"StreamARN":"{{Stream}}","ConsumerName":"c"}"""));
    }

    [Theory]
    [InlineData("PutRecord", true)]
    [InlineData("DeleteStream", false)]
    [InlineData("MergeShards", false)]
    public async Task Is_the_policy_of_another_accounts_stream_where_it_counts(string operation, bool counts)
    {
        const string Theirs = "arn:aws:kinesis:us-east-1:444455556666:stream/orders";
        call.Policies.Put(Theirs, Emulation.Upstreams.ResourcePolicies.Parse(
            Theirs, """{"Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kinesis:*","Resource":"*"}]}""").Policy!);
        var plan = await call.PlanAsync(new KinesisService(), operation, $$"""{"StreamARN":"{{Theirs}}"}""");
        Assert.Equal(counts, plan.Asks[0].ResourcePolicy is not null);
        Assert.Equal("444455556666", plan.Account.ToString());
    }

    [Fact]
    public async Task Is_the_policy_that_a_call_puts_until_it_or_the_stream_is_deleted()
    {
        var policy = System.Text.Json.JsonSerializer.Serialize("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"kinesis:PutRecord","Resource":"*"}]}""");
        foreach (var (operation, members) in new[] { ("DeleteResourcePolicy", $$"""{"ResourceARN":"{{Stream}}"}"""), ("DeleteStream", """{"StreamName":"orders"}""") })
        {
            (await call.PlanAsync(new KinesisService(), "PutResourcePolicy", $$"""{"ResourceARN":"{{Stream}}","Policy":{{policy}}}""")).Done!();
            Assert.NotNull(call.Policies.Of(Stream));
            (await call.PlanAsync(new KinesisService(), operation, members)).Done!();
            Assert.Null(call.Policies.Of(Stream));
        }

        await Assert.ThrowsAsync<RefusedException>(() => call.PlanAsync(new KinesisService(), "PutResourcePolicy", $$"""{"ResourceARN":"{{Stream}}","Policy":"{}"}"""));
    }

    private async Task HandOutAsync(string operation, string members, string answer) =>
        (await call.PlanAsync(new KinesisService(), operation, members)).Answered!((JsonObject)JsonNode.Parse(answer)!);
}
