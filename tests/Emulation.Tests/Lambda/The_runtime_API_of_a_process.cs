using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Emulation.Lambda;
using Microsoft.Extensions.Logging.Abstractions;

namespace Emulation.Tests.Lambda;

/// <summary>Who gets a function's events and answers for it.</summary>
public sealed class The_runtime_API_of_a_process : IAsyncLifetime
{
    private readonly Owner owner = new();
    private RuntimeApi api = null!;

    public static TheoryData<string> Calls =>
        ["GET /2018-06-01/runtime/invocation/next", "POST /2018-06-01/runtime/invocation/1/response", "POST /2018-06-01/runtime/invocation/1/error", "POST /2018-06-01/runtime/init/error", "GET /"];

    public async ValueTask InitializeAsync() => api = await RuntimeApi.StartAsync(owner, NullLoggerFactory.Instance);

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task Answers_it()
    {
        var answer = await AskAsync("GET /2018-06-01/runtime/invocation/next");
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\"event\"", answer, StringComparison.Ordinal);
        Assert.Equal(1, owner.Asked);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Answers_no_other(string call)
    {
        owner.IsOwn = false;
        Assert.StartsWith("HTTP/1.1 403 ", await AskAsync(call), StringComparison.Ordinal);
        Assert.Equal((0, 1), (owner.Asked, owner.Refusals));
    }

    [Theory]
    [InlineData("Host: evil.example")]
    [InlineData("Host: localhost:PORT")]
    [InlineData("Host: 127.0.0.1")]
    [InlineData("Host: 127.0.0.1:PORT\r\nOrigin: http://127.0.0.1:PORT")]
    [InlineData("Host: 127.0.0.1:PORT\r\nOrigin: null")]
    [InlineData("Host: 127.0.0.1:PORT\r\nSec-Fetch-Site: cross-site")]
    [InlineData("Host: 127.0.0.1:PORT\r\nSec-Fetch-Mode: no-cors")]
    public async Task Answers_no_page_in_a_browser(string headers)
    {
        foreach (var call in Calls.Select(static row => row.Data))
        {
            Assert.StartsWith("HTTP/1.1 403 ", await AskAsync(call, headers), StringComparison.Ordinal);
        }

        Assert.Equal((0, 5), (owner.Asked, owner.Refusals));
    }

    [Fact]
    public async Task Is_asked_who_it_is_once_for_a_connection()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://{api.HostAndPort}") };
        for (var i = 0; i < 3; i++)
        {
            await http.GetStringAsync("/2018-06-01/runtime/invocation/next", TestContext.Current.CancellationToken);
        }

        Assert.Equal((3, 1), (owner.Asked, owner.Questions));
    }

    /// <summary>The event of a caller may hold anything that a header takes, and a header of the Runtime API takes less.</summary>
    [Theory]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793", true)]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1", true)]
    [InlineData("Self=1-67891234-12456789abcdef012345678;Root=1-67891233-abcdef012345678912345678; Sampled=?; Lineage=25:a87bd80c:1|68fd508a:5", true)]
    [InlineData("Root=1-5759E988-bd862e3fe1be46a994272793", false)]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a99427279g", false)]
    [InlineData("Root=1-5759e988;bd862e3fe1be46a994272793", false)]
    [InlineData("Root=1-5759e98g-bd862e3fe1be46a994272793", false)]
    [InlineData("Rooot=15759e988-bd862e3fe1be46a994272793", false)]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793\r\nX: 1", false)]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=ü", false)]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=\u0001", false)]
    [InlineData("", false)]
    [InlineData("anything", false)]
    [InlineData(null, false)]
    public void Hands_on_a_trace_header_that_is_one(string? text, bool isOne) => Assert.Equal(isOne ? text : null, ReceivedTrace.Read(text));

    [Fact]
    public void Hands_on_no_trace_header_that_is_longer_than_any() =>
        Assert.Null(ReceivedTrace.Read($"Root=1-5759e988-bd862e3fe1be46a994272793;{string.Concat(Enumerable.Repeat("A=a;", 1000))}"));

    private async Task<string> AskAsync(string call, string headers = "Host: 127.0.0.1:PORT")
    {
        var port = int.Parse(api.HostAndPort.Split(':')[1], null);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        var text = $"{call} HTTP/1.1\r\n{headers.Replace("PORT", $"{port}", StringComparison.Ordinal)}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Owner : IRuntimeApiOwner
    {
        public bool IsOwn { get; set; } = true;

        public int Asked { get; private set; }

        public int Questions { get; private set; }

        public int Refusals { get; private set; }

        public string FunctionArn => "arn:aws:lambda:us-east-1:111122223333:function:f";

        public ValueTask<bool> IsOwnAsync(int process) => ValueTask.FromResult(process == Environment.ProcessId);

        public ValueTask<bool> IsOwnAsync(IPEndPoint peer, IPEndPoint here)
        {
            Questions++;
            return ValueTask.FromResult(IsOwn);
        }

        public void Refused() => Refusals++;

        public Task<NextInvocation> NextAsync(Peer from, CancellationToken gone)
        {
            Asked++;
            return Task.FromResult(NextInvocation.Of(new TakenInvocation(new Invocation("1", "\"event\""u8.ToArray(), "Root=1"), DateTimeOffset.MaxValue)));
        }

        public bool Answer(string requestId, InvocationResult result) => Asked++ >= 0;

        public StreamedBody? BeginStream(string requestId, string contentType) => null;

        public bool InitFailed(byte[] error, string? place) => Asked++ >= 0;
    }
}

/// <summary>Which process is at the other end, as Linux tells.</summary>
public sealed class The_other_end_of_a_connection
{
    public The_other_end_of_a_connection()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells whose a connection is");
        Assert.SkipUnless(LoopbackPeer.CanBeTold, "this sandbox hides whose a connection is");
    }

    [Theory]
    [InlineData(AddressFamily.InterNetwork)]
    [InlineData(AddressFamily.InterNetworkV6)]
    public void Is_found_among_processes(AddressFamily family)
    {
        Assert.SkipUnless(family == AddressFamily.InterNetwork || Socket.OSSupportsIPv6, "there is no IPv6 here");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        if (family == AddressFamily.InterNetworkV6)
        {
            client.DualMode = true;
        }

        var here = (IPEndPoint)listener.LocalEndpoint;
        client.Connect(family == AddressFamily.InterNetwork ? here.Address : here.Address.MapToIPv6(), here.Port);
        using var accepted = listener.AcceptSocket();
        var peer = (IPEndPoint)accepted.RemoteEndPoint!;
        Assert.True(LoopbackPeer.IsOneOf(peer, here, [Environment.ProcessId]));
        Assert.False(LoopbackPeer.IsOneOf(peer, here, []));
        using var sleeper = Process.Start("sleep", "1000");
        Assert.False(LoopbackPeer.IsOneOf(peer, here, [sleeper.Id]));
        Assert.True(LoopbackPeer.IsOneOf(peer, here, [sleeper.Id, Environment.ProcessId]));
        client.Close();
        Assert.False(LoopbackPeer.IsOneOf(peer, here, [Environment.ProcessId]));
        sleeper.Kill();
    }
}
