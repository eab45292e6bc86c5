using System.Net;
using System.Text;
using Billing.Partners;
using Microsoft.Extensions.Configuration;

namespace Billing.Tests.Partners;

public sealed class A_secret_of_Secrets_Manager
{
    private const string Arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:partners-AbCdEf";

    [Fact]
    public async Task Is_asked_for_by_its_ARN()
    {
        string? target = null, type = null, sent = null;
        var text = await ReadAsync(async request =>
        {
            (target, type) = (request.Headers.GetValues("X-Amz-Target").Single(), request.Content!.Headers.ContentType!.ToString());
            sent = await request.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return (HttpStatusCode.OK, $$"""{"ARN":"{{Arn}}","Name":"partners","SecretString":"{\"acme\":\"x\"}","VersionStages":["AWSCURRENT"]}""");
        });

        Assert.Equal("""{"acme":"x"}""", text);
        Assert.Equal(("secretsmanager.GetSecretValue", "application/x-amz-json-1.1", $$"""{"SecretId":"{{Arn}}"}"""), (target, type, sent));
    }

    [Theory]
    [InlineData("""{"__type":"AccessDeniedException","Message":"User: x is not authorized"}""", "with status 400: AccessDeniedException User: x is not authorized")]
    [InlineData("""{"__type":"ResourceNotFoundException","message":"Secrets Manager can't find the specified secret."}""", "ResourceNotFoundException Secrets Manager can't find")]
    [InlineData("<html>", "what answers there is not Secrets Manager")]
    public async Task Says_why_it_cannot_be_had(string body, string says)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(_ => Task.FromResult((HttpStatusCode.BadRequest, body))));

        Assert.StartsWith($"Secrets Manager refuses {Arn}", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Must_be_a_text() =>
        Assert.Contains("has no text", (await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(_ => Task.FromResult((HttpStatusCode.OK, """{"SecretBinary":"AA=="}"""))))).Message, StringComparison.Ordinal);

    [Fact]
    public void Must_be_named() =>
        Assert.Contains("Set PARTNER_SECRET", Assert.Throws<InvalidOperationException>(() => SecretsManagerSecret.Of(Settings())).Message, StringComparison.Ordinal);

    [Fact]
    public void Is_where_AWSs_own_clients_look_for_it()
    {
        Assert.Equal("https://secretsmanager.eu-west-1.amazonaws.com/", SecretsManagerSecret.EndpointOf(Settings(), "eu-west-1").AbsoluteUri);
        Assert.Equal("https://secretsmanager.cn-north-1.amazonaws.com.cn/", SecretsManagerSecret.EndpointOf(Settings(), "cn-north-1").AbsoluteUri);
        Assert.Equal("http://127.0.0.1:4566/", SecretsManagerSecret.EndpointOf(Settings(("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")), "eu-west-1").AbsoluteUri);
        Assert.Equal(
            "http://127.0.0.1:5000/",
            SecretsManagerSecret.EndpointOf(Settings(("AWS_ENDPOINT_URL", "http://127.0.0.1:4566"), ("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:5000")), "eu-west-1").AbsoluteUri);
    }

    private static async Task<string> ReadAsync(Func<HttpRequestMessage, Task<(HttpStatusCode, string)>> answer)
    {
        using var http = new HttpClient(new Scripted(answer)) { BaseAddress = new Uri("http://127.0.0.1:1") };
        return await new SecretsManagerSecret(http, Arn).ReadAsync(TestContext.Current.CancellationToken);
    }

    private static IConfiguration Settings(params (string Name, string Value)[] variables) => new ConfigurationBuilder()
        .AddInMemoryCollection(variables.Select(static one => KeyValuePair.Create(one.Name, (string?)one.Value))).Build();

    private sealed class Scripted(Func<HttpRequestMessage, Task<(HttpStatusCode Status, string Body)>> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (status, body) = await answer(request);
            return new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1") };
        }
    }
}
