using System.Text.Json.Nodes;

namespace Emulation.Tests.Upstreams;

/// <summary>
/// Emulators read calls loosely: a form in any body, a region in any header, pages of their own at any path. What reaches them can be read as the one call that was asked about and as
/// no other.
/// </summary>
[Collection("One server behind LocalAws")]
public sealed class A_server_that_reads_more_than_AWS(FrontedLocalAws aws) : IDisposable
{
    private readonly int before = aws.Server.Requests.Count;

    public void Dispose() => aws.Server.Answer = static _ => (200, "application/json", "{}");

    [Theory]
    [InlineData("sqs", "AmazonSQS.SendMessage", """{"QueueUrl":"http://x/111122223333/q","MessageBody":"&Action=DeleteQueue&x="}""")]
    [InlineData("ssm", "AmazonSSM.DescribeParameters", """{"NextToken":"&Action=GetParameter&Name=/prod/pw&y="}""")]
    [InlineData("firehose", "Firehose_20150804.ListDeliveryStreams", """{"ExclusiveStartDeliveryStreamName":"a&%41ction=DeleteDeliveryStream&b"}""")]
    public async Task Finds_no_form_in_JSON(string service, string target, string body)
    {
        Assert.Equal(200, (await aws.JsonAsync(service, target, body)).Status);
        var sent = aws.Server.Requests.Last();

        Assert.DoesNotContain('&', sent.Body);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(sent.Body)));
    }

    [Theory]
    [InlineData("GET", "/2015-02-01/file-systems?Action=CreateFileSystem&MaxItems=3", "/2015-02-01/file-systems?MaxItems=3")]
    [InlineData("DELETE", "/2015-02-01/file-systems/fs-0123456789abcdef0?FileSystemId=fs-fedcba98765432100", "/2015-02-01/file-systems/fs-0123456789abcdef0")]
    [InlineData("GET", "/2015-02-01/file-systems?x=.eu-west-1.amazonaws.com", "/2015-02-01/file-systems")]
    public async Task Gets_no_parameter_but_the_operations_own(string method, string target, string sent)
    {
        Assert.Equal(200, (await aws.SendAsync("elasticfilesystem", method, target, "", FrontedLocalAws.May)).Status);
        Assert.Equal(sent, aws.Server.Requests.Last().Target);
    }

    [Fact]
    public async Task Is_told_the_content_type_of_the_protocol()
    {
        const string Body = """{"CreationToken":"&Action=DeleteFileSystem&FileSystemId=fs-1"}""";
        Assert.Equal(200, (await aws.SendAsync("elasticfilesystem", "POST", "/2015-02-01/file-systems", Body, FrontedLocalAws.May, ("content-type", "application/json"))).Status);

        Assert.Equal("application/json", aws.Server.Requests.Last().Headers["Content-Type"]);
        Assert.DoesNotContain('&', aws.Server.Requests.Last().Body);
        var form = await aws.SendAsync("elasticfilesystem", "POST", "/2015-02-01/file-systems", Body, FrontedLocalAws.May, ("content-type", "application/x-www-form-urlencoded"));
        Assert.True(form.Status >= 400 || aws.Server.Requests.Last().Headers["Content-Type"] == "application/json");
    }

    [Fact]
    public async Task Gets_bytes_beside_a_query_so_that_it_looks_for_no_form_in_them()
    {
        const string Bytes = "x&Action=DeleteObject";
        Assert.Equal(200, (await aws.SendAsync("mediastore", "PUT", "/folder/thing", Bytes, FrontedLocalAws.May)).Status);
        Assert.Equal(("/folder/thing?localaws", Bytes), (aws.Server.Requests.Last().Target, aws.Server.Requests.Last().Body));

        var form = await aws.SendAsync("mediastore", "PUT", "/folder/thing", Bytes, FrontedLocalAws.May, ("content-type", "application/x-www-form-urlencoded"));
        Assert.Equal((400, before + 1), (form.Status, aws.Server.Requests.Count));
    }

    [Theory]
    [InlineData("/moto-api/data.json")]
    [InlineData("/moto%2Dapi/data.json")]
    [InlineData("/moto%252Dapi/data.json")]
    [InlineData("//moto-api/data.json")]
    [InlineData("/./moto-api/data.json")]
    [InlineData("/x/%2e%2e/moto-api/data.json")]
    [InlineData("/MOTO-API/reset")]
    [InlineData("/latest/meta-data/iam/security-credentials/")]
    [InlineData("/_localstack/health")]
    [InlineData("/_aws/sqs/messages")]
    [InlineData("/v20180820/bucket/b")]
    public async Task Shows_no_page_of_its_own(string path)
    {
        var answer = await aws.SendAsync("mediastore", "GET", path, "", FrontedLocalAws.May);

        Assert.InRange(answer.Status, 400, 499);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    [Fact]
    public async Task Hears_no_region_but_the_one_that_was_signed_for()
    {
        await aws.SendAsync(
            "sqs", "POST", "/", """{"QueueUrl":"http://x/111122223333/q","MessageBody":"m"}""", FrontedLocalAws.May,
            ("content-type", "application/x-amz-json-1.0"), ("x-amz-target", "AmazonSQS.SendMessage"), ("user-agent", "Boto3 region/eu-west-1"), ("x-amz-user-agent", "region/eu-west-1"));
        var sent = aws.Server.Requests.Last();

        Assert.Equal(("LocalAws", "sqs.us-east-1.amazonaws.com"), (sent.Headers["User-Agent"], sent.Headers["Host"]));
        Assert.DoesNotContain(sent.Headers, static header => header.Value.Contains("eu-west-1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<Tagging><TagSet><Tag><Key> admin</Key><Value>true</Value></Tag></TagSet></Tagging>")]
    [InlineData("<ChangeResourceRecordSetsRequest><ChangeBatch><Comment>a </Comment></ChangeBatch></ChangeResourceRecordSetsRequest>")]
    public async Task Gets_no_text_whose_blanks_it_may_cut_off(string document)
    {
        var answer = await aws.SendAsync("route53", "POST", "/2013-04-01/hostedzone/Z1/rrset/", document, FrontedLocalAws.May, ("content-type", "application/xml"));

        Assert.Equal((400, before), (answer.Status, aws.Server.Requests.Count));
    }
}
