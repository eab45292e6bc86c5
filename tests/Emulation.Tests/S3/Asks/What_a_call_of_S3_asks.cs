using System.Text;
using Emulation.Calls;
using Emulation.S3.Asks;
using Emulation.S3.Wire;

namespace Emulation.Tests.S3.Asks;

/// <summary>Every operation that AWS's data has asks what AWS's pages say, with the condition keys that the data says.</summary>
public class What_a_call_of_S3_asks
{
    private const string Role = "arn:aws:iam::111122223333:role/replicator";

    /// <summary>Keys of what is not here, each with the reason.</summary>
    private static readonly string[] NotHere =
    [
        "s3:AccessGrantsInstanceArn", "s3:AccessPointNetworkOrigin", "s3:AccessPointTag/${TagKey}", "s3:DataAccessPointAccount", "s3:DataAccessPointArn", // No access points, no grants.
        "aws:ResourceTag/${TagKey}", // Of buckets only where decisions by their tags are switched on, which is refused.
        "s3:isReplicationPauseRequest", // Of AWS's fault injection alone.
        "s3:x-amz-object-annotation-directive", // No annotations.
    ];

    /// <summary>An operation's older name at the same route, or another kind of bucket's.</summary>
    private static readonly string[] Replaced =
        ["GetBucketLifecycle", "PutBucketLifecycle", "GetBucketNotification", "PutBucketNotification", "ListDirectoryBuckets", "WriteGetObjectResponse"];

    private static readonly string[] Data = Lines("aws-data.txt");

    public static TheoryData<string, string, string> Rows => [.. Lines("asks.txt").Select(static line => line.Split(" | ")).Select(static row => (row[0], row[1], row[2]))];

