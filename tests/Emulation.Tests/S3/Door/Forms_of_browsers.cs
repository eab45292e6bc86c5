using SigV4;

namespace Emulation.Tests.S3.Door;

/// <summary>Uploads by forms. Amazon S3 API Reference, "POST Object", "HTML form fields" and "Creating a POST policy".</summary>
[Collection(nameof(BucketsBehind))]
public class Forms_of_browsers(BucketsHere here, BucketsBehind behind)
{
    private static readonly PostedForm Plain = new();

    public static TheoryData<string, int, string, string> Attempts => new()
    {
        { "by who may not", 403, "AccessDenied", "s3:PutObject on resource: \"arn:aws:s3:::bucket/up/a.txt\" because no identity-based policy allows" },
        { "by nobody", 403, "AccessDenied", "Access Denied" },
        { "with another secret", 403, "SignatureDoesNotMatch", "The request signature we calculated" },
        { "with a key that nobody has", 403, "InvalidAccessKeyId", "does not exist in our records" },
        { "with a token that is none", 400, "InvalidToken", "" },
        { "for another region", 400, "InvalidArgument", "the region 'eu-west-1' is wrong; expecting 'us-east-1'" },
        { "with another algorithm", 400, "InvalidArgument", "Unsupported AWS 'algorithm'" },
        { "with a credential that is none", 400, "InvalidArgument", "Credential must have exactly 5" },
        { "of last week", 403, "AccessDenied", "Invalid according to Policy: Policy expired." },
        { "of tomorrow", 403, "AccessDenied", "Request is not yet valid" },
        { "without a signature", 400, "InvalidArgument", "must contain a field named 'X-Amz-Signature'" },
        { "without a policy", 400, "InvalidArgument", "must contain a field named 'Policy'" },
        { "without a key", 400, "InvalidArgument", "must contain a field named 'key'" },
        { "with an empty key", 400, "InvalidArgument", "must have a length greater than 0" },
        { "with a long key", 400, "KeyTooLongError", "" },
        { "with a policy that has expired", 403, "AccessDenied", "Invalid according to Policy: Policy expired." },
        { "with another key than the policy's", 403, "AccessDenied", "Invalid according to Policy: Policy Condition failed: [\"starts-with\", \"$key\", \"up/\"]" },
        { "with a key that leaves the policy's by its file's name", 403, "AccessDenied", "Policy Condition failed: [\"eq\", \"$key\", \"up/b.txt\"]" },
        { "for another bucket than the policy's", 403, "AccessDenied", "Policy Condition failed: [\"eq\", \"$bucket\", \"other\"]" },
        { "with a policy that says no bucket", 403, "AccessDenied", "Invalid according to Policy: Extra input fields: bucket" },
        { "with a field more", 403, "AccessDenied", "Invalid according to Policy: Extra input fields: content-type" },
        { "without a field of the policy", 403, "AccessDenied", "Policy Condition failed: [\"starts-with\", \"$content-type\", \"\"]" },
        { "with a list of types", 403, "AccessDenied", "Policy Condition failed: [\"starts-with\", \"$content-type\", \"image/\"]" },
        { "with a policy that is no JSON", 400, "InvalidPolicyDocument", "Invalid Policy: Invalid JSON." },
        { "with a policy without an end", 400, "InvalidPolicyDocument", "Invalid Policy: Policy missing expiration." },
        { "with a policy without conditions", 400, "InvalidPolicyDocument", "Invalid Policy: Policy missing conditions." },
        { "with a policy of two ends", 400, "InvalidPolicyDocument", "Invalid Policy: It says something twice." },
        { "with a policy of an unknown condition", 400, "InvalidPolicyDocument", "Invalid Policy: Invalid Condition 'ends-with'." },
        { "with two policies", 400, "MalformedPOSTRequest", "" },
        { "with two keys", 400, "MalformedPOSTRequest", "" },
        { "with a longer file", 400, "EntityTooLarge", "" },
        { "with a shorter file", 400, "EntityTooSmall", "" },
        { "without a file", 400, "InvalidArgument", "POST requires exactly one file upload per request." },
        { "whose fields stand behind the file", 400, "InvalidArgument", "must contain a field named 'key'" },
        { "that does not end", 400, "MalformedPOSTRequest", "" },
        { "with long fields", 400, "MaxPostPreDataLengthExceeded", "" },
        { "with many fields", 400, "MaxPostPreDataLengthExceeded", "" },
        { "with an access list", 400, "AccessControlListNotSupported", "" },
        { "with a line in a header", 400, "InvalidArgument", "characters that no header can have" },
        { "with tags that are none", 400, "MalformedXML", "" },
        { "of signature version 2", 400, "InvalidRequest", "Please use AWS4-HMAC-SHA256." },
        { "with a signature in the header too", 400, "InvalidArgument", "Only one auth mechanism allowed" },
        { "to an object", 501, "NotImplemented", "" },
        { "with an operation in the query", 501, "NotImplemented", "" },
        { "that is another content", 412, "PreconditionFailed", "" },
    };

