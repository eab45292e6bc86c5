using System.Net.Sockets;
using System.Text;
using Harness;
using Harness.Targets;

namespace Integration.Targets;

/// <summary>A LocalAws that is known by its address and keys alone, as one in a container is.</summary>
[Trait("Stack", "own")]
public sealed class A_LocalAws_elsewhere(StackFixture stack) : IDisposable
{
    private const string NothingOfOrders = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}""";

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tells_which_statement_decided()
    {
        stack.InProcessOnly("starts a LocalAws of its own");
        await using var here = await LocalAws.StartAsync(new LocalAwsOptions { DataFolder = folder }, Cancellation);
        await using var elsewhere = At(here.EndpointUrl);

        var refused = await elsewhere.As("AuditorRole").PostAsync("OrdersApi", "/orders", new { customerId = "cust-1" }, Cancellation);
        refused.ShouldBeDenied(by: "OnlyStorefrontPostsOrders");
        var wrong = Assert.Throws<AccessAssertionException>(() => refused.ShouldBeDenied(by: "SomethingElse"));
        Assert.Contains("refused by 'OnlyStorefrontPostsOrders'", wrong.Message, StringComparison.Ordinal);
        Assert.Throws<AccessAssertionException>(() => refused.ShouldBeAllowed());
        (await elsewhere.As("AuditorRole").GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeAllowed();
        (await elsewhere.As("AuditorRole", new RoleSession { Policy = NothingOfOrders }).GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeDenied();
    }

    [Fact]
    public async Task That_tells_no_decision_refused_nothing()
    {
        stack.InProcessOnly("starts a LocalAws of its own");
        await using (await LocalAws.StartAsync(new LocalAwsOptions { DataFolder = folder }, Cancellation))
        {
            // Its keys are in the folder now.
        }

        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerOnceAsync(listener);
        await using var elsewhere = At(new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", ((System.Net.IPEndPoint)listener.LocalEndpoint).Port).Uri);
        var refused = await elsewhere.AsNobody().GetAsync("OrdersApi", "/orders", Cancellation);
        await answering;

        Assert.Contains("It is no answer of LocalAws", Assert.Throws<AccessAssertionException>(() => refused.ShouldBeDenied()).Message, StringComparison.Ordinal);
        Assert.Throws<AccessAssertionException>(() => refused.ShouldBeDenied(by: "OnlyStorefrontPostsOrders"));
        Assert.Throws<AccessAssertionException>(() => refused.ShouldBeAllowed());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private RemoteLocalAws At(Uri endpoint) => RemoteLocalAws.At(new RemoteLocalAwsOptions
    {
        EndpointUrl = endpoint,
        Template = "template.yaml",
        SealingKey = File.ReadAllBytes(Path.Combine(folder, "sealing.key")),
        SessionKey = File.ReadAllBytes(Path.Combine(folder, "session.key")),
    });

    private static async Task AnswerOnceAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancellation);
        _ = await client.GetStream().ReadAsync(new byte[4096], Cancellation);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), Cancellation);
    }
}
