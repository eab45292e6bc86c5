using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Gateway.Integration.Events;
using Emulation.Lambda;

namespace Emulation.Tests.Gateway.FunctionUrls;

/// <summary>As captured in lambda/url_http_codecs of radkawar/stackd: request and answer of each case are AWS's.</summary>
public sealed class Event_and_answer_of_a_url(UrlStack stack) : IClassFixture<UrlStack>
{
    private const string Metadata = """{"statusCode":206,"headers":{"Content-Type":"application/x-owned-stream","X-Owned":"stream"},"cookies":["s=1; Path=/","t=2; HttpOnly"]}""";
    private const string Explicit = """{"statusCode":202,"headers":{"Content-Type":"application/x-owned","X-Owned":"yes","Set-Cookie":"header=c"},"cookies":["a=1; Path=/","b=2; HttpOnly"],"body":"accepted\n"}""";

    [Theory]
    [InlineData("""{"hello":"owned","nested":{"number":7}}""", 200, "content-type: application/json", """{"hello":"owned","nested":{"number":7}}""")]
    [InlineData("\"hello owned\"", 200, "content-type: application/json", "hello owned")]
    [InlineData("null", 200, "content-type: application/json", "null")]
    [InlineData("42", 200, "content-type: application/json", "42")]
    [InlineData("", 200, "content-type: application/json", "")]
    [InlineData(Explicit, 202, "Content-Type: application/x-owned|X-Owned: yes|Set-Cookie: header=c|set-cookie: a=1; Path=/|set-cookie: b=2; HttpOnly", "accepted\n")]
    [InlineData("""{"statusCode":200,"body":{"not":"string"}}""", 200, "", """{"not":"string"}""")]
    [InlineData("""{"statusCode":200,"headers":{"x-owned":{"bad":true}},"body":"bad-headers"}""", 200, "x-owned: {bad=true}", "bad-headers")]
    [InlineData("A no JSON", 200, "content-type: application/octet-stream", "A no JSON")]
    [InlineData(Metadata + "\0\0\0\0\0\0\0\0body", 206, "Content-Type: application/x-owned-stream|X-Owned: stream|set-cookie: s=1; Path=/|set-cookie: t=2; HttpOnly", "")]
    public void Buffered_answers_are_read_as_they_come(string payload, int status, string headers, string body)
    {
        var read = FunctionUrlEvent.Buffered.Read(UrlStack.Json(payload), out _)!;
        Assert.Equal((status, headers, body), (read.StatusCode, string.Join('|', read.Headers.Select(static header => $"{header.Key}: {header.Value}")), Encoding.UTF8.GetString(read.Body)));
    }

    [Theory]
    [InlineData("QQD/Cg==", "QQD/Cg==")]
    [InlineData("!!!not-base64!!!", "not+base6w==")]
    [InlineData("QUJDR", "QUJD")]
    public void Base64_is_decoded_as_far_as_it_goes(string body, string bytes) => Assert.Equal(
        bytes, Convert.ToBase64String(FunctionUrlEvent.Buffered.Read(UrlStack.Json($$"""{"statusCode":201,"body":"{{body}}","isBase64Encoded":true}"""), out _)!.Body));

    [Theory]
    [InlineData("""{"statusCode":700,"body":"invalid-status"}""")]
    [InlineData("""{"statusCode":{}}""")]
    [InlineData("""{"statusCode":200,"statusCode":201}""")]
    public void No_status_is_no_answer(string payload) => Assert.Null(FunctionUrlEvent.Buffered.Read(UrlStack.Json(payload), out _));