    [Theory, MemberData(nameof(Rows))]
    public async Task Is_what_AWS_asks(string operation, string request, string asks)
    {
        var read = SampleRequests.Read(request);
        Assert.Null(read.Refusal);
        Assert.Equal(operation, read.Route!.Operation);
        var of = S3Operations.All[operation];
        if (asks == "refused")
        {
            Assert.NotNull(of.Lacks);
            return;
        }

        var call = SampleRequests.Call(read);
        var body = Encoding.UTF8.GetBytes(Document(operation));
        var made = new S3Asks(new PlainBuckets(), new TaggedObjects());
        var keys = new S3Keys(read, body, call);
        if (asks == "each key")
        {
            asks = "s3:DeleteObject o";
            Assert.Equal(asks, Shown(await made.OfDeleteAsync(read, keys, call, "key", null)));
            Assert.Equal("s3:DeleteObjectVersion o", Shown(await made.OfDeleteAsync(read, keys, call, "key", "v1")));
            return;
        }

        Assert.Equal(asks, Shown(await made.OfAsync(read, keys, body, call).ToListAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Is_known_of_every_operation_of_the_data()
    {
        var operations = Data.Where(static line => line.StartsWith("operation ", StringComparison.Ordinal)).Select(static line => line.Split(' ')[1]).Except(Replaced);
        Assert.Empty(operations.Except(Rows.Select(static row => row.Data.Item1)));
        Assert.Empty(operations.Except(S3Operations.All.Keys));
        Assert.Empty(S3Operations.All.Keys.Except(operations).Except(["PostObject"]));
    }

    [Fact]
    public void Is_told_as_the_data_tells_it()
    {
        foreach (var words in Data.Where(static line => line.StartsWith("operation ", StringComparison.Ordinal)).Select(static line => line.Split(' ')).Where(static words => !Replaced.Contains(words[1])))
        {
            var route = S3Routes.All.Single(route => route.Operation == words[1]);
            Assert.Equal((words[2], words[3]), (route.Method, route.Level.ToString().ToLowerInvariant()));
            Assert.Equal(words[4], Joined(route.Keys.Select(static key => key.Value is null ? key.Key : $"{key.Key}={key.Value}")));
            Assert.Equal(words[5], Joined(route.Headers));
        }
    }

    [Fact]
    public void Has_the_condition_keys_of_the_data()
    {
        var data = Data.Where(static line => line.StartsWith("action ", StringComparison.Ordinal)).Select(static line => line.Split(' ')).ToDictionary(static words => words[1], static words => words[2..]);
        var actions = Lines("asks.txt").SelectMany(static line => line.Split(" | ")[2].Split(", ")).Where(static ask => ask.StartsWith("s3:", StringComparison.Ordinal))
            .Select(static ask => ask.Split(' ')[0][3..]).Append("DeleteObjectVersion").Distinct();
        foreach (var action in actions)
        {
            string[] own = [.. S3ActionKeys.Common, .. S3ActionKeys.Of(action), .. S3ActionKeys.HasPayloadHash(action) ? [S3ActionKeys.PayloadHash] : (string[])[]];
            var named = own.Select(static key => key switch
            {
                S3ActionKeys.RequestTag => "s3:RequestObjectTag/<key>",
                S3ActionKeys.ExistingTag => "s3:ExistingObjectTag/<key>",
                S3ActionKeys.BucketTag => "aws:RequestTag/${TagKey}",
                _ => key,
            });
            Assert.Equal(data[action].Except(NotHere).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("GET /bucket?prefix=home/&delimiter=/&max-keys=5", "s3:prefix=home/ s3:delimiter=/ s3:max-keys=5")]
    [InlineData("GET /bucket?prefix=", "s3:prefix=")]
    [InlineData("GET /bucket/key?versionId=v1", "s3:versionid=v1")]
    [InlineData("PUT /bucket/key x-amz-storage-class:GLACIER", "s3:x-amz-storage-class=GLACIER s3:ObjectCreationOperation=true")]
    [InlineData("PUT /bucket/key if-none-match:*", "s3:if-none-match=* s3:ObjectCreationOperation=true")]
    [InlineData("PUT /bucket/key?partNumber=1&uploadId=u", "s3:ObjectCreationOperation=false")]
    [InlineData("PUT /bucket/key x-amz-tagging:a=b&c=d+e", "s3:RequestObjectTag/a=b s3:RequestObjectTag/c=d+e s3:RequestObjectTagKeys=a,c")]
    [InlineData("PUT /bucket/key x-amz-server-side-encryption-aws-kms-key-id:alias/x", "s3:x-amz-server-side-encryption-aws-kms-key-id=arn:aws:kms:us-east-1:111122223333:alias/x")]
    [InlineData("PUT /bucket/key x-amz-object-lock-retain-until-date:2026-11-25T12:00:00Z", "s3:object-lock-remaining-retention-days=2")]
    [InlineData("PUT /bucket/key?retention", "s3:object-lock-mode=GOVERNANCE s3:object-lock-remaining-retention-days=2")]
    [InlineData("PUT /bucket/key?legal-hold", "s3:object-lock-legal-hold=ON")]
    [InlineData("PUT /bucket/key?tagging", "s3:RequestObjectTag/a=b s3:RequestObjectTagKeys=a")]
    [InlineData("PUT /bucket", "s3:locationconstraint=eu-west-1 aws:RequestTag/t=1 aws:TagKeys=t")]
    [InlineData("PUT /bucket?inventory&id=1", "s3:InventoryAccessibleOptionalFields=Size,ETag")]
    [InlineData("GET /bucket/key", "s3:authType=REST-HEADER s3:signatureversion=AWS4-HMAC-SHA256 s3:ResourceAccount=111122223333 s3:x-amz-content-sha256=UNSIGNED-PAYLOAD")]
    public async Task Has_the_values_of_its_keys_from_the_request(string request, string keys)
    {
        var asked = (await AsksAsync(request, []))[^1].Keys.ToDictionary(static key => key.Name, static key => string.Join(',', key.Values));
        foreach (var key in keys.Split(' '))
        {
            var (name, value) = (key[..key.IndexOf('=', StringComparison.Ordinal)], key[(key.IndexOf('=', StringComparison.Ordinal) + 1)..].Replace('+', ' '));
            Assert.Equal(value, asked.GetValueOrDefault(name));
        }
    }

    [Fact]
    public async Task Has_no_keys_that_only_a_presigned_URL_has() =>
        Assert.DoesNotContain((await AsksAsync("GET /bucket/key", []))[0].Keys, static key => key.Name == "s3:signatureAge");

    [Fact]
    public async Task Has_the_age_of_a_presigned_URL()
    {
        var keys = (await AsksAsync("GET /bucket/key?X-Amz-Signature=s&X-Amz-Credential=c&X-Amz-Algorithm=a", []))[0].Keys;
        Assert.Contains(keys, static key => key.Name == "s3:signatureAge" && key.Values is ["10000"]);
        Assert.Contains(keys, static key => key.Name == "s3:authType" && key.Values is ["REST-QUERY-STRING"]);
    }

    /// <summary>Whatever it is spelt as, what policies see of the source is what is copied.</summary>
    [Theory]
    [InlineData("source/a%20b", "arn:aws:s3:::source/a b", "source/a b")]
    [InlineData("/source/x%2F..%2Fy", "arn:aws:s3:::source/x/../y", "source/x/../y")]
    [InlineData("%73ource/k", "arn:aws:s3:::source/k", "source/k")]
    public async Task Names_the_source_of_a_copy_decoded_once(string header, string arn, string key)
    {
        var asks = await AsksAsync($"PUT /bucket/key x-amz-copy-source:{header}", []);
        Assert.Equal(arn, asks[0].Resource);
        Assert.Contains(asks[1].Keys, one => one.Name == "s3:x-amz-copy-source" && one.Values is [{ } value] && value == key);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fetches_the_tags_of_an_object_when_a_policy_names_them(bool isNamed)
    {
        var objects = new TaggedObjects();
        var condition = isNamed ? ""","Condition":{"StringEquals":{"s3:ExistingObjectTag/team":"blue"}}""" : "";
        var read = SampleRequests.Read("GET /bucket/tagged");
        var call = SampleRequests.Call(read, $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"{{condition}}}]}""");
        var asks = await new S3Asks(new PlainBuckets(), objects).OfAsync(read, new S3Keys(read, default, call), default, call).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(isNamed ? 1 : 0, objects.Asked);
        Assert.Equal(isNamed, asks[0].Keys.Any(static key => key.Name == "s3:ExistingObjectTag/team"));
        Assert.Null(call.Refuse(asks[0]));
    }

    private static async Task<IReadOnlyList<Ask>> AsksAsync(string request, string[] policies)
    {
        var read = SampleRequests.Read(request);
        var call = SampleRequests.Call(read, policies);
        var body = Encoding.UTF8.GetBytes(Document(read.Route!.Operation));
        return await new S3Asks(new PlainBuckets(), new TaggedObjects()).OfAsync(read, new S3Keys(read, body, call), body, call).ToListAsync(TestContext.Current.CancellationToken);
    }

    private static string Document(string operation) => operation switch
    {
        "PutObjectTagging" => "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>",
        "PutObjectRetention" => "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>2026-11-25T12:00:00Z</RetainUntilDate></Retention>",
        "PutObjectLegalHold" => "<LegalHold><Status>ON</Status></LegalHold>",
        "PutBucketReplication" => $"<ReplicationConfiguration><Role>{Role}</Role></ReplicationConfiguration>",
        "PutBucketInventoryConfiguration" => "<InventoryConfiguration><OptionalFields><Field>Size</Field><Field>ETag</Field></OptionalFields></InventoryConfiguration>",
        "CreateBucket" => "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><LocationConstraint>eu-west-1</LocationConstraint>"
            + "<Tags><Tag><Key>t</Key><Value>1</Value></Tag></Tags></CreateBucketConfiguration>",
        _ => "",
    };

    private static string Shown(IEnumerable<Ask> asks) => string.Join(", ", asks.Select(static ask => $"{ask.Action} {ask.Resource switch
    {
        "arn:aws:s3:::bucket/key" => "o",
        "arn:aws:s3:::bucket" => "b",
        "arn:aws:s3:::source/k" or "arn:aws:s3:::source/tagged" => "s",
        var other => other,
    }}"));

    private static string Joined(IEnumerable<string> names) => string.Join(',', names) is { Length: > 0 } all ? all : "-";

    private static string[] Lines(string file) =>
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "S3", "Asks", file)).Where(static line => line.Length > 0 && line[0] != '#')];
}
