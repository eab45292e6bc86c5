using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Emulation.Tests.Upstreams;

/// <summary>A server that speaks TLS, as AWS Emulator does, with a certificate that no machine trusts by itself.</summary>
public sealed class A_server_with_a_certificate : IAsyncLifetime
{
    private const string Template = """
        Resources:
          May: { Type: AWS::IAM::User, Properties: { UserName: may, Policies: [{ PolicyName: Everything, PolicyDocument: { Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] } }] } }
          MayKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref May } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private RecordingServer server = null!;

    private string Bundle => Path.Combine(folder, "authority.pem");

    public async ValueTask InitializeAsync()
    {
        var (authority, certificate) = Certificates();
        await File.WriteAllTextAsync(Bundle, authority.ExportCertificatePem(), TestContext.Current.CancellationToken);
        server = await RecordingServer.StartAsync(certificate);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("sqs", "AmazonSQS.ListQueues")]
    [InlineData("dynamodb", "DynamoDB_20120810.ListTables")]
    public async Task Is_taken_where_the_variable_names_who_signed_it(string service, string target)
    {
        await using var aws = await StartAsync(service, Bundle);
        Assert.Equal(200, (await aws.SendAsync(SentCall.Json(service, target, "{}", "may"))).Status);
        Assert.Equal(target, server.Requests.Last().Headers["X-Amz-Target"]);
    }

    [Fact]
    public async Task Is_refused_without_and_nothing_is_sent()
    {
        await using var aws = await StartAsync("sqs", null);
        var answer = await aws.SendAsync(SentCall.Json("sqs", "AmazonSQS.ListQueues", "{}", "may"));

        Assert.Equal(503, answer.Status);
        Assert.StartsWith($"LocalAws has no secure connection to the server at https://localhost:{server.Url.Port}/ that runs sqs: ", answer.Message, StringComparison.Ordinal);
        Assert.EndsWith(" name a file of the signer's, in PEM, in LOCALAWS_UPSTREAM_CA_BUNDLE.", answer.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    /// <summary>DynamoDB's is asked for its tables before anything starts.</summary>
    [Fact]
    public async Task Is_refused_at_the_start_where_it_runs_DynamoDB() => Assert.Contains(
        "LOCALAWS_UPSTREAM_CA_BUNDLE", (await Assert.ThrowsAsync<UsageException>(() => StartAsync("dynamodb", null))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Is_refused_where_the_variable_names_another()
    {
        var other = Path.Combine(folder, "other.pem");
        await File.WriteAllTextAsync(other, Certificates().Authority.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await using var aws = await StartAsync("sqs", other);

        Assert.Equal(503, (await aws.SendAsync(SentCall.Json("sqs", "AmazonSQS.ListQueues", "{}", "may"))).Status);
        Assert.Empty(server.Requests);
    }

    /// <summary>Also where its name is the one that the request's header has, which is AWS's.</summary>
    [Theory]
    [InlineData("elsewhere.example")]
    [InlineData("sqs.us-east-1.amazonaws.com")]
    public async Task Is_refused_where_it_is_of_another_name(string name)
    {
        var (authority, certificate) = Certificates(name);
        var bundle = Path.Combine(folder, "named.pem");
        await File.WriteAllTextAsync(bundle, authority.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await using var other = await RecordingServer.StartAsync(certificate);
        await using var aws = await StartAsync("sqs", bundle, other);

        Assert.Equal(503, (await aws.SendAsync(SentCall.Json("sqs", "AmazonSQS.ListQueues", "{}", "may"))).Status);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("absent.pem", null, "cannot be read")]
    [InlineData("empty.pem", "no certificate", "has no certificate in PEM")]
    [InlineData("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "cannot be read")]
    public void Is_told_by_a_file_that_must_be_one(string name, string? text, string message)
    {
        var file = Path.Combine(folder, name);
        if (text is not null)
        {
            File.WriteAllText(file, text);
        }

        var refusal = Assert.Throws<UsageException>(() => Endpoints("sqs", file)).Message;
        Assert.StartsWith($"LOCALAWS_UPSTREAM_CA_BUNDLE: {file} {message}", refusal, StringComparison.Ordinal);
    }

    private Task<StartedLocalAws> StartAsync(string service, string? bundle, RecordingServer? other = null) => StartedLocalAws.StartAsync(Template, change: options => options with { Upstreams = Endpoints(service, bundle, other) });

    private System.Collections.Immutable.ImmutableDictionary<string, UpstreamEndpoint> Endpoints(string service, string? bundle, RecordingServer? other = null) =>
        UpstreamEndpoint.ParseAll([$"{service}=https://localhost:{(other ?? server).Url.Port}"], name => name == UpstreamEndpoint.AuthorityVariable ? bundle : null);

    /// <summary>An authority, and a certificate of its for this machine, or for another name.</summary>
    private static (X509Certificate2 Authority, X509Certificate2 Certificate) Certificates(string? name = null)
    {
        var (from, to) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Tests", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var authority = request.CreateSelfSigned(from, to);

        var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = new CertificateRequest("CN=localhost", own, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name ?? "localhost");
        leaf.CertificateExtensions.Add(names.Build());
        return (authority, leaf.Create(authority, from, to, [1, 2, 3]).CopyWithPrivateKey(own));
    }
}
