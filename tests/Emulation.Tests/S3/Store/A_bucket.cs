using Emulation.S3;
using Iam;

namespace Emulation.Tests.S3.Store;

/// <summary>Making, finding, listing and removing buckets, and the documents that are kept of them.</summary>
public class A_bucket
{
    private static readonly AccountId Another = AccountId.Parse("444455556666");

    [Fact]
    public async Task Is_made_once_and_found()
    {
        using var store = new StoreUnderTest();
        var made = await store.OkAsync("CreateBucket");
        Assert.Equal(("/a-bucket", "arn:aws:s3:::a-bucket", "0"), (made.Header("Location"), made.Header("x-amz-bucket-arn"), made.Header("Content-Length")));
        Assert.Equal("us-east-1", (await store.OkAsync("HeadBucket")).Header("x-amz-bucket-region"));
        Assert.Equal("answered", await store.CodeAsync("CreateBucket"));
        Assert.Equal("BucketAlreadyExists", (await store.SendAsync(StoreUnderTest.Call("CreateBucket") with { Account = Another })).Code);
    }

    [Fact]
    public async Task Of_another_region_says_so()
    {
        using var store = new StoreUnderTest();
        await store.OkAsync("CreateBucket", null, "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>");
        Assert.Equal("<LocationConstraint>eu-west-1</LocationConstraint>", (await store.OkAsync("GetBucketLocation")).Document);
        Assert.Equal("BucketAlreadyOwnedByYou", await store.CodeAsync("CreateBucket"));
        await store.SendAsync(StoreUnderTest.Call("CreateBucket", bucket: "first-one"));
        Assert.Equal("<LocationConstraint></LocationConstraint>", (await store.SendAsync(StoreUnderTest.Call("GetBucketLocation", bucket: "first-one"))).Document);
    }

    [Theory]
    [InlineData("us-east-1", null, "answered")]
    [InlineData("us-east-1", "eu-central-1", "answered")]
    [InlineData("us-east-1", "us-east-1", "InvalidLocationConstraint")]
    [InlineData("us-east-1", "nowhere", "InvalidLocationConstraint")]
    [InlineData("eu-west-1", "eu-west-1", "answered")]
    [InlineData("eu-west-1", "EU", "answered")]
    [InlineData("eu-west-1", null, "IllegalLocationConstraintException")]
    [InlineData("eu-west-1", "eu-central-1", "IllegalLocationConstraintException")]
    public async Task Is_made_where_its_endpoint_lets_it_be(string endpoint, string? constraint, string code)
    {
        using var store = new StoreUnderTest();
        var body = constraint is null ? "" : $"<CreateBucketConfiguration><LocationConstraint>{constraint}</LocationConstraint></CreateBucketConfiguration>";
        Assert.Equal(code, (await store.SendAsync(StoreUnderTest.Call("CreateBucket", body: body) with { Region = endpoint })).Code);
    }

    [Theory]
    [InlineData("abc", true)]
    [InlineData("my.bucket-1", true)]
    [InlineData("ab", false)]
    [InlineData("Abc", false)]
    [InlineData("a_b", false)]
    [InlineData("-abc", false)]
    [InlineData("abc-", false)]
    [InlineData("a..b", false)]
    [InlineData("192.168.5.4", false)]
    [InlineData("xn--abc", false)]
    [InlineData("abc-s3alias", false)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", false)]
    public async Task Has_a_name_that_the_rules_allow(string name, bool isAllowed)
    {
        using var store = new StoreUnderTest();
        Assert.Equal(isAllowed ? "answered" : "InvalidBucketName", (await store.SendAsync(StoreUnderTest.Call("CreateBucket", bucket: name))).Code);
    }

    [Theory]
    [InlineData("x-amz-acl: public-read", "InvalidBucketAclWithObjectOwnership")]
    [InlineData("x-amz-object-ownership: ObjectWriter", "NotImplemented")]
    [InlineData("x-amz-bucket-object-lock-enabled: true", "NotImplemented")]
    [InlineData("x-amz-acl: private", "answered")]
    [InlineData("x-amz-object-ownership: BucketOwnerEnforced", "answered")]
    public async Task Is_not_made_as_what_it_would_not_be(string header, string code)
    {
        using var store = new StoreUnderTest();
        Assert.Equal(code, await store.CodeAsync("CreateBucket", null, "", header));
    }

    [Fact]
    public async Task Is_removed_when_it_is_empty_only()
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        var full = await store.SendAsync("DeleteBucket");
        Assert.Equal((409, "BucketNotEmpty", "BucketName=a-bucket"), (full.Status, full.Code, full.Told));
        await store.OkAsync("DeleteObject", "key");
        await store.OkAsync("CreateMultipartUpload", "never-completed");
        Assert.Equal(204, (await store.OkAsync("DeleteBucket")).Status);
        Assert.Equal("NoSuchBucket", await store.CodeAsync("HeadBucket"));
        Assert.Equal("NoSuchBucket", await store.CodeAsync("PutObject", "key"));
        store.Restart();
        Assert.Equal("NoSuchBucket", await store.CodeAsync("ListObjectsV2"));
    }

