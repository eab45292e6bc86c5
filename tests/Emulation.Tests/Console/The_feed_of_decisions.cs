using System.Net.ServerSentEvents;

namespace Emulation.Tests.Console;

/// <summary>What a page hears that looks at the decisions: all that is known, and what comes.</summary>
public sealed class The_feed_of_decisions(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task Begins_with_what_is_known_and_goes_on_with_what_comes()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await http.GetAsync(new Uri($"{shop.Aws.Emulator.EndpointUrl}/execute-api/ShopApi/prod/things/before"), TestContext.Current.CancellationToken);
        using var response = await http.GetAsync(
            new Uri($"{shop.Aws.Emulator.EndpointUrl}/_localaws/decisions/feed"), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        await using var events = SseParser.Create(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)).EnumerateAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await events.MoveNextAsync());
        Assert.Equal("begin", events.Current.EventType);
        Assert.True(await events.MoveNextAsync());
        Assert.Contains("/things/before", events.Current.Data, StringComparison.Ordinal);
        await http.GetAsync(new Uri($"{shop.Aws.Emulator.EndpointUrl}/execute-api/ShopApi/prod/things/after"), TestContext.Current.CancellationToken);
        Assert.True(await events.MoveNextAsync());
        Assert.Contains("/things/after", events.Current.Data, StringComparison.Ordinal);
        Assert.DoesNotContain("/things/before", events.Current.Data, StringComparison.Ordinal);
    }
}
