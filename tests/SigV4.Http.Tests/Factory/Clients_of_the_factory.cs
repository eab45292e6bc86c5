using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SigV4.Http.Tests.Factory;

public class Clients_of_the_factory
{
    [Fact]
    public async Task Sign_last_whatever_the_order_of_registration()
    {
        await using var server = new WireServer();
        var services = new ServiceCollection();
        services.AddHttpClient("api", client => client.BaseAddress = server.Url).AddSigV4(Configure).AddHttpMessageHandler(static () => new AddsHeader());
        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("api");
        using var response = await client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        var sent = server.Requests.Single();
        Assert.Null(sent.Failure);
        Assert.Contains("x-added", sent.SignedHeaders);
    }

    [Fact]
    public async Task With_options_that_cannot_work_fail_at_the_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHttpClient("api").AddSigV4(static options =>
        {
            options.Region = "nowhere else";
            options.Service = "";
            options.AssumeRole = new AssumeRoleOptions("OrdersServiceRole", "x") { Duration = TimeSpan.FromSeconds(1) };
        });
        using var host = builder.Build();
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal(5, error.Failures.Count());
        Assert.All(error.Failures, static failure => Assert.StartsWith("AddSigV4 of client 'api': ", failure, StringComparison.Ordinal));
        Assert.Contains("AssumeRole.RoleArn 'OrdersServiceRole' is not a role's ARN. They look like arn:aws:iam::111122223333:role/Name.", error.Message, StringComparison.Ordinal);
    }

    private static void Configure(SigV4SigningOptions options)
    {
        options.Region = "us-east-1";
        options.Credentials = new SessionAWSCredentials(WireServer.Credentials.AccessKeyId, WireServer.Credentials.SecretAccessKey, WireServer.Credentials.SessionToken);
    }

    private sealed class AddsHeader : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("X-Added", "yes");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