    [Theory, MemberData(nameof(Attempts))]
    public async Task Are_refused_and_leave_nothing(string attempt, int status, string code, string message)
    {
        foreach (var s3 in (S3UnderTest[])[here, behind])
        {
            var before = behind.Reached.Count();
            var answer = await s3.SendAsync(Of(attempt, s3));
            Assert.Equal((status, code), (answer.Status, answer.Code));
            Assert.Contains(message, answer.Message, StringComparison.Ordinal);
            Assert.Empty(behind.Reached.Skip(before));
        }

        Assert.Equal(0, (await here.SendAsync(new("GET", "/bucket?list-type=2&prefix=up%2F"))).Body.Split("<Key>").Length - 1);
    }

    /// <summary>The twins: what the policy and the caller's permissions allow.</summary>
    [Fact]
    public async Task Upload_what_their_policy_allows()
    {
        var form = Plain with
        {
            Conditions = """
                {"bucket":"bucket"},["starts-with","$key","form/"],["starts-with","$Content-Type","text/"],["starts-with","$x-amz-meta-own",""],{"x-amz-storage-class":"STANDARD_IA"},
                ["starts-with","$tagging",""],["content-length-range",5,5],["eq","\$success_action_status","201"]
                """,
            Fields =
            [
                ("key", "form/${filename}"), ("Content-Type", "text/plain"), ("x-amz-meta-own", "of ${filename}"), ("X-Amz-Storage-Class", "STANDARD_IA"),
                ("tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>b c</Value></Tag></TagSet></Tagging>"), ("success_action_status", "201"), ("x-ignore-this", "1"),
            ],
            FileName = "C:\\pages\\a b.txt",
            Behind = [("key", "other"), ("x-amz-meta-late", "1")],
        };
        var answer = await here.SendAsync(Call(form, here));
        Assert.Equal(201, answer.Status);
        Assert.Equal(
            ($"http://{here.Authority}/bucket/form%2Fa%20b.txt", "bucket", "form/a b.txt", "\"5d41402abc4b2a76b9719d911017c592\""),
            (answer.Between("Location"), answer.Between("Bucket"), answer.Between("Key"), answer.Between("ETag")));
        var got = await here.SendAsync(new("GET", "/bucket/form/a%20b.txt"));
        Assert.Equal(
            ("hello", "text/plain", "of a b.txt", "STANDARD_IA", "1", false),
            (got.Body, got.Headers["Content-Type"], got.Headers["x-amz-meta-own"], got.Headers["x-amz-storage-class"], got.Headers["x-amz-tagging-count"], got.Headers.ContainsKey("x-amz-meta-late")));
    }

    /// <summary>The file is sent on with its length, and nothing before it is whole.</summary>
    [Fact]
    public async Task Reach_a_server_as_an_upload()
    {
        var (answer, reached) = await behind.WatchAsync(Call(Plain, behind));
        Assert.Equal(204, answer.Status);
        Assert.Equal(["PUT /bucket/up/a.txt hello"], reached);
    }

    [Theory]
    [InlineData("success_action_status", "200", 200, "http://{0}/bucket/form%2Fb")]
    [InlineData("success_action_status", "204", 204, "http://{0}/bucket/form%2Fb")]
    [InlineData("success_action_status", "404", 204, "http://{0}/bucket/form%2Fb")]
    [InlineData("success_action_redirect", "https://page.example/done?a=1", 303, "https://page.example/done?a=1&bucket=bucket&key=form%2Fb&etag=%225d41402abc4b2a76b9719d911017c592%22")]
    [InlineData("success_action_redirect", "javascript:alert(1)", 204, "http://{0}/bucket/form%2Fb")]
    public async Task Answer_as_they_want(string name, string value, int status, string location)
    {
        var form = Plain with { Conditions = $$"""{"bucket":"bucket"},["starts-with","$key","form/"],["starts-with","${{name}}",""]""", Fields = [("key", "form/b"), (name, value)] };
        var answer = await here.SendAsync(Call(form, here));
        Assert.Equal((status, string.Format(null, location, here.Authority), ""), (answer.Status, answer.Headers["Location"], answer.Body));
    }

