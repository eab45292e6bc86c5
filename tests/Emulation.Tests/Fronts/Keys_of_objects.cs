using Emulation.Tests.S3.Door;

namespace Emulation.Tests.Fronts;

/// <summary>What S3 asks of KMS in its caller's name. Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys (SSE-KMS)".</summary>
[Collection(nameof(EncryptedResources))]
public class Keys_of_objects(EncryptedResources resources)
{
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
}
