using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace SigV4.Http.Tests.Wire;

/// <summary>The same requests as over HTTP/1.1: <c>:authority</c> is the signed host, and what HTTP/2 drops, splits or spells anew is not signed.</summary>
public class Over_http_2
{
    public static TheoryData<Transport> Transports { get; } = [Transport.Http2InTheClear, Transport.Http2OverTls, Transport.Http1OverTls];

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Targets_are_signed_as_they_are_sent(Transport transport)
    {
        await using var wire = await KestrelWire.StartAsync(transport);
        foreach (var target in new[]
        {
            "/", "/a//b", "/a/./b/../c", "/a%20b", "/a%2Fb", "/~user/*/a+b", "/%C3%A4/%E2%82%AC", "/a:b@c,d;e=f", "/orders?b=2&a=1&a=0&A=3", "/orders?a&&b", "/orders?",
            "/orders?a=%20&b=%2B&c=%2f", "/orders?q=green+tea", "/orders?path=/a/b?c",
        })
        {
            Assert.Equal(target, (await wire.GetAsync(target)).Target);
        }
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Methods_are_signed_as_they_are_sent(Transport transport)
    {
        await using var wire = await KestrelWire.StartAsync(transport);
        foreach (var (method, sent) in new[] { ("DELETE", "DELETE"), ("get", "GET"), ("Patch", "PATCH"), ("purge", "purge") })
        {
            Assert.Equal(sent, (await wire.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/"))).Method);
        }
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task The_host_is_that_of_the_address_with_its_port(Transport transport)
    {
        await using var wire = await KestrelWire.StartAsync(transport);
        Assert.Equal([wire.Url.Authority], (await wire.GetAsync("/")).Values("host"));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task The_host_is_the_one_that_the_caller_set(Transport transport)
    {
        await using var wire = await KestrelWire.StartAsync(transport);
        var sent = await wire.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "abcdefghij.execute-api.us-east-1.amazonaws.com" } });
        Assert.Equal(["abcdefghij.execute-api.us-east-1.amazonaws.com"], sent.Values("host"));
        Assert.Contains("host", sent.SignedHeaders);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Headers_keep_their_values(Transport transport)
    {
        await using var wire = await KestrelWire.StartAsync(transport);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Many", ["b", "a"]);
        request.Headers.Add("X-UPPER_and-lower", "Value");
        request.Headers.TryAddWithoutValidation("X-Spaces", "a   b\tc");
        request.Headers.TryAddWithoutValidation("X-Empty", "");
        request.Headers.Accept.ParseAdd("application/json;q=0.5, text/plain");
        var sent = await wire.SendAsync(request);
        Assert.Equal(["accept", "content-type", "host", "x-amz-date", "x-amz-security-token", "x-empty", "x-many", "x-spaces", "x-upper_and-lower"], sent.SignedHeaders);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Headers_that_belong_to_one_connection_or_that_it_splits_are_not_signed(Transport transport)
    {
        await using var wire = await KestrelWire.StartAsync(transport);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("x") };
        request.Headers.ConnectionClose = false;
        request.Headers.TryAddWithoutValidation("Keep-Alive", "timeout=5");
        request.Headers.TryAddWithoutValidation("Proxy-Connection", "keep-alive");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.Trailer.Add("grpc-status");
        request.Headers.Add("Cookie", ["a=1", "b=2; c=3"]);
        var sent = await wire.SendAsync(request);
        Assert.Equal(["content-type", "host", "x-amz-date", "x-amz-security-token"], sent.SignedHeaders);
        Assert.Equal("a=1; b=2; c=3", string.Join("; ", sent.Values("cookie")));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Bodies_of_every_length_arrive_whole(Transport transport)
    {
        await using var wire = await KestrelWire.StartAsync(transport);
        foreach (var length in new[] { 0, 1, 70_000, 300_000 })
        {
            var bytes = new byte[length];
            new Random(length).NextBytes(bytes);
            foreach (var content in new HttpContent[] { new ByteArrayContent(bytes), new StreamContent(new MemoryStream(bytes)), new OfUnknownLength(bytes) })
            {
                Assert.Equal(bytes, (await wire.SendAsync(new HttpRequestMessage(HttpMethod.Put, "/body") { Content = content })).Body);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_body_in_chunks_or_after_a_continue_signs_neither(Transport transport)
    {
        await using var wire = await KestrelWire.StartAsync(transport);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("chunks") };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.ExpectContinue = true;
        var sent = await wire.SendAsync(request);
        Assert.Equal("chunks", Encoding.UTF8.GetString(sent.Body));
        Assert.Equal(["content-type", "host", "x-amz-date", "x-amz-security-token"], sent.SignedHeaders);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_call_of_grpc_holds(Transport transport)
    {
        await using var wire = await KestrelWire.StartAsync(transport);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders.v1.Orders/Place") { Content = new OfUnknownLength([0, 0, 0, 0, 2, 8, 1]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.ParseAdd("trailers");
        request.Headers.TryAddWithoutValidation("grpc-timeout", "1S");
        request.Headers.TryAddWithoutValidation("grpc-accept-encoding", "identity,gzip");
        var sent = await wire.SendAsync(request);
        Assert.Equal([0, 0, 0, 0, 2, 8, 1], sent.Body);
        Assert.Equal(["content-type", "grpc-accept-encoding", "grpc-timeout", "host", "x-amz-date", "x-amz-security-token"], sent.SignedHeaders);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Many_requests_at_once_are_all_signed_right(Transport transport)
    {
        await using var wire = await KestrelWire.StartAsync(transport);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            using var content = new StringContent($"body {i}");
            using var response = await wire.Client.PostAsync(new Uri($"/t?i={i}", UriKind.Relative), content, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }));
        Assert.All(statuses, static status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.All(wire.Requests, static seen => Assert.Null(seen.Request.Failure));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_wrong_clock_is_put_right(Transport transport)
    {
        await using var wire = await KestrelWire.StartAsync(transport, new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-1)));
        foreach (var (path, requests) in new[] { ("/first", 2), ("/second", 3) })
        {
            var received = await wire.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new OfUnknownLength("x"u8.ToArray()) });
            Assert.Equal("x", Encoding.UTF8.GetString(received.Body));
            Assert.Equal(requests, wire.Requests.Count);
        }
    }

    // The control of them all: this server does refuse what is not signed so.
    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_request_that_is_changed_behind_the_signing_is_refused(Transport transport)
    {
        await using var wire = await KestrelWire.StartAsync(transport);
        using var client = new HttpClient(wire.NewSender());
        await wire.GetAsync("/");
        var signed = wire.Requests.Last().Request;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(wire.Url, "/"))
        {
            Version = wire.Client.DefaultRequestVersion,
            VersionPolicy = wire.Client.DefaultVersionPolicy,
        };
        foreach (var header in signed.Headers.Where(static header => !header.Name.Equals("host", StringComparison.OrdinalIgnoreCase)))
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        request.Headers.Host = "other.example";
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(VerificationError.SignatureMismatch, wire.Requests.Last().Request.Failure?.Error);
    }

    /// <summary>What is read once and does not know how long it is.</summary>
    private sealed class OfUnknownLength(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