    /// <summary>Tags need their own permission, as in an upload's header.</summary>
    [Theory]
    [InlineData(BucketsHere.Writer, 403, "s3:PutObjectTagging")]
    [InlineData(S3UnderTest.May, 204, "")]
    public async Task Ask_for_what_their_fields_do(string user, int status, string action)
    {
        var form = Plain with
        {
            Conditions = """{"bucket":"bucket"},["starts-with","$key","form/"],["starts-with","$tagging",""]""",
            Fields = [("key", "form/tagged"), ("tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>")],
        };
        var answer = await here.SendAsync(Call(form, here, user));
        Assert.Equal(status, answer.Status);
        Assert.Contains(action, answer.Message, StringComparison.Ordinal);
    }

    /// <summary>Far more than is held in memory, and read to its end before any of it is kept.</summary>
    [Fact]
    public async Task Bring_long_files()
    {
        var form = Plain with { Conditions = """{"bucket":"bucket"},["starts-with","$key","form/"]""", Fields = [("key", "form/long")], File = new string('x', 3_000_000) };
        Assert.Equal(204, (await here.SendAsync(Call(form, here))).Status);
        Assert.Equal("3000000", (await here.SendAsync(new("HEAD", "/bucket/form/long"))).Headers["Content-Length"]);
    }

    private static S3UnderTest.Call Call(PostedForm form, S3UnderTest s3, string? user = S3UnderTest.May, AwsCredentials? keys = null, TimeSpan? ago = null) =>
        new("POST", "/bucket", null, form.Body(keys ?? (user is null ? null : s3.KeysOf(user)), TimeProvider.System.GetUtcNow() - (ago ?? TimeSpan.Zero)))
        {
            Headers = [("Content-Type", PostedForm.ContentType)],
        };

