using System.Security.Cryptography;
using System.Text;
using Emulation.Tests.S3.Door;
using Emulation.Tests.Upstreams;
using SigV4;

[assembly: AssemblyFixture(typeof(BucketsBehind))]

namespace Emulation.Tests.S3.Door;

/// <summary>
/// A LocalAws in front of a server that has every bucket but <c>nobucket</c> and every key but <c>missing</c>, with a user who may do everything, one who may do nothing and one who may
/// read objects but not list them; and one of another account who may do everything there.
/// </summary>
public sealed class BucketsBehind : IAsyncLifetime
{
    internal const string May = "may";
    internal const string MayNot = "maynot";
    internal const string Reader = "reader";
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
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-tests-");
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private RecordingServer server = null!;

    internal Emulator Emulator { get; private set; } = null!;

    internal string Authority => new Uri(Emulator.EndpointUrl).Authority;

    /// <summary>What reached the server, but LocalAws's own questions whether a bucket is there.</summary>
    internal IEnumerable<string> Reached => server.Requests.Where(static one => one.Method != "HEAD" || one.Target.Count(static c => c == '/') > 1)
        .Select(static one => $"{one.Method} {one.Target} {one.Body}");

    /// <summary>The content type of the last request that reached the server.</summary>
    internal string LastContentType => server.Requests.Last().Headers["Content-Type"];

    public async ValueTask InitializeAsync()
    {
        server = await RecordingServer.StartAsync();
        server.Answer = static request => request switch
        {
            { Method: "HEAD", Target: "/nobucket" } => (404, "application/xml", ""),
            { Target: var target } when target.StartsWith("/bucket/missing", StringComparison.Ordinal) =>
                (404, "application/xml", "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>"),
            { Method: "GET", Target: var target } when target.EndsWith("?tagging", StringComparison.Ordinal) => (200, "application/xml", "<Tagging><TagSet/></Tagging>"),
            { Method: "POST", Target: "/bucket?delete=" } => (200, "application/xml",
                "<DeleteResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Deleted><Key>own/a</Key></Deleted></DeleteResult>"),
            _ => (200, "text/plain", request.Method == "HEAD" ? "" : Listed),
        };
        var template = Path.Combine(folder.FullName, "template.yaml");
        await File.WriteAllTextAsync(template, Template);
        var options = new EmulatorOptions
        {
            Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)],
            Port = 0,
            DataFolder = Path.Combine(folder.FullName, "state"),
            Upstreams = UpstreamEndpoint.ParseAll([$"s3={server.Url.AbsoluteUri}"], static _ => null),
        };
        Emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);

        // Seen once, a bucket is known.
        await SendAsync(new("GET", "/bucket"));
    }

    public async ValueTask DisposeAsync()
    {
        await Emulator.DisposeAsync();
        await server.DisposeAsync();
        http.Dispose();
        folder.Delete(recursive: true);
    }

    internal AwsCredentials KeysOf(string user)
    {
        var id = Emulator.Accounts.Users.First(one => one.Name == user).AccessKeyIds[0];
        return new AwsCredentials(id, Emulator.SecretOf(id));
    }

    /// <summary>The target of a presigned URL.</summary>
    internal string Presigned(string method, string target, string user = May, TimeSpan? expires = null, DateTimeOffset? at = null) =>
        new SigV4Signer("us-east-1", "s3").Presign(method, target, [new("host", Authority)], KeysOf(user), at ?? TimeProvider.System.GetUtcNow(), expires ?? TimeSpan.FromMinutes(5));

    /// <summary>What reached the server of a call, and its answer.</summary>
    internal async Task<(Answer Answer, string[] Reached)> WatchAsync(Call call)
    {
        var before = Reached.Count();
        var answer = await SendAsync(call);
        return (answer, [.. Reached.Skip(before)]);
    }

    internal async Task<Answer> SendAsync(Call call)
    {
        var host = call.Host ?? Authority;
        var body = call.Body is null ? [] : Encoding.UTF8.GetBytes(call.Body);
        HeaderField[] headers = [new("host", host), .. call.Headers.Select(static header => new HeaderField(header.Name, header.Value))];
        using var request = new HttpRequestMessage(
            new HttpMethod(call.Method), new Uri($"{Emulator.EndpointUrl}{call.SentTarget ?? call.Target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Content = call.Body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(call.SentBody ?? call.Body)),
        };
        request.Headers.Host = host;
        var sent = call.Headers.ToList();
        if (call.User is { } user)
        {
            PayloadHash payload = call.PayloadHash is { } declared && PayloadHash.TryParse(declared, out var known) ? known : PayloadHash.Of(body);
            var signed = new SigV4Signer(call.Region, call.Service, new SigV4SignerOptions { SendContentSha256 = true })
                .Sign(call.Method, call.Target, headers, payload, call.Forged ?? KeysOf(user), call.At ?? TimeProvider.System.GetUtcNow());
            sent.AddRange([("x-amz-date", signed.Date), ("authorization", signed.Authorization), ("x-amz-content-sha256", call.SentHash ?? signed.ContentSha256!)]);
            sent.RemoveAll(static header => header.Value is "none");
            if (signed.SecurityToken is { } token)
            {
                sent.Add(("x-amz-security-token", token));
            }
        }

        foreach (var (name, value) in sent)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
            }
        }

        foreach (var (name, value) in call.Unsigned)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers.Concat(response.Content.Headers).ToDictionary(static header => header.Key, static header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>A request as a user signs it, and as it is sent where that is another.</summary>
    internal sealed record Call(string Method, string Target, string? User = May, string? Body = null)
    {
        public (string Name, string Value)[] Headers { get; init; } = [];

        /// <summary>Headers that are added behind the signature.</summary>
        public (string Name, string Value)[] Unsigned { get; init; } = [];

        public string? SentTarget { get; init; }

        public string? SentBody { get; init; }

        public string? PayloadHash { get; init; }

        public string? SentHash { get; init; }

        public string? Host { get; init; }

        public string Service { get; init; } = "s3";

        public string Region { get; init; } = "us-east-1";

        public AwsCredentials? Forged { get; init; }

        public DateTimeOffset? At { get; init; }
    }

    internal sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        public string Code => Between("Code");

        public string Message => Between("Message");

        public string Between(string element) =>
            Body.IndexOf($"<{element}>", StringComparison.Ordinal) is var at and >= 0 ? System.Net.WebUtility.HtmlDecode(Body[(at + element.Length + 2)..Body.IndexOf($"</{element}>", StringComparison.Ordinal)]) : "";
    }

    internal static string Md5(string text)
    {
#pragma warning disable CA5351 // What the protocol has.
        return Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
    }
}
