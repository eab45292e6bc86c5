using System.Formats.Cbor;
using System.Text;
using Emulation.Upstreams.Forms;

namespace Emulation.Tests.Upstreams;

/// <summary>Services of which AWS's data alone is known, in every protocol that AWS has.</summary>
[Collection("One server behind LocalAws")]
public sealed class A_call_in_each_protocol(FrontedLocalAws aws) : IDisposable
{
    private const string Denied = "is not authorized to perform: ";
    private readonly int before = aws.Server.Requests.Count;

    public void Dispose() => aws.Server.Answer = static _ => (200, "application/json", "{}");

    [Fact]
    public async Task Of_REST_in_JSON()
    {
        Assert.Equal(200, (await aws.SendAsync("scheduler", "GET", "/schedules/daily?groupName=mine", "", FrontedLocalAws.May)).Status);
        Assert.Equal(("GET", "/schedules/daily?groupName=mine"), (aws.Server.Requests.Last().Method, aws.Server.Requests.Last().Target));

        var refused = await aws.SendAsync("scheduler", "GET", "/schedules/daily?groupName=mine", "", FrontedLocalAws.MayNot);
        Assert.Equal((403, "AccessDeniedException"), (refused.Status, refused.Headers["x-amzn-ErrorType"]));
        Assert.Contains($"{Denied}scheduler:GetSchedule on resource: arn:aws:scheduler:us-east-1:111122223333:schedule/mine/daily because", refused.Body, StringComparison.Ordinal);
        Assert.Equal(before + 1, aws.Server.Requests.Count);
    }

    /// <summary>Another API of LocalAws's own has paths that begin so.</summary>
    [Fact]
    public async Task Of_a_path_that_another_service_has_too()
    {
        Assert.Equal(200, (await aws.SendAsync("ses", "GET", "/v2/email/identities", "", FrontedLocalAws.May)).Status);
        Assert.Equal(403, (await aws.SendAsync("ses", "GET", "/v2/email/identities", "", FrontedLocalAws.MayNot)).Status);
    }

