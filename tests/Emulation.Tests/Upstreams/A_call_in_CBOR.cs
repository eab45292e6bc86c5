using System.Formats.Cbor;
using System.Text.Json.Nodes;
using Emulation.Upstreams.Forms;

namespace Emulation.Tests.Upstreams;

/// <summary>Amazon Kinesis as SDKs of Java and its client library speak to it; the server behind LocalAws knows JSON alone.</summary>
[Collection("One server behind LocalAws")]
public sealed class A_call_in_CBOR(FrontedLocalAws aws) : IDisposable
{
    private readonly HttpClient http = new();
    private readonly int before = aws.Server.Requests.Count;

    public void Dispose()
    {
        aws.Server.Answer = static _ => (200, "application/json", "{}");
        http.Dispose();
    }

    [Fact]
    public async Task Reaches_the_server_in_JSON()
    {
        aws.Server.Answer = static _ => (200, "application/x-amz-json-1.1", """{"ShardId":"shardId-0","SequenceNumber":"7"}""");
        var (status, answer) = await CallAsync("PutRecord", Map(("StreamName", "clicks"), ("PartitionKey", "p"), ("Data", new byte[] { 1, 2 })));

        Assert.Equal((200, """{"ShardId":"shardId-0","SequenceNumber":"7"}"""), (status, CborText.Read(answer).ToJsonString()));
        var sent = aws.Server.Requests.Last();
        Assert.Equal(("Kinesis_20131202.PutRecord", "application/x-amz-json-1.1"), (sent.Headers["X-Amz-Target"], sent.Headers["Content-Type"]));
        Assert.Equal("""{"StreamName":"clicks","PartitionKey":"p","Data":"AQI="}""", sent.Body);
    }

    [Fact]
    public async Task Has_times_in_milliseconds()
    {
        await CallAsync("GetShardIterator", Map(("StreamName", "clicks"), ("ShardId", "shardId-0"), ("ShardIteratorType", "AT_TIMESTAMP"), ("Timestamp", 1_700_000_000_250L)));
        Assert.Equal(1_700_000_000.25, (double)JsonNode.Parse(aws.Server.Requests.Last().Body)!["Timestamp"]!);
    }

    [Fact]
    public async Task Is_answered_with_bytes_and_times()
    {
        aws.Server.Answer = static _ => (200, "application/x-amz-json-1.1",
            """{"Records":[{"Data":"AQI=","PartitionKey":"Data","ApproximateArrivalTimestamp":1700000000.25}],"MillisBehindLatest":0,"NextShardIterator":null,"More":true,"Share":0.5}""");
        var (status, answer) = await CallAsync("GetRecords", Map(("ShardIterator", "unknown")));

        Assert.Equal(200, status);
        var reader = new CborReader(answer);
        reader.ReadStartMap();
        Assert.Equal("Records", reader.ReadTextString());
        reader.ReadStartArray();
        reader.ReadStartMap();
        Assert.Equal("Data", reader.ReadTextString());
        Assert.Equal([1, 2], reader.ReadByteString());
        Assert.Equal(("PartitionKey", "Data", "ApproximateArrivalTimestamp"), (reader.ReadTextString(), reader.ReadTextString(), reader.ReadTextString()));
        Assert.Equal((CborTag.UnixTimeSeconds, 1_700_000_000_250L), (reader.ReadTag(), reader.ReadInt64()));
        reader.ReadEndMap();
        reader.ReadEndArray();
        Assert.Equal(("MillisBehindLatest", 0L, "NextShardIterator"), (reader.ReadTextString(), reader.ReadInt64(), reader.ReadTextString()));
        reader.ReadNull();
        Assert.Equal(("More", true, "Share", 0.5), (reader.ReadTextString(), reader.ReadBoolean(), reader.ReadTextString(), reader.ReadDouble()));
    }

    [Fact]
    public async Task Is_refused_in_CBOR()
    {
        var (status, answer) = await CallAsync("PutRecord", Map(("StreamName", "clicks"), ("PartitionKey", "p"), ("Data", new byte[] { 1 })), FrontedLocalAws.MayNot);
        var refusal = CborText.Read(answer);
        Assert.Equal((400, "AccessDeniedException"), (status, (string?)refusal["__type"]));
        Assert.Contains("kinesis:PutRecord on resource: arn:aws:kinesis:us-east-1:111122223333:stream/clicks", (string?)refusal["message"], StringComparison.Ordinal);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    [Fact]
    public async Task Is_told_in_CBOR_what_the_server_refuses()
    {
        aws.Server.Answer = static _ => (400, "application/x-amz-json-1.1", """{"__type":"ResourceNotFoundException","message":"no"}""");
        var (status, answer) = await CallAsync("DescribeStream", Map(("StreamName", "clicks")));
        Assert.Equal((400, """{"__type":"ResourceNotFoundException","message":"no"}"""), (status, CborText.Read(answer).ToJsonString()));
    }

    [Theory]
    [InlineData("PutRecord", "a2616161316161 6132")]
    [InlineData("PutRecord", "7b7d")]
    [InlineData("SubscribeToShard", "a0")]
    [InlineData("Nothing", "a0")]
    public async Task Reaches_no_server_where_it_is_none(string operation, string hex)
    {
        var (status, answer) = await CallAsync(operation, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        Assert.InRange(status, 400, 499);
        Assert.NotNull(CborText.Read(answer)["__type"]);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    private static byte[] Map(params (string Name, object Value)[] members)
    {
        var writer = new CborWriter();
        writer.WriteStartMap(members.Length);
        foreach (var (name, value) in members)
        {
            writer.WriteTextString(name);
            switch (value)
            {
                case byte[] bytes:
                    writer.WriteByteString(bytes);
                    break;
                case long time:
                    writer.WriteTag(CborTag.UnixTimeSeconds);
                    writer.WriteInt64(time);
                    break;
                default:
                    writer.WriteTextString((string)value);
                    break;
            }
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    private async Task<(int Status, byte[] Body)> CallAsync(string operation, byte[] body, string user = FrontedLocalAws.May)
    {
        using var request = aws.Signed("kinesis", "POST", "/", body, user, ("content-type", "application/x-amz-cbor-1.1"), ("x-amz-target", $"Kinesis_20131202.{operation}"));
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("application/x-amz-cbor-1.1", answer.Content.Headers.ContentType!.ToString());
        return ((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
