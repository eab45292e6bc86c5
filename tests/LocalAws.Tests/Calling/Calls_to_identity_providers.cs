using Emulation.Cognito.Federation;

namespace Tool.Tests.Calling;

/// <summary>A pool asks providers and their stand-ins, on this machine or elsewhere.</summary>
public class Calls_to_identity_providers
{
    [Theory]
    [InlineData("http://127.0.0.1:1", false)]
    [InlineData("https://localhost:1", false)]
    [InlineData("https://provider.invalid", true)]
    public async Task Go_through_the_networks_proxy_only_where_they_leave_the_machine(string provider, bool goesThrough)
    {
        using var http = new ProviderHttp();
        await Assert.ThrowsAsync<FederationException>(() => http.GetAsync($"{provider}/keys", null, "late", TestContext.Current.CancellationToken));

        Assert.Equal(goesThrough, AskedProxy.WasAskedFor(new Uri(provider)));
    }
}
