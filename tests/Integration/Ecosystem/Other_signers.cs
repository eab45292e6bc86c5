using System.Net;
using Amazon.Runtime;
using AwsSignatureVersion4;
using Harness;

namespace Integration.Ecosystem;

/// <summary>Signers for .NET that other people use. Compiled only with <c>-p:EcosystemPackages=true</c>.</summary>
[Trait("Stack", "own")]
public sealed class Other_signers : IAsyncLifetime
{
    private LocalAws aws = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => aws = await LocalAws.StartAsync(new LocalAwsOptions
    {
        Template = Path.Combine(StackFixture.Root, "tests", "Cycles", "greeting.yaml"),
        Functions = { ["GreetingFunction"] = ProxyFunction.Of(static call => ProxyAnswer.Json(new { call.Method, call.CallerArn })) },
    });

    public ValueTask DisposeAsync() => aws.DisposeAsync();

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.Forbidden)]
    public async Task Aws4RequestSigner_is_let_in_with_the_right_secret_only(bool isRight, HttpStatusCode status)
    {
        // It takes no session token: the administrator's long-term keys.
        var keys = aws.Administrator();
        var signer = new Aws4RequestSigner.AWS4RequestSigner(keys.AccessKeyId, isRight ? keys.SecretAccessKey : "wrong");
        using var request = new HttpRequestMessage(HttpMethod.Get, Greeting);
        using var client = new HttpClient();
        using var response = await client.SendAsync(await signer.Sign(request, "execute-api", aws.Region), Cancellation);

        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("CallerRole", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.Forbidden)]
    public async Task AwsSignatureVersion4_is_let_in_with_the_right_secret_only(string? role, HttpStatusCode status)
    {
        var session = aws.SessionOf(role ?? "CallerRole");
        var credentials = new ImmutableCredentials(session.AccessKeyId, role is null ? "wrong" : session.SecretAccessKey, session.SessionToken);
        using var client = new HttpClient(new AwsSignatureHandler(new AwsSignatureHandlerSettings(aws.Region, "execute-api", credentials)) { InnerHandler = new SocketsHttpHandler() });
        using var response = await client.GetAsync(new Uri($"{Greeting}?a=1&b=two%20words"), Cancellation);

        Assert.Equal(status, response.StatusCode);
    }

    private Uri Greeting => new($"{aws.UrlOf("GreetingApi")}/greeting");
}
