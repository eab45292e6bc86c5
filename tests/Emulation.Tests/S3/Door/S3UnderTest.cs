using System.Security.Cryptography;
using System.Text;
using SigV4;

namespace Emulation.Tests.S3.Door;

/// <summary>A LocalAws whose S3 is called as clients call it: the users of its template sign, or nobody does.</summary>
public abstract class S3UnderTest : IAsyncLifetime
{
    internal const string May = "may";
    internal const string MayNot = "maynot";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-tests-");
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    internal Emulator Emulator { get; private set; } = null!;

    internal string Authority => new Uri(Emulator.EndpointUrl).Authority;

    /// <summary>The state folder.</summary>
    internal string State => Path.Combine(folder.FullName, "state");

    public abstract ValueTask InitializeAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Emulator.DisposeAsync();
        http.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>Starts it.</summary>
    private protected async Task StartAsync(string text, params string[] upstreams)
    {
        var template = Path.Combine(folder.FullName, "template.yaml");
        await File.WriteAllTextAsync(template, text);
        var options = new EmulatorOptions
        {
            Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)],
            Port = 0,
            DataFolder = State,
            Upstreams = UpstreamEndpoint.ParseAll(upstreams, static _ => null),
        };
        Emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
    }

    internal AwsCredentials KeysOf(string user)
    {
        var id = Emulator.Accounts.Users.First(one => one.Name == user).AccessKeyIds[0];
        return new AwsCredentials(id, Emulator.SecretOf(id));
    }

    /// <summary>The target of a presigned URL.</summary>
    internal string Presigned(string method, string target, string user = May, TimeSpan? expires = null, DateTimeOffset? at = null) =>
        new SigV4Signer("us-east-1", "s3").Presign(method, target, [new("host", Authority)], KeysOf(user), at ?? TimeProvider.System.GetUtcNow(), expires ?? TimeSpan.FromMinutes(5));

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
