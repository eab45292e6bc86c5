using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Emulation;
using Tool.Calling;

namespace Tool.Tests.Calling;

/// <summary>The curl command of a call sends what the call would, and holds no token: run by bash, and heard by a server.</summary>
public sealed class A_printed_command : IDisposable
{
    private const string Token = "eyJhbGciOi.secret-token";
    private readonly string folder = Directory.CreateTempSubdirectory("curl").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("/a/[name]", "/execute-api/NotesApi/prod/a/[name]")]
    [InlineData("/a/[1-3]?of=[x]", "/execute-api/NotesApi/prod/a/[1-3]?of=[x]")]
    [InlineData("/a/../notes/./b", "/execute-api/NotesApi/prod/a/../notes/./b")]
    [InlineData("/a/%2E%2e/notes", "/execute-api/NotesApi/prod/a/%2E%2e/notes")]
    [InlineData("/a/{b}?c=it's", "/execute-api/NotesApi/prod/a/%7Bb%7D?c=it%27s")]
    public async Task Asks_for_the_same_path(string path, string asked) => Assert.StartsWith($"GET {asked} HTTP/1.1\r\n", await HeardAsync("GET", path), StringComparison.Ordinal);

    [Theory]
    [InlineData("@token")]
    [InlineData("=ls")]
    [InlineData("-x")]
    [InlineData("it's\nof two lines\r\n")]
    [InlineData("gr\u00fcn")]
    public async Task Sends_the_same_text(string body)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "token"), "of a file", TestContext.Current.CancellationToken);

        Assert.EndsWith($"\r\n\r\n{body}", await HeardAsync("POST", "/notes", body: Encoding.UTF8.GetBytes(body)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("body.bin")]
    [InlineData("it's mine")]
    [InlineData("-")]
    public async Task Sends_the_bytes_of_a_file(string file)
    {
        byte[] bytes = [0, 0xFF, 0xFE, (byte)'\n', 1];
        await File.WriteAllBytesAsync(Path.Combine(folder, file), bytes, TestContext.Current.CancellationToken);
        var heard = await HeardAsync("PUT", "/notes", body: bytes, files: new CallFiles(null, file));

        Assert.EndsWith($"\r\n\r\n{Encoding.Latin1.GetString(bytes)}", heard, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE })]
    [InlineData(new byte[] { (byte)'a', 0 })]
    public void Is_none_where_no_command_can_hold_the_body(byte[] body) =>
        Assert.Equal("The body is no text, and a command can hold none other: give it as --data @FILE.", Assert.Throws<UsageException>(() => CurlOf("POST", "/notes", [], null, body)).Message);

    [Fact]
    public void Is_none_for_HEAD_with_a_body() => Assert.Contains("no body with HEAD", Assert.Throws<UsageException>(() => CurlOf("HEAD", "/notes", [], null, [1])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Keeps_a_header_that_is_empty() => Assert.Contains("\r\nX-Empty:\r\n", await HeardAsync("GET", "/notes", ["X-Empty:"]), StringComparison.Ordinal);

    [Theory]
    [InlineData(Token, $"Bearer {Token}")]
    [InlineData($"{Token}\n", $"Bearer {Token}")]
    [InlineData($"  {Token}\r\n", $"Bearer {Token}")]
    [InlineData($"Bearer {Token}\n", $"Bearer {Token}")]
    [InlineData($"Basic {Token}\r\n", $"Basic {Token}")]
    public async Task Reads_a_token_from_its_file(string content, string sent)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "my token"), content, TestContext.Current.CancellationToken);
        var heard = await HeardAsync("GET", "/notes", token: content.Trim(), files: new CallFiles(new TokenFile("my token", content), null));

        Assert.Contains($"\r\nAuthorization: {sent}\r\n", heard, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_file_of_a_token() => Assert.Equal(
        "curl -i http://127.0.0.1:4566/execute-api/NotesApi/prod/notes -H \"Authorization: Bearer $(cat my.token)\"\n",
        CurlOf("GET", "/notes", [], Token, null, new CallFiles(new TokenFile("my.token", $"{Token}\n"), null)).Text);

    [Theory]
    [InlineData(null, Token, "TOKEN", "Authorization behind Bearer")]
    [InlineData($"Authorization: Bearer {Token}", null, "TOKEN", "Authorization behind Bearer")]
    [InlineData($"authorization: {Token}", null, "TOKEN", "authorization")]
    [InlineData($"X-Api-Key: {Token}", null, "API_KEY", "X-Api-Key")]
    [InlineData($"Cookie: {Token}", null, "COOKIE", "Cookie")]
    public async Task Has_a_variable_in_place_of_a_secret(string? header, string? token, string variable, string named)
    {
        string[] headers = header is null ? [] : [header];
        var heard = await HeardAsync("GET", "/notes", headers, token, variables: (variable, Token));

        Assert.Equal([(variable, named)], CurlOf("GET", "/notes", headers, token, null).Secrets);
        Assert.Contains($"\r\n{header ?? $"Authorization: Bearer {Token}"}\r\n", heard, StringComparison.Ordinal);
    }

    [Fact]
    public void Has_a_variable_for_each_of_several() => Assert.Equal(
        [("COOKIE", "Cookie"), ("COOKIE_2", "Cookie")], CurlOf("GET", "/notes", ["Cookie: a=1", "Cookie: b=2"], null, null).Secrets);

    private static CurlText CurlOf(string method, string path, string[] headers, string? token, byte[]? body, CallFiles? files = null, Uri? server = null) => CurlText.Of(
        CallRequest.Of(method, new CallTargets(RunningStack.OfOne, server ?? RunningStack.Endpoint).Find(method, path, null), headers, token, body) with { Files = files ?? new(null, null) },
        "us-east-1",
        null);

    /// <summary>Runs the command in this test's folder; what the server heard, byte by byte but for a text, which is read as such.</summary>
    private async Task<string> HeardAsync(
        string method, string path, string[]? headers = null, string? token = null, byte[]? body = null, CallFiles? files = null, (string Name, string Value)? variables = null)
    {
        Assert.SkipUnless(Has("curl") && Has("bash"), "curl and bash are not both on the PATH");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var curl = CurlOf(method, path, headers ?? [], token, body, files, new Uri($"http://{listener.LocalEndpoint}"));
        Assert.DoesNotContain(Token, curl.Text, StringComparison.Ordinal);
        var hearing = HearAsync(listener, body?.Length ?? 0);
        var start = new ProcessStartInfo("bash", ["-c", $"{curl.Text.TrimEnd()} --noproxy '*' --max-time 20"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        if (variables is var (name, value))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await said);
        var heard = await hearing;
        return files?.Body is null ? Encoding.UTF8.GetString(heard) : Encoding.Latin1.GetString(heard);
    }

    private static async Task<byte[]> HearAsync(TcpListener listener, int length)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        using var heard = new MemoryStream();
        var part = new byte[4096];
        for (var end = -1; end < 0 || heard.Length < end + 4 + length; end = heard.GetBuffer().AsSpan(0, (int)heard.Length).IndexOf("\r\n\r\n"u8))
        {
            var read = await stream.ReadAsync(part, TestContext.Current.CancellationToken);
            if (read == 0)
            {
                break;
            }

            heard.Write(part.AsSpan(0, read));
        }

        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        return heard.ToArray();
    }

    private static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(one => File.Exists(Path.Combine(one, program)));
}
