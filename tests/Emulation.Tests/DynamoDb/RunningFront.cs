using System.Globalization;
using System.IO.Hashing;
using System.Text;
using SigV4;

namespace Emulation.Tests.DynamoDb;

/// <summary>A LocalAws on a port of its own in front of a server that knows the table <c>scores</c>, with one user who may do everything to it and one who may do nothing.</summary>
public sealed class RunningFront : IAsyncLifetime
{
    internal const string Table = "arn:aws:dynamodb:us-east-1:111122223333:table/scores";
    internal const string May = "may";
    internal const string MayNot = "maynot";

    private const string Template = """
        Resources:
          May: { Type: AWS::IAM::User, Properties: { UserName: may, Policies: [{ PolicyName: Everything, PolicyDocument: { Statement: [{ Effect: Allow, Action: "dynamodb:*", Resource: "*" }] } }] } }
          MayKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref May } }
          MayNot: { Type: AWS::IAM::User, Properties: { UserName: maynot } }
          MayNotKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref MayNot } }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-tests-");
    private readonly HttpClient http = new();
    private TableServer server = null!;
    private Emulator emulator = null!;

    internal Emulation.Decisions.DecisionLog Decisions => emulator.Decisions;

    internal string Authority => new Uri(emulator.EndpointUrl).Authority;

    public async ValueTask InitializeAsync()
    {
        server = await TableServer.StartAsync();
        var template = Path.Combine(folder.FullName, "template.yaml");
        await File.WriteAllTextAsync(template, Template);
        var options = new EmulatorOptions
        {
            Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)],
            Port = 0,
            DataFolder = Path.Combine(folder.FullName, "state"),
            Upstreams = UpstreamEndpoint.ParseAll([server.Upstream], static _ => null),
        };
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await emulator.DisposeAsync();
        await server.DisposeAsync();
        http.Dispose();
        folder.Delete(recursive: true);
    }

    internal Task<string> PageAsync(string path) => http.GetStringAsync(new Uri(emulator.EndpointUrl + path), TestContext.Current.CancellationToken);

    /// <summary>Sends a call as it stands, and its answer.</summary>
    internal async Task<Answer> SendAsync(Call call)
    {
        var body = Encoding.UTF8.GetBytes(call.Body);
        var request = new HttpRequestMessage(HttpMethod.Post, emulator.EndpointUrl) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", call.ContentType);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", call.Target);
        if (call.Origin is { } origin)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        if (call.User is { } name)
        {
            var key = emulator.Accounts.Users.First(user => user.Name == name).AccessKeyIds[0];
            var signed = new SigV4Signer("us-east-1", "dynamodb").Sign(
                "POST", "/", [new("host", Authority), new("content-type", call.ContentType), new("x-amz-target", call.Target)], PayloadHash.Of(body),
                new AwsCredentials(key, call.IsForged ? "forged" : emulator.SecretOf(key)), TimeProvider.System.GetUtcNow());
            request.Headers.TryAddWithoutValidation("X-Amz-Date", signed.Date);
            request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(static header => header.Key, static header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, Encoding.UTF8.GetString(bytes), headers) { Checksum = Crc32.HashToUInt32(bytes).ToString(CultureInfo.InvariantCulture) };
    }

    /// <summary>A call of DynamoDB.</summary>
    internal sealed record Call(string Operation, string Body)
    {
        /// <summary>Who signs; null for nobody.</summary>
        public string? User { get; init; } = May;

        /// <summary>Whether they sign with a secret that is not theirs.</summary>
        public bool IsForged { get; init; }

        public string ContentType { get; init; } = "application/x-amz-json-1.0";

        public string? Origin { get; init; }

        public string Target { get; init; } = $"DynamoDB_20120810.{Operation}";
    }

    internal sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        /// <summary>The checksum that the body has.</summary>
        public required string Checksum { get; init; }

        public string Decision => Headers["x-localaws-decision"];
    }
}
