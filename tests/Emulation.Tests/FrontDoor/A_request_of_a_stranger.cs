using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Emulation.Tests.Cognito.OAuth;

namespace Emulation.Tests.FrontDoor;

/// <summary>What a page of another site gets, whose name leads to this machine (DNS rebinding) or which calls it by its own.</summary>
public sealed class A_request_of_a_stranger(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    public static TheoryData<string> Everything =>
    [
        "GET /_localaws/outbox", "DELETE /_localaws/outbox", "GET /_localaws/decisions", "GET /_localaws/stack", "GET /_localaws/health", "GET /_localaws/lease",
        "GET /_localaws/", "GET /_localaws/decisions/feed", "GET /_localaws/matrix", "GET /_localaws/findings", "GET /_localaws/log", "POST /_localaws/explain", "POST /_localaws/send",
        "POST /_localaws/what-if", "GET /_localaws/console/console.css",
        "POST /_localaws/user-pools/us-east-1_abcdefghi/rotate-keys", "PUT /_localaws/import/import-abc", "GET /", "POST /?Action=AssumeRoleWithWebIdentity&Version=2011-06-15",
        "GET /us-east-1_abcdefghi/.well-known/jwks.json", "GET /.well-known/openid-configuration", "OPTIONS /", "GET /execute-api/abc/prod/", "POST /2015-03-31/functions/f/invocations", "GET /v2/apis",
    ];

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Is_refused_by_its_name(string request)
    {
        var answer = await AskAsync(request, "Host: evil.example:4566");
        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"__type\":\"ForeignHost\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Access-Control-Allow-Origin", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("x.execute-api.us-east-1.evil.example")]
    [InlineData("shop-1.auth.evil.example")]
    public async Task Is_refused_by_a_name_like_an_API_or_a_user_pool(string host) =>
        Assert.StartsWith("HTTP/1.1 403 ", await AskAsync("GET /prod/orders", $"Host: {host}"), StringComparison.Ordinal);

    [Fact]
    public async Task Is_refused_though_it_claims_to_be_signed() => Assert.StartsWith(
        "HTTP/1.1 403 ",
        await AskAsync("POST /", "Host: evil.example", "Authorization: AWS4-HMAC-SHA256 Credential=AKIA/20260301/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=00"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Origin: http://evil.example:4566")]
    [InlineData("Origin: https://evil.example")]
    [InlineData("Origin: null")]
    [InlineData("Origin: http://localhost:3000")]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Sec-Fetch-Site: same-site")]
    [InlineData("Sec-Fetch-Site: made-up")]
    public async Task Is_refused_by_own_pages(string header)
    {
        foreach (var request in Everything.Select(static row => row.Data).Where(static request => request.Contains("/_localaws/", StringComparison.Ordinal)))
        {
            var answer = await AskAsync(request, Here, header);
            Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
            Assert.Contains("\"__type\":\"ForeignOrigin\"", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Sec-Fetch-Site: none")]
    [InlineData("Sec-Fetch-Site: same-origin")]
    [InlineData("Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: navigate")]
    public async Task Is_none_of_people_and_their_programs(string headers)
    {
        var answer = await AskAsync("GET /_localaws/outbox", Here, headers);
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Contains("Cache-Control: no-store\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("X-Content-Type-Options: nosniff\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Cross-Origin-Resource-Policy: same-origin\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_none_of_a_page_of_its_own() =>
        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync("GET /_localaws/outbox", Here, $"Origin: http://127.0.0.1:{aws.Endpoint.Port}", "Sec-Fetch-Site: same-origin"), StringComparison.Ordinal);

    /// <summary>An application at http://localhost:3000 calls Cognito from its pages, as on AWS.</summary>
    [Fact]
    public async Task Is_none_of_an_application_that_calls_a_service()
    {
        var asked = await AskAsync("OPTIONS /", Here, "Origin: http://localhost:3000", "Sec-Fetch-Site: cross-site", "Access-Control-Request-Headers: x-amz-target");
        Assert.Contains("Access-Control-Allow-Origin: *\r\n", asked, StringComparison.Ordinal);
        var answer = await AskAsync("POST /", Here, "Origin: http://localhost:3000", "Sec-Fetch-Site: cross-site", "X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth", "Content-Length: 0");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("Access-Control-Allow-Origin: *\r\n", answer, StringComparison.Ordinal);
    }

    /// <summary>24 such requests took 600 MB, and one with 330,000 members 40 minutes of a core.</summary>
    [Theory]
    [InlineData(10_000_000, 'a')]
    [InlineData(9_600_000, '&')]
    public async Task Is_not_read_to_the_end_when_it_is_a_form_of_megabytes(int length, char filling)
    {
        var answer = await AskAsync("POST /", Here, $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}", "\r\nAction=" + new string(filling, length - 7));
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
    }

    /// <summary>A signature that is no signature is none, and a service reads no more for one.</summary>
    [Theory]
    [InlineData("Authorization: none")]
    [InlineData("Authorization: AWS4-HMAC-SHA256 Credential=AKIA/20260301/us-east-1/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=00\r\nX-Amz-Date: 20260301T120000Z")]
    [InlineData("Authorization: AWS4-HMAC-SHA256 Credential=AKIA/20260301/us-east-1/cloudformation/aws4_request, SignedHeaders=host;x-amz-date, Signature=00\r\nX-Amz-Date: 20260301T120000Z")]
    [InlineData("X-Amz-Target: Nobody.Knows")]
    public async Task Makes_no_form_longer_that_it_claims_to_have_signed(string header)
    {
        var answer = await AskAsync("POST /", Here, header, "Content-Length: 600000", "\r\nAction=" + new string('a', 599_993));
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT /bucket/key", "No server runs glacier behind this LocalAws. Start one, such as an emulator of AWS, and LocalAws in front of it: localaws up --upstream glacier=")]
    [InlineData("POST /", "No server runs sqs behind this LocalAws. Start one, such as an emulator of AWS, and LocalAws in front of it: localaws up --upstream sqs=")]
    [InlineData("POST /", "There is no DynamoDB behind this LocalAws. Start a DynamoDB-compatible server, and LocalAws in front of it: localaws up --upstream dynamodb=http://127.0.0.1:8000.")]
    public async Task Is_told_what_is_not_here_however_long_it_is(string request, string message)
    {
        var service = message.Contains(" glacier ", StringComparison.Ordinal) ? "glacier" : message.Contains(" sqs ", StringComparison.Ordinal) ? "sqs" : "dynamodb";
        var signature = $"Authorization: AWS4-HMAC-SHA256 Credential=AKIA/20260301/us-east-1/{service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=00\r\nX-Amz-Date: 20260301T120000Z";
        var answer = await AskAsync(request, Here, signature, "Content-Length: 600000", "\r\n" + new string('a', 600_000));
        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.Contains(JsonEncodedText.Encode(message).ToString(), answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_no_more_than_a_line()
    {
        await AskAsync("GET /?Version=2010-05-08&Action=%1b]0;OWNED%07", Here);
        Assert.Equal("iam:?", aws.Decisions.Snapshot()[^1].Method);
        await AskAsync("GET /?Action=AssumeRole&RoleArn=%0d%0a12:00:00+granted" + new string('a', 2000), Here);
        var entry = aws.Decisions.Snapshot()[^1];
        Assert.Equal("sts:AssumeRole", entry.Method);
        Assert.DoesNotContain("granted", entry.ToString(), StringComparison.Ordinal);
        Assert.InRange(entry.Length, 1, 300);
    }

    /// <summary>A presigned URL has the session's token, the key's id and the signature in its query.</summary>
    [Theory]
    [InlineData("/2015-03-31/functions/absent/invocations")]
    [InlineData("/2015-03-31/nothing")]
    [InlineData("/v2/nothing")]
    [InlineData("/")]
    [InlineData("/execute-api/absent/prod/orders")]
    public async Task Leaves_nothing_of_its_query(string path)
    {
        var before = aws.Decisions.Snapshot().Count;
        await AskAsync($"GET {path}?Action=GetUser&Version=2010-05-08&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=SECRET1%2F20260301%2Fus-east-1%2Fiam%2Faws4_request&X-Amz-Security-Token=SECRET2&X-Amz-Signature=SECRET3&token=SECRET4", Here);
        var entries = aws.Decisions.Snapshot();
        Assert.Equal(before + 1, entries.Count);
        Assert.DoesNotContain("SECRET", entries[^1].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", await AskAsync("GET /_localaws/decisions", Here), StringComparison.Ordinal);
    }

    private string Here => $"Host: 127.0.0.1:{aws.Endpoint.Port}";

    /// <summary>As it goes over the wire: clients of .NET send no such headers.</summary>
    private async Task<string> AskAsync(string request, params string[] headers)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, aws.Endpoint.Port, TestContext.Current.CancellationToken);
        var space = request.IndexOf(' ', StringComparison.Ordinal);
        var text = $"{request[..space]} {request[(space + 1)..]} HTTP/1.1\r\nConnection: close\r\n{string.Join("\r\n", headers.Where(static header => header.Length > 0))}";
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text.Contains("\r\n\r\n", StringComparison.Ordinal) ? text : text + "\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
