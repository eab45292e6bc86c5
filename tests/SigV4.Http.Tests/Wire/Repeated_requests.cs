using Microsoft.Extensions.Time.Testing;

namespace SigV4.Http.Tests.Wire;

public class Repeated_requests
{
    [Fact]
    public async Task Around_the_handler_are_signed_anew()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var sender = new Sender(time, time);
        using var invoker = new HttpMessageInvoker(sender.Handler, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, sender.Server.Url) { Content = new StringContent("x") };
        for (var i = 0; i < 3; i++)
        {
            (await invoker.SendAsync(request, TestContext.Current.CancellationToken)).Dispose();
            time.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.All(sender.Server.Requests, static sent => Assert.Null(sent.Failure));
        Assert.Equal(["20261123T120000Z", "20261123T121000Z", "20261123T122000Z"], sender.Server.Requests.Select(static sent => Assert.Single(sent.Values("x-amz-date"))));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(-20)]
    public async Task After_a_refusal_use_the_servers_clock(int minutes)
    {
        var now = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        await using var sender = new Sender(new FakeTimeProvider(now.AddMinutes(minutes)), new FakeTimeProvider(now));
        await sender.GetAsync("/first");
        await sender.GetAsync("/second");
        Assert.Equal([false, true, true], sender.Server.Requests.Select(static sent => sent.Failure is null));
    }

    [Fact]
    public async Task Are_not_sent_after_a_refusal_for_another_reason()
    {
        await using var sender = new Sender(change: static options => options with { Region = "eu-west-1" });
        using var response = await sender.Client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Single(sender.Server.Requests);
    }

    [Fact]
    public async Task By_many_threads_are_all_signed_right()
    {
        await using var sender = new Sender();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                using var content = new StringContent($"{thread} {i}");
                (await sender.Client.PostAsync(new Uri($"/t{thread}?i={i}", UriKind.Relative), content, TestContext.Current.CancellationToken)).Dispose();
            }
        })));
        Assert.Equal(400, sender.Server.Requests.Count);
        Assert.All(sender.Server.Requests, static sent => Assert.Null(sent.Failure));
    }

    [Fact]
    public async Task Follow_no_redirect()
    {
        await using var sender = new Sender();
        sender.Server.Answers.Enqueue(new WireAnswer(307, "Location: /elsewhere\r\n"));
        using var response = await sender.Client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(307, (int)response.StatusCode);
        Assert.Single(sender.Server.Requests);
    }

    [Fact]
    public async Task With_a_handler_that_follows_redirects_are_refused()
    {
        await using var sender = new Sender(primary: new SocketsHttpHandler { AllowAutoRedirect = true });
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => sender.Client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Contains("AllowAutoRedirect is on", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_dated_the_same_whatever_the_culture()
    {
        var odd = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
        odd.DateTimeFormat.Calendar = new System.Globalization.GregorianCalendar();
        odd.DateTimeFormat.DateSeparator = "!";
        odd.NumberFormat.NegativeSign = "~";
        var before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = odd;
        try
        {
            await using var sender = new Sender();
            await sender.GetAsync("/");
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