    [Theory]
    [InlineData(Metadata + "\0\0\0\0\0\0\0\0A\0B", "application/vnd.awslambda.http-integration-response", 206, "application/x-owned-stream", "A\0B")]
    [InlineData("A\0B", "application/x-no-metadata", 200, "application/x-no-metadata", "A\0B")]
    [InlineData("A no JSON", null, 200, "application/octet-stream", "A no JSON")]
    [InlineData("""{"hello":"owned"}""", null, 200, "application/json", """{"hello":"owned"}""")]
    [InlineData(Explicit, null, 202, "application/x-owned", Explicit)]
    public void Streams_are_passed_on_whole_behind_their_prelude(string payload, string? type, int status, string contentType, string body)
    {
        var read = FunctionUrlEvent.Streamed.Read(new InvocationResult(Encoding.UTF8.GetBytes(payload), null) { ContentType = type }, out _)!;
        Assert.Equal((status, contentType, body), (read.StatusCode, read.Headers.First(static header => header.Key.Equals("content-type", StringComparison.OrdinalIgnoreCase)).Value, Encoding.UTF8.GetString(read.Body)));
    }

    [Theory]
    [InlineData("Open", HttpStatusCode.BadGateway, "Internal Server Error")]
    [InlineData("Stream", HttpStatusCode.OK, """{"errorMessage":"m","errorType":"t"}""")]
    public async Task A_function_that_fails_is_a_502_but_for_streams(string url, HttpStatusCode status, string body)
    {
        stack.Answer = InvocationResult.Failed("t", "m");
        var answer = await stack.SendAsync(HttpMethod.Get, stack.Url(url));
        stack.Answer = null;
        Assert.Equal((status, body, "application/json"), (answer.StatusCode, await UrlStack.TextOf(answer), answer.Content.Headers.ContentType!.ToString()));
    }

    [Fact]
    public async Task Events_of_callers_who_do_not_sign_name_no_account()
    {
        var seen = JsonNode.Parse(await UrlStack.TextOf(await stack.SendAsync(HttpMethod.Get, stack.Url("Open"), null, "lambda", ("X-Probe", "1"), ("Cookie", "a=1"))))!;
        var context = seen["requestContext"]!;
        Assert.Equal(["version", "routeKey", "rawPath", "rawQueryString", "cookies", "headers", "requestContext", "isBase64Encoded"], seen.AsObject().Select(static member => member.Key));
        Assert.Equal(["accountId", "apiId", "domainName", "domainPrefix", "http", "requestId", "routeKey", "stage", "time", "timeEpoch"], context.AsObject().Select(static member => member.Key));
        Assert.Equal(("2.0", "$default", "anonymous", "$default"), ((string?)seen["version"], (string?)seen["routeKey"], (string?)context["accountId"], (string?)context["stage"]));
        var id = stack.Stacks.Main.FunctionUrls.Single(static url => url.LogicalId == "OpenUrl").UrlId;
        Assert.Equal((id, $"{id}.lambda-url.us-east-1.on.aws", id), ((string?)context["apiId"], (string?)context["domainName"], (string?)context["domainPrefix"]));
        Assert.Equal(("0", "1"), ((string?)seen["headers"]!["content-length"], (string?)seen["headers"]!["x-probe"]));
    }

    [Fact]
    public async Task Events_of_callers_who_sign_name_them()
    {
        var answer = await stack.SendAsync(HttpMethod.Get, stack.Url("Signed"), "Both");
        var context = JsonNode.Parse(await UrlStack.TextOf(answer))!["requestContext"]!;
        Assert.Equal(["accessKey", "accountId", "callerId", "cognitoIdentity", "principalOrgId", "userArn", "userId"], context["authorizer"]!["iam"]!.AsObject().Select(static member => member.Key));
        Assert.Equal(("111122223333", "arn:aws:sts::111122223333:assumed-role/Both/test"), ((string?)context["accountId"], (string?)context["authorizer"]!["iam"]!["userArn"]));
        Assert.Equal(answer.Headers.GetValues("x-amzn-RequestId").Single(), (string?)context["requestId"]);
        Assert.True(answer.Headers.Contains("X-Amzn-Trace-Id"));
    }

    [Fact]
    public async Task Bodies_have_a_limit()
    {
        using var client = new HttpClient();
        var answer = await client.PostAsync(stack.Url("Open"), new ByteArrayContent(new byte[(6 * 1024 * 1024) + 1]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }
}