    private static S3UnderTest.Call Of(string attempt, S3UnderTest s3)
    {
        var keys = s3.KeysOf(S3UnderTest.May);
        return attempt switch
        {
            "by who may not" => Call(Plain, s3, S3UnderTest.MayNot),
            "by nobody" => Call(Plain, s3, null),
            "with another secret" => Call(Plain, s3, keys: keys with { SecretAccessKey = "other" }),
            "with a key that nobody has" => Call(Plain, s3, keys: new AwsCredentials("AKIAIOSFODNN7EXAMPLE", "secret")),
            "with a token that is none" => Call(Plain, s3, keys: keys with { SessionToken = "token" }),
            "for another region" => Call(Plain with { Region = "eu-west-1" }, s3),
            "with another algorithm" => Call(Plain with { Changed = ("x-amz-algorithm", "AWS4-ECDSA-P256-SHA256") }, s3),
            "with a credential that is none" => Call(Plain with { Changed = ("x-amz-credential", "AKIA") }, s3),
            "of last week" => Call(Plain with { Lasts = TimeSpan.FromDays(30) }, s3, ago: TimeSpan.FromDays(8)),
            "of tomorrow" => Call(Plain, s3, ago: TimeSpan.FromDays(-1)),
            "without a signature" => Call(Plain with { Changed = ("x-amz-signature", null) }, s3),
            "without a policy" => Call(Plain with { Changed = ("policy", null) }, s3),
            "without a key" => Call(Plain with { Fields = [] }, s3),
            "with an empty key" => Call(Plain with { Fields = [("key", "")] }, s3),
            "with a long key" => Call(Plain with { Fields = [("key", new string('k', 1025))] }, s3),
            "with a policy that has expired" => Call(Plain with { Lasts = TimeSpan.FromMinutes(-1) }, s3),
            "with another key than the policy's" => Call(Plain with { Fields = [("key", "Up/a.txt")] }, s3),
            "with a key that leaves the policy's by its file's name" =>
                Call(Plain with { Conditions = """{"bucket":"bucket"},{"key":"up/b.txt"}""", Fields = [("key", "up/${filename}")] }, s3),
            "for another bucket than the policy's" => Call(Plain with { Conditions = """{"bucket":"other"},["starts-with","$key","up/"]""" }, s3),
            "with a policy that says no bucket" => Call(Plain with { Conditions = """["starts-with","$key","up/"]""" }, s3),
            "with a field more" => Call(Plain with { Fields = [("key", "up/a.txt"), ("Content-Type", "text/html")] }, s3),
            "without a field of the policy" => Call(Plain with { Conditions = """{"bucket":"bucket"},["starts-with","$key","up/"],["starts-with","$Content-Type",""]""" }, s3),
            "with a list of types" => Call(
                Plain with
                {
                    Conditions = """{"bucket":"bucket"},["starts-with","$key","up/"],["starts-with","$Content-Type","image/"]""",
                    Fields = [("key", "up/a.txt"), ("Content-Type", "image/png,text/html")],
                },
                s3),
            "with a policy that is no JSON" => Call(Plain with { Policy = "policy" }, s3),
            "with a policy without an end" => Call(Plain with { Policy = """{"conditions":[]}""" }, s3),
            "with a policy without conditions" => Call(Plain with { Policy = """{"expiration":"2099-01-01T00:00:00Z"}""" }, s3),
            "with a policy of two ends" => Call(Plain with { Policy = """{"expiration":"2099-01-01T00:00:00Z","Expiration":"2000-01-01T00:00:00Z","conditions":[]}""" }, s3),
            "with a policy of an unknown condition" => Call(Plain with { Conditions = """["ends-with","$key","txt"]""" }, s3),
            "with two policies" => Call(Plain with { Fields = [("key", "up/a.txt"), ("Policy", "e30=")] }, s3),
            "with two keys" => Call(Plain with { Fields = [("key", "up/a.txt"), ("Key", "other")] }, s3),
            "with a longer file" => Call(Plain with { Conditions = """{"bucket":"bucket"},["starts-with","$key","up/"],["content-length-range",1,4]""" }, s3),
            "with a shorter file" => Call(Plain with { Conditions = """{"bucket":"bucket"},["starts-with","$key","up/"],["content-length-range","6","9"]""" }, s3),
            "without a file" => Call(Plain with { HasFile = false }, s3),
            "whose fields stand behind the file" => Call(Plain with { Fields = [], Behind = Plain.Fields }, s3),
            "that does not end" => Call(Plain with { IsWhole = false }, s3),
            "with long fields" => Call(Plain with { Fields = [("key", "up/a.txt"), ("x-ignore-this", new string('a', 20_480))] }, s3),
            "with many fields" => Call(Plain with { Fields = [("key", "up/a.txt"), .. Enumerable.Range(0, 400).Select(static i => ($"x-ignore-{i}", ""))] }, s3),
            "with an access list" => Call(
                Plain with { Conditions = """{"bucket":"bucket"},["starts-with","$key","up/"],{"acl":"public-read"}""", Fields = [("key", "up/a.txt"), ("acl", "public-read")] }, s3),
            "with a line in a header" => Call(
                Plain with
                {
                    Conditions = """{"bucket":"bucket"},["starts-with","$key","up/"],["starts-with","$x-amz-meta-a",""]""",
                    Fields = [("key", "up/a.txt"), ("x-amz-meta-a", "1\r\nx-amz-acl: public-read")],
                },
                s3),
            "with tags that are none" => Call(
                Plain with { Conditions = """{"bucket":"bucket"},["starts-with","$key","up/"],["starts-with","$tagging",""]""", Fields = [("key", "up/a.txt"), ("tagging", "a=b")] }, s3),
            "of signature version 2" => Call(Plain with { Fields = [("key", "up/a.txt"), ("AWSAccessKeyId", "AKIA"), ("signature", "a")] }, s3, null),
            "with a signature in the header too" => Call(Plain, s3) with { User = S3UnderTest.May },
            "to an object" => Call(Plain, s3) with { Target = "/bucket/key", Host = "s3.localhost" },
            "with an operation in the query" => Call(Plain, s3) with { Target = "/bucket?delete" },
            "that is another content" => Call(Plain, s3) with { Headers = [("Content-Type", "application/x-www-form-urlencoded")] },
            _ => throw new ArgumentOutOfRangeException(nameof(attempt)),
        };
    }
}