    [Fact]
    public async Task Of_an_account_is_listed_to_that_account()
    {
        using var store = new StoreUnderTest();
        foreach (var (name, account) in new[] { ("b-two", StoreUnderTest.Account), ("a-one", StoreUnderTest.Account), ("c-theirs", Another) })
        {
            await store.Objects.EnsureBucketAsync(name, account, "us-east-1", TestContext.Current.CancellationToken);
        }

        var listed = await store.SendAsync(StoreUnderTest.Call("ListBuckets", bucket: null));
        Assert.Equal(["a-one", "b-two"], listed.Elements("Name"));
        Assert.Equal(
            $"<ListAllMyBucketsResult><Owner><ID>{CanonicalId.Of(StoreUnderTest.Account)}</ID></Owner><Buckets>"
            + "<Bucket><Name>a-one</Name><CreationDate>2026-11-23T12:00:00.000Z</CreationDate></Bucket>"
            + "<Bucket><Name>b-two</Name><CreationDate>2026-11-23T12:00:00.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>",
            listed.Document);
        var page = await store.SendAsync(StoreUnderTest.Call("ListBuckets", bucket: null, more: "max-buckets=1"));
        Assert.Equal(("a-one", "us-east-1"), (Assert.Single(page.Elements("Name")), page.Element("BucketRegion")));
        Assert.Equal(["b-two"], (await store.SendAsync(StoreUnderTest.Call("ListBuckets", bucket: null, more: ["max-buckets=1", $"continuation-token={page.Element("ContinuationToken")}"]))).Elements("Name"));
    }

