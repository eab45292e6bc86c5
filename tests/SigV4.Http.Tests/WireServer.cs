using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SigV4.Http.Tests;

/// <summary>A request exactly as it came off the socket, and what the verifier made of it.</summary>
public sealed record WireRequest(string Method, string Target, IReadOnlyList<HeaderField> Headers, byte[] Body, VerificationFailure? Failure)
{
    public string[] Values(string name) => [.. Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static header => header.Value)];

    public string[] SignedHeaders => Values("authorization")[0].Split("SignedHeaders=")[1].Split(',')[0].Split(';');
}

/// <summary>What a server answers.</summary>
public sealed record WireAnswer(int Status, string Headers = "", string Body = "ok")
{
    /// <summary>As API Gateway refuses.</summary>
    public static WireAnswer Refusal(VerificationFailure failure) =>
        new(403, $"x-amzn-ErrorType: {failure.ErrorType}\r\nContent-Type: application/json\r\n", $$"""{"message":"{{failure.Error}}"}""");
}

/// <summary>Reads HTTP/1.1 by hand, so that nothing tidies a request before it is verified. Answers 200, or as a service refuses a signature.</summary>
public sealed class WireServer : IAsyncDisposable, ICredentialSource
{
    public static readonly AwsCredentials Credentials = new("ASIAEXAMPLE", "wJalrXUtnFEMI/K7MDENG", "the+session/token==");

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentBag<Task> connections = [];
    private readonly SigV4Verifier verifier;
    private readonly TimeProvider time;
    private readonly Func<VerificationFailure, WireAnswer> refuse;
    private readonly Task accepting;

    public WireServer(TimeProvider? time = null, string service = "execute-api", Func<VerificationFailure, WireAnswer>? refuse = null)
    {
        this.time = time ?? TimeProvider.System;
        this.refuse = refuse ?? WireAnswer.Refusal;
        verifier = new SigV4Verifier(new SigV4VerifierOptions { Region = "us-east-1", Service = service });
        listener.Start();
        accepting = AcceptAsync();
    }

    public ConcurrentQueue<WireRequest> Requests { get; } = [];

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>What to answer next, in place of the verdict.</summary>
    public ConcurrentQueue<WireAnswer> Answers { get; } = [];

    /// <summary>The clock that answers are dated by.</summary>
    public TimeProvider Time => time;

    public VerificationResult Verify(WireRequest request) =>
        verifier.Verify(new IncomingRequest(request.Method, request.Target, request.Headers.ToArray(), request.Body), this, time.GetUtcNow());

    public CredentialLookup Find(ReadOnlySpan<char> accessKeyId, ReadOnlySpan<char> sessionToken) =>
        accessKeyId.SequenceEqual(Credentials.AccessKeyId) && sessionToken.SequenceEqual(Credentials.SessionToken)
            ? CredentialLookup.Found(Credentials.SecretAccessKey)
            : CredentialLookup.Unknown;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await Task.WhenAll(connections.Append(accepting)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync(stopping.Token);
            connections.Add(ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            while (await ReadHeadAsync(stream) is { } head)
            {
                var request = await ReadAsync(stream, head);
                Requests.Enqueue(request);
                var answer = Answers.TryDequeue(out var given) ? given : request.Failure is { } failure ? refuse(failure) : new WireAnswer(200);
                var body = Encoding.UTF8.GetBytes(answer.Body);
                var date = answer.Headers.Contains("Date: ", StringComparison.Ordinal) ? "" : $"Date: {time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture)}\r\n";
                await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 {answer.Status} X\r\n{date}{answer.Headers}Content-Length: {body.Length}\r\n\r\n"), stopping.Token);
                await stream.WriteAsync(request.Method == "HEAD" ? Array.Empty<byte>() : body, stopping.Token);
            }
        }
    }

    private async Task<WireRequest> ReadAsync(NetworkStream stream, string head)
    {
        var lines = head.Split("\r\n");
        var start = lines[0].Split(' ');
        HeaderField[] headers = [.. lines[1..].Select(static line => line.Split(':', 2)).Select(static pair => new HeaderField(pair[0], pair[1].Trim(' ', '\t')))];
        string? Value(string name) => headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        if (Value("Expect") is not null)
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), stopping.Token);
        }

        var body = Value("Transfer-Encoding") is not null
            ? await ReadChunksAsync(stream)
            : await ReadExactlyAsync(stream, int.Parse(Value("Content-Length") ?? "0", CultureInfo.InvariantCulture));
        var request = new WireRequest(start[0], start[1], headers, body, null);
        return request with { Failure = Verify(request).Failure };
    }

    private async Task<string?> ReadHeadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, stopping.Token) == 1)
        {
            bytes.Add(one[0]);
            if (bytes is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'])
            {
                return Encoding.UTF8.GetString([.. bytes[..^4]]);
            }
        }

        return null;
    }

    private async Task<byte[]> ReadExactlyAsync(NetworkStream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, stopping.Token);
        return bytes;
    }

    private async Task<byte[]> ReadChunksAsync(NetworkStream stream)
    {
        var body = new List<byte>();
        while (true)
        {
            var line = "";
            while (!line.EndsWith("\r\n", StringComparison.Ordinal))
            {
                line += (char)(await ReadExactlyAsync(stream, 1))[0];
            }

            var size = int.Parse(line.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.AddRange(await ReadExactlyAsync(stream, size));
            await ReadExactlyAsync(stream, 2);
            if (size == 0)
            {
                return [.. body];
            }
        }
    }
}