    [Fact]
    public async Task Of_REST_in_XML()
    {
        Assert.Equal(200, (await aws.SendAsync("route53", "GET", "/2013-04-01/hostedzone/Z1", "", FrontedLocalAws.May)).Status);
        var refused = await aws.SendAsync("route53", "GET", "/2013-04-01/hostedzone/Z1", "", FrontedLocalAws.MayNot);
        Assert.Equal(403, refused.Status);
        Assert.Contains($"<Code>AccessDeniedException</Code><Message>User: arn:aws:iam::111122223333:user/maynot {Denied}route53:GetHostedZone on resource: arn:aws:route53:::hostedzone/Z1", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_EC2()
    {
        Assert.Equal(200, (await aws.QueryAsync("ec2", "Action=DescribeVpcs&Version=2016-11-15")).Status);
        var refused = await aws.QueryAsync("ec2", "Action=DescribeVpcs&Version=2016-11-15", FrontedLocalAws.MayNot);
        Assert.Equal(403, refused.Status);
        Assert.StartsWith("<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>User: ", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_JSON()
    {
        Assert.Equal(200, (await aws.JsonAsync("firehose", "Firehose_20150804.PutRecord", """{"DeliveryStreamName":"s","Record":{"Data":""}}""")).Status);
        var refused = await aws.JsonAsync("firehose", "Firehose_20150804.PutRecord", """{"DeliveryStreamName":"s","Record":{"Data":""}}""", FrontedLocalAws.MayNot);
        Assert.Equal(400, refused.Status);
        Assert.Contains($"{Denied}firehose:PutRecord on resource: arn:aws:firehose:us-east-1:111122223333:deliverystream/s because", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_CBOR()
    {
        const string Path = "/service/GraniteServiceVersion20100801/operation/DescribeAlarms";
        (string, string)[] headers = [("content-type", "application/cbor"), ("smithy-protocol", "rpc-v2-cbor")];
        Assert.Equal(200, (await aws.SendAsync("monitoring", "POST", Path, "", FrontedLocalAws.May, headers)).Status);
        Assert.Equal($"{Path}?localaws", aws.Server.Requests.Last().Target);

        var refused = await aws.SendAsync("monitoring", "POST", Path, "", FrontedLocalAws.MayNot, headers);
        Assert.Equal("rpc-v2-cbor", refused.Headers["smithy-protocol"]);
        Assert.Contains("AccessDenied", refused.Body, StringComparison.Ordinal);
        Assert.Equal(before + 1, aws.Server.Requests.Count);
    }

    [Theory]
    [InlineData("GET", "/schedules/..?groupName=mine")]
    [InlineData("GET", "/schedules/%2e%2e?groupName=mine")]
    [InlineData("GET", "/schedules/daily/../other")]
    [InlineData("GET", "/schedules/daily?groupName=mine&groupName=other")]
    [InlineData("PATCH", "/schedules/daily")]
    [InlineData("GET", "/nothing")]
    public async Task Is_refused_where_two_readers_could_take_it_for_another(string method, string target)
    {
        Assert.InRange((await aws.SendAsync("scheduler", method, target, "", FrontedLocalAws.May)).Status, 400, 499);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    [Theory]
    [InlineData("mine", 200)]
    [InlineData("other", 403)]
    public async Task Is_decided_on_what_it_names(string group, int status) =>
        Assert.Equal(status, (await aws.SendAsync("scheduler", "POST", $"/schedule-groups/{group}", "{}", FrontedLocalAws.Some, ("content-type", "application/json"))).Status);

    /// <summary>Whose tags an instance has, only the server knows: a policy that asks for them may forbid it.</summary>
    [Theory]
    [InlineData("Action=TerminateInstances&Version=2016-11-15&InstanceId.1=i-1", 403)]
    [InlineData("Action=DescribeInstances&Version=2016-11-15", 200)]
    public async Task Is_refused_where_a_policy_asks_for_what_is_not_known(string form, int status)
    {
        var answer = await aws.QueryAsync("ec2", form, FrontedLocalAws.Some);
        Assert.Equal(status, answer.Status);
        if (status == 403)
        {
            Assert.Contains("cannot be told", answer.Headers["x-localaws-reason"], StringComparison.Ordinal);
        }
    }

    /// <summary>Which key pair an instance starts with, the call may say in a way that the data do not tell: a policy that denies one is not passed over.</summary>
    [Fact]
    public async Task Is_refused_where_it_may_touch_what_a_policy_denies()
    {
        const string Run = "Action=RunInstances&Version=2016-11-15&ImageId=ami-1&MinCount=1&MaxCount=1";
        Assert.Equal(403, (await aws.QueryAsync("ec2", Run, FrontedLocalAws.Some)).Status);
        Assert.Equal(200, (await aws.QueryAsync("ec2", Run)).Status);
    }

    [Fact]
    public async Task Is_refused_where_a_policy_asks_for_a_key_of_the_service_that_nobody_tells()
    {
        Assert.Equal(403, (await aws.SendAsync("elasticfilesystem", "POST", "/2015-02-01/file-systems", """{"CreationToken":"x"}""", FrontedLocalAws.Some, ("content-type", "application/json"))).Status);
        Assert.Equal(200, (await aws.SendAsync("elasticfilesystem", "GET", "/2015-02-01/file-systems", "", FrontedLocalAws.Some)).Status);
    }

    [Fact]
    public void Reads_a_map_of_CBOR_as_the_members_of_JSON()
    {
        var writer = new CborWriter();
        writer.WriteStartMap(null);
        writer.WriteTextString("Namespace");
        writer.WriteTextString("Shop");
        writer.WriteTextString("MetricData");
        writer.WriteStartArray(1);
        writer.WriteStartMap(3);
        writer.WriteTextString("Value");
        writer.WriteDouble(1.5);
        writer.WriteTextString("Timestamp");
        writer.WriteTag(CborTag.UnixTimeSeconds);
        writer.WriteInt64(7);
        writer.WriteTextString("Data");
        writer.WriteByteString([1, 2]);
        writer.WriteEndMap();
        writer.WriteEndArray();
        writer.WriteEndMap();

        Assert.Equal("""{"Namespace":"Shop","MetricData":[{"Value":1.5,"Timestamp":7,"Data":"AQI="}]}""", CborText.Read(writer.Encode()).ToJsonString());
    }

    [Theory]
    [InlineData("a2616161316161 6132")] // Two of one name.
    [InlineData("a1616161")] // It breaks off.
    [InlineData("a16161613100")] // Something behind the end.
    [InlineData("80")] // A list.
    [InlineData("ff")]
    public void Is_no_call_that_is_no_map_of_CBOR(string hex) =>
        Assert.Throws<Emulation.Calls.RefusedException>(() => CborText.Read(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    [Fact]
    public void Is_no_map_that_goes_on_and_on() =>
        Assert.Throws<Emulation.Calls.RefusedException>(() => CborText.Read([.. Enumerable.Repeat((byte)0x81, 100_000)]));

    [Fact]
    public void Refuses_in_CBOR() => Assert.Equal("{\"__type\":\"AccessDeniedException\",\"message\":\"no\"}", CborText.Read(CborText.Write(("__type", "AccessDeniedException"), ("message", "no"))).ToJsonString());

    [Fact]
    public void Reads_XML_as_members()
    {
        using var reader = System.Xml.XmlReader.Create(new MemoryStream(Encoding.UTF8.GetBytes("<R><Name>a</Name><Tags><Tag><Key>k</Key></Tag><Tag><Key>l</Key></Tag></Tags><Empty/></R>")));
        Assert.Equal("""{"Name":"a","Tags":{"Tag":[{"Key":"k"},{"Key":"l"}]},"Empty":""}""", XmlBody.Read(reader).ToJsonString());
    }
}
