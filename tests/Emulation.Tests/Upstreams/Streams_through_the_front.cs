using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Emulation.Tests.Upstreams;

/// <summary>What is longer than a document, or never ends.</summary>
[Collection("One server behind LocalAws")]
public sealed class Streams_through_the_front(FrontedLocalAws aws) : IDisposable
{
    private const string Archive = "/-/vaults/photos/archives";
    private const string Unsigned = "UNSIGNED-PAYLOAD";
    private static readonly string Long = new('x', (10 * 1024 * 1024) + 1);
    private readonly HttpClient http = new();
    private readonly int before = aws.Server.Requests.Count;

    public void Dispose()
    {
        aws.Server.Answering = null;
        http.Dispose();
    }

    [Fact]
    public async Task Are_long_bodies_of_which_the_decision_needs_nothing()
    {
        Assert.Equal(200, (await UploadAsync(Long, Hash(Long))).Status);
        var sent = aws.Server.Requests.Last();
        Assert.Equal(($"{Archive}?localaws", Long.Length), (sent.Target, sent.Body.Length));
        Assert.Equal(Hash(Long), sent.Headers["x-amz-content-sha256"]);
    }

    [Fact]
    public async Task Are_refused_before_they_are_sent()
    {
        var answer = await UploadAsync(Long, Hash(Long), FrontedLocalAws.MayNot);
        Assert.Equal((403, "AccessDeniedException"), (answer.Status, answer.Headers["x-amzn-ErrorType"]));
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    [Theory]
    [InlineData("another body", 403)]
    [InlineData("no hash", 413)]
    public async Task Are_not_those_that_nobody_signed(string what, int status)
    {
        var answer = await UploadAsync(Long, what == "no hash" ? null : Hash("other"));
        Assert.Equal(status, answer.Status);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    /// <summary>AWS's SDK for JavaScript signs no body that is a stream of the client's.</summary>
    [Fact]
    public async Task May_leave_their_bodies_unsigned()
    {
        Assert.Equal(200, (await UploadAsync("short", Unsigned)).Status);
        Assert.Equal("short", aws.Server.Requests.Last().Body);
        Assert.Equal(403, (await UploadAsync("short", Unsigned, FrontedLocalAws.MayNot)).Status);
        Assert.Equal(before + 1, aws.Server.Requests.Count);
    }

    [Theory]
    [InlineData(Unsigned)]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public async Task Are_no_excuse_for_documents(string declared)
    {
        var answer = await aws.SendAsync("scheduler", "POST", "/schedule-groups/mine", "{}", FrontedLocalAws.May, ("content-type", "application/json"), ("x-amz-content-sha256", declared));
        Assert.Equal(403, answer.Status);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    [Fact]
    public async Task Are_events_that_a_server_has_to_tell()
    {
        var goesOn = new TaskCompletionSource();
        aws.Server.Answering = async http =>
        {
            if (!http.Request.Headers["X-Amz-Target"].ToString().EndsWith(".SubscribeToShard", StringComparison.Ordinal))
            {
                // By which key the stream is encrypted.
                await http.Response.WriteAsync("{}");
                return;
            }

            http.Response.ContentType = "application/vnd.amazon.eventstream";
            await http.Response.Body.FlushAsync();
            await goesOn.Task;
            goesOn = new TaskCompletionSource();
            await http.Response.WriteAsync("first");
            await http.Response.Body.FlushAsync();
            await goesOn.Task;
            await http.Response.WriteAsync("last");
        };
        using var request = aws.Signed(
            "kinesis", "POST", "/", """{"ConsumerARN":"arn:aws:kinesis:us-east-1:111122223333:stream/clicks/consumer/c:1","ShardId":"s","StartingPosition":{"Type":"LATEST"}}"""u8.ToArray(),
            FrontedLocalAws.May, ("content-type", "application/x-amz-json-1.1"), ("x-amz-target", "Kinesis_20131202.SubscribeToShard"));

        // Each is there before the server goes on.
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("application/vnd.amazon.eventstream", answer.Content.Headers.ContentType!.ToString());
        goesOn.SetResult();
        await using var events = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var five = new byte[5];
        await events.ReadExactlyAsync(five, TestContext.Current.CancellationToken);
        Assert.Equal("first", Encoding.ASCII.GetString(five));
        goesOn.SetResult();
        using var rest = new StreamReader(events);
        Assert.Equal("last", await rest.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Their clients go on sending: the answer must not wait for an end.</summary>
    [Theory]
    [InlineData("POST /stream-transcription HTTP/1.1", "Content-Type: application/vnd.amazon.eventstream\r\nTransfer-Encoding: chunked")]
    [InlineData("POST /stream-transcription HTTP/1.1", "X-Amz-Content-Sha256: STREAMING-AWS4-HMAC-SHA256-EVENTS\r\nTransfer-Encoding: chunked")]
    [InlineData("GET /stream-transcription-websocket?X-Amz-Algorithm=AWS4-HMAC-SHA256 HTTP/1.1", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")]
    [InlineData("GET /mqtt HTTP/1.1", "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket")]
    public async Task Are_not_events_that_a_client_has_to_tell(string line, string headers)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", int.Parse(aws.Authority.Split(':')[1], null), TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"{line}\r\nHost: {aws.Authority}\r\n{headers}\r\nAuthorization: AWS4-HMAC-SHA256 Credential=AKIA/20260301/us-east-1/transcribe/aws4_request, SignedHeaders=host, Signature=00\r\n\r\n"),
            TestContext.Current.CancellationToken);
        var answer = new byte[4096];
        var text = Encoding.ASCII.GetString(answer, 0, await stream.ReadAtLeastAsync(answer, 12, throwOnEndOfStream: false, TestContext.Current.CancellationToken));
        Assert.StartsWith("HTTP/1.1 501 ", text, StringComparison.Ordinal);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    private static string Hash(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    private Task<ReceivedAnswer> UploadAsync(string body, string? hash, string user = FrontedLocalAws.May) =>
        aws.SendAsync("glacier", "POST", Archive, body, user, hash is null ? [] : [("x-amz-content-sha256", hash)]);
}
