using Emulation.Tests.S3.Door;
using Emulation.Tests.Upstreams;

[assembly: AssemblyFixture(typeof(BucketsBehind))]

namespace Emulation.Tests.S3.Door;

/// <summary>
/// A LocalAws in front of a server that has every bucket but <c>nobucket</c> and every key but <c>missing</c>, with a user who may do everything, one who may do nothing and one who may
/// read objects but not list them; and one of another account who may do everything there.
/// </summary>
public sealed class BucketsBehind : S3UnderTest
{
    internal const string Reader = "reader";

    /// <summary>May read objects, how long they are kept and their tags, but of a version not its tags.</summary>
    internal const string Auditor = "auditor";
    internal const string Listed = "hello";

    private const string Template = """
        Resources:
          May: { Type: AWS::IAM::User, Properties: { UserName: may, Policies: [{ PolicyName: Everything, PolicyDocument: { Statement: [{ Effect: Allow, Action: "s3:*", Resource: "*" }] } }] } }
          MayKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref May } }
          MayNot: { Type: AWS::IAM::User, Properties: { UserName: maynot } }
          MayNotKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref MayNot } }
          Reader: { Type: AWS::IAM::User, Properties: { UserName: reader, Policies: [{ PolicyName: Reads, PolicyDocument: { Statement: [
            { Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*" }, { Effect: Allow, Action: "s3:DeleteObject", Resource: "arn:aws:s3:::bucket/own/*" }] } }] } }
          ReaderKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Reader } }
          Auditor: { Type: AWS::IAM::User, Properties: { UserName: auditor, Policies: [{ PolicyName: Reads, PolicyDocument: { Statement: [
            { Effect: Allow, Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectRetention", "s3:GetObjectTagging"], Resource: "arn:aws:s3:::bucket/*" }] } }] } }
          AuditorKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Auditor } }
        """;

    private RecordingServer server = null!;

    /// <summary>What reached the server, but LocalAws's own questions whether a bucket is there and how it encrypts, and which pages may call.</summary>
    internal IEnumerable<string> Reached => server.Requests
        .Where(static one => !one.Target.EndsWith("?encryption", StringComparison.Ordinal) && !one.Target.EndsWith("?cors", StringComparison.Ordinal))
        .Where(static one => one.Method != "HEAD" || one.Target.Count(static c => c == '/') > 1)
        .Select(static one => $"{one.Method} {one.Target} {one.Body}");

    /// <summary>The content type of the last request that reached the server.</summary>
    internal string LastContentType => server.Requests.Last().Headers["Content-Type"];

    /// <summary>The checksums that the server was told.</summary>
    internal IEnumerable<string> Checksums => server.Requests.Select(static one => one.Headers.GetValueOrDefault("x-amz-checksum-crc32", ""));

    /// <summary>What each of the requests names as the algorithm of its checksum; empty without one.</summary>
    internal IEnumerable<string> Algorithms => server.Requests.Select(static one => one.Headers.GetValueOrDefault("x-amz-sdk-checksum-algorithm", ""));

    public override async ValueTask InitializeAsync()
    {
        server = await RecordingServer.StartAsync();
        server.Answer = static request => request switch
        {
            { Method: "HEAD", Target: "/nobucket" } => (404, "application/xml", ""),
            { Target: var target } when target.StartsWith("/bucket/missing", StringComparison.Ordinal) =>
                (404, "application/xml", "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>"),
            { Method: "GET", Target: "/bucket?cors" } => (200, "application/xml",
                "<CORSConfiguration><CORSRule><AllowedOrigin>https://page.example</AllowedOrigin><AllowedMethod>PUT</AllowedMethod></CORSRule></CORSConfiguration>"),
            { Method: "GET", Target: var target } when target.EndsWith("?tagging", StringComparison.Ordinal) => (200, "application/xml", "<Tagging><TagSet/></Tagging>"),
            { Method: "POST", Target: "/bucket?delete=" } => (200, "application/xml",
                "<DeleteResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Deleted><Key>own/a</Key></Deleted></DeleteResult>"),
            _ => (200, "text/plain", request.Method == "HEAD" ? "" : Listed),
        };
        server.Headers = static request => request.Target.StartsWith("/bucket/held", StringComparison.Ordinal) && !request.Target.Contains("tagging", StringComparison.Ordinal)
            ?
            [
                ("x-amz-object-lock-mode", "GOVERNANCE"), ("x-amz-object-lock-retain-until-date", "2030-09-24T07:16:00Z"), ("x-amz-object-lock-legal-hold", "ON"),
                ("x-amz-tagging-count", "2"),
            ]
            : [];
        await StartAsync(Template, $"s3={server.Url.AbsoluteUri}");

        // Seen once, a bucket is known.
        await SendAsync(new("GET", "/bucket"));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await server.DisposeAsync();
    }

    /// <summary>What reached the server of a call, and its answer.</summary>
    internal async Task<(Answer Answer, string[] Reached)> WatchAsync(Call call)
    {
        var before = Reached.Count();
        var answer = await SendAsync(call);
        return (answer, [.. Reached.Skip(before)]);
    }
}