    [Fact]
    public async Task Is_answered_to_who_expects_its_owner_only()
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        Assert.Equal("0123456789", await store.GetAsync("key", $"x-amz-expected-bucket-owner: {StoreUnderTest.Account}"));
        Assert.Equal("AccessDenied", await store.GetAsync("key", $"x-amz-expected-bucket-owner: {Another}"));
    }

    [Fact]
    public async Task Keeps_its_documents()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        Assert.Equal("NoSuchTagSet", await store.CodeAsync("GetBucketTagging"));
        Assert.Equal("<VersioningConfiguration></VersioningConfiguration>", (await store.OkAsync("GetBucketVersioning")).Document);
        await store.OkAsync("PutBucketTagging", null, "<Tagging><TagSet><Tag><Key>team</Key><Value>red</Value></Tag></TagSet></Tagging>");
        await store.VersioningAsync("Suspended");
        store.Restart();
        Assert.Equal("<Tagging><TagSet><Tag><Key>team</Key><Value>red</Value></Tag></TagSet></Tagging>", (await store.OkAsync("GetBucketTagging")).Document);
        Assert.Equal("red", (await store.Objects.BucketAsync("a-bucket", TestContext.Current.CancellationToken))!.Tags["team"]);
        Assert.Equal("Suspended", (await store.OkAsync("GetBucketVersioning")).Element("Status"));
        await store.OkAsync("DeleteBucketTagging");
        Assert.Equal(204, (await store.OkAsync("DeleteBucketTagging")).Status);
    }

    [Theory]
    [InlineData("GetBucketEncryption", "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>")]
    [InlineData("GetBucketOwnershipControls", "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>")]
    [InlineData("GetBucketNotificationConfiguration", "<NotificationConfiguration></NotificationConfiguration>")]
    [InlineData("GetBucketLogging", "<BucketLoggingStatus></BucketLoggingStatus>")]
    [InlineData("GetBucketRequestPayment", "<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>")]
    public async Task Answers_what_S3_does_by_itself(string operation, string document)
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        Assert.Equal(document, (await store.OkAsync(operation)).Document);
    }

    [Theory]
    [InlineData("GetBucketLifecycleConfiguration", "NoSuchLifecycleConfiguration")]
    [InlineData("GetBucketWebsite", "NoSuchWebsiteConfiguration")]
    [InlineData("GetBucketReplication", "ReplicationConfigurationNotFoundError")]
    [InlineData("GetObjectLockConfiguration", "ObjectLockConfigurationNotFoundError")]
    [InlineData("GetBucketCors", "NoSuchCORSConfiguration")]
    public async Task Has_none_of_what_nobody_set(string operation, string code)
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var answered = await store.SendAsync(operation);
        Assert.Equal((404, code, "BucketName=a-bucket"), (answered.Status, answered.Code, answered.Told));
    }

    [Fact]
    public async Task Belongs_to_its_owner_alone()
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        var owner = CanonicalId.Of(StoreUnderTest.Account);
        var acl = $"<AccessControlPolicy><Owner><ID>{owner}</ID></Owner><AccessControlList><Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
            + $"xsi:type=\"CanonicalUser\"><ID>{owner}</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>";
        Assert.Equal(acl, (await store.OkAsync("GetBucketAcl")).Document);
        Assert.Equal(acl, (await store.OkAsync("GetObjectAcl", "key")).Document);
        Assert.Equal("NoSuchKey", await store.CodeAsync("GetObjectAcl", "none"));
        Assert.Equal("AccessControlListNotSupported", await store.CodeAsync("PutBucketAcl", null, "", "x-amz-acl: public-read"));
        Assert.Equal("AccessControlListNotSupported", await store.CodeAsync("PutObjectAcl", "key", "", "x-amz-grant-read: id=1"));
        Assert.Equal("answered", await store.CodeAsync("PutObjectAcl", "key", "", "x-amz-acl: bucket-owner-full-control"));
    }

    [Theory]
    [InlineData("PutBucketLifecycleConfiguration", "")]
    [InlineData("SelectObjectContent", "")]
    [InlineData("PutBucketNotificationConfiguration", "<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>")]
    [InlineData("PutBucketOwnershipControls", "<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>")]
    public async Task Does_not_seem_to_do_what_it_does_not(string operation, string body)
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var answered = await store.SendAsync(operation, null, body);
        Assert.Equal((501, "NotImplemented"), (answered.Status, answered.Code));
        Assert.Contains("--upstream s3=URL", answered.Answer.Refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PutBucketVersioning", "<VersioningConfiguration><Status>On</Status></VersioningConfiguration>", "MalformedXML")]
    [InlineData("PutBucketVersioning", "<VersioningConfiguration/>", "IllegalVersioningConfigurationException")]
    [InlineData("PutBucketVersioning", "<!DOCTYPE a [<!ENTITY b 'Enabled'>]><VersioningConfiguration><Status>&b;</Status></VersioningConfiguration>", "MalformedXML")]
    [InlineData("PutBucketVersioning", "not XML", "MalformedXML")]
    [InlineData("PutBucketNotificationConfiguration", "<NotificationConfiguration/>", "answered")]
    [InlineData("PutBucketEncryption", "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>", "answered")]
    [InlineData("PutBucketEncryption", "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>none</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>", "MalformedXML")]
    [InlineData("PutBucketEncryption", "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>", "answered")]
    public async Task Takes_documents_as_S3_does(string operation, string body, string code)
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        Assert.Equal(code, await store.CodeAsync(operation, null, body));
    }
}
