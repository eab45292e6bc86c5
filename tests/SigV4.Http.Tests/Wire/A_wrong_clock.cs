using System.Globalization;
using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace SigV4.Http.Tests.Wire;

/// <summary>A client whose clock is wrong, in front of servers that refuse old signatures in the ways that AWS's services do.</summary>
public class A_wrong_clock
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly string AnHourAgo = $"Date: {Noon.AddHours(-1).ToString("r", CultureInfo.InvariantCulture)}\r\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Status, headers and body of a refusal, and whether it says that the signature was refused.</summary>
    public static TheoryData<int, string, string, bool> Refusals { get; } = new()
    {
        { 403, "x-amzn-ErrorType: InvalidSignatureException\r\n", """{"message":"Signature expired: ..."}""", true },
        { 403, "x-amzn-errortype: InvalidSignatureException:http://internal.amazon.com/coral/com.amazon.coral.service/\r\n", "{}", true },
        { 400, "Content-Type: application/x-amz-json-1.0\r\n", """{"__type":"com.amazon.coral.service#InvalidSignatureException","message":"Signature expired: ..."}""", true },
        { 400, "Content-Type: application/x-amz-json-1.1\r\n", """{"message":"Signature expired: ...","__type":"InvalidSignatureException"}""", true },
        { 401, "Content-Type: application/json\r\n", """{"a":{"b":[1,{}]},"code":"InvalidSignatureException"}""", true },
        { 403, "Content-Type: application/json\r\n", """{"Error":{"Code":"SignatureDoesNotMatch","Message":"Signature expired: ...","Type":"Sender"},"RequestId":"1"}""", true },
        { 403, "Content-Type: text/xml\r\n", "<ErrorResponse>\n<Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code></Error></ErrorResponse>", true },
        { 403, "Content-Type: application/xml\r\n", "<?xml version=\"1.0\"?>\n<Error><Code>RequestTimeTooSkewed</Code></Error>", true },
        { 401, "Content-Type: text/xml;charset=UTF-8\r\n", "<Response><Errors><Error><Code>AuthFailure</Code></Error></Errors></Response>", true },
        { 400, "", """{"__type":"RequestExpired"}""", true },
        { 400, "Content-Type: application/x-amz-json-1.0\r\n", """{"__type":"ValidationException","message":"InvalidSignatureException"}""", false },
        { 403, "x-amzn-ErrorType: AccessDeniedException\r\nContent-Type: application/json\r\n", """{"__type":"InvalidSignatureException"}""", false },
        { 403, "Content-Type: application/json\r\n", """{"message":"Forbidden"}""", false },
        { 403, "Content-Type: application/json\r\n", """{"detail":{"code":"InvalidSignatureException"}}""", false },
        { 403, "Content-Type: application/json\r\n", """{"code":["InvalidSignatureException"]}""", false },
        { 403, "Content-Type: application/json\r\n", """["InvalidSignatureException"]""", false },
        { 403, "Content-Type: application/json\r\n", """{"__type" InvalidSignatureException""", false },
        { 403, "Content-Type: text/html\r\n", "<html><Code>InvalidSignatureException</Code></html>", false },
        { 403, "Content-Type: application/xml\r\n", "<Error><Code>InvalidSignatureException", false },
        { 404, "x-amzn-ErrorType: InvalidSignatureException\r\n", "{}", false },
        { 500, "x-amzn-ErrorType: InvalidSignatureException\r\n", "{}", false },
        { 403, "Age: 3600\r\nx-amzn-ErrorType: InvalidSignatureException\r\n", "{}", false },
        { 403, "Age: soon\r\nx-amzn-ErrorType: InvalidSignatureException\r\n", "{}", false },
        { 403, "Date: yesterday\r\nx-amzn-ErrorType: InvalidSignatureException\r\n", "{}", false },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Is_put_right_by_a_refusal_of_the_signature_and_by_nothing_else(int status, string headers, string body, bool isOfTheSignature)
    {
        await using var sender = AnHourBehind(_ => new WireAnswer(status, headers, body));
        using var first = await PostAsync(sender);
        Assert.Equal((isOfTheSignature ? 200 : status, isOfTheSignature ? 2 : 1), ((int)first.StatusCode, sender.Server.Requests.Count));
        Assert.Equal(isOfTheSignature ? "ok" : body, await first.Content.ReadAsStringAsync(Cancellation));

        using var second = await PostAsync(sender);
        Assert.Equal((isOfTheSignature ? 200 : status, isOfTheSignature ? 3 : 2), ((int)second.StatusCode, sender.Server.Requests.Count));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Is_put_right_in_a_synchronous_call_too(int status, string headers, string body, bool isOfTheSignature)
    {
        await using var sender = AnHourBehind(_ => new WireAnswer(status, headers, body));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("{}") };
        using var response = await Task.Run(() => sender.Client.Send(request, Cancellation), Cancellation);
        Assert.Equal((isOfTheSignature ? 200 : status, isOfTheSignature ? 2 : 1), ((int)response.StatusCode, sender.Server.Requests.Count));
        Assert.Equal(isOfTheSignature ? "ok" : body, await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Leaves_a_long_refusal_to_the_caller_whole()
    {
        var body = $$"""{"message":"{{new string('x', 300_000)}}","__type":"InvalidSignatureException"}""";
        foreach (var completion in new[] { HttpCompletionOption.ResponseContentRead, HttpCompletionOption.ResponseHeadersRead })
        {
            await using var sender = AnHourBehind(_ => new WireAnswer(400, "Content-Type: application/json\r\nContent-Language: en\r\n", body));
            using var request = new HttpRequestMessage(HttpMethod.Post, "/");
            using var response = await sender.Client.SendAsync(request, completion, Cancellation);
            Assert.Equal(body, await response.Content.ReadAsStringAsync(Cancellation));
            Assert.Equal(
                (body.Length, "application/json", "en"),
                (response.Content.Headers.ContentLength, response.Content.Headers.ContentType?.ToString(), response.Content.Headers.ContentLanguage.Single()));
            Assert.Single(sender.Server.Requests);

            // The connection is good for the next request.
            using var next = await PostAsync(sender);
            Assert.Equal(HttpStatusCode.BadRequest, next.StatusCode);
        }
    }

    [Fact]
    public async Task That_a_refusal_stays_with_is_no_reason_to_ask_for_ever()
    {
        await using var sender = AnHourBehind(WireAnswer.Refusal);
        for (var i = 0; i < 4; i++)
        {
            sender.Server.Answers.Enqueue(new WireAnswer(403, "x-amzn-ErrorType: InvalidSignatureException\r\n", "{}"));
        }

        using var first = await PostAsync(sender);
        Assert.Equal((HttpStatusCode.Forbidden, 2), (first.StatusCode, sender.Server.Requests.Count));
        using var second = await PostAsync(sender);
        Assert.Equal((HttpStatusCode.Forbidden, 3), (second.StatusCode, sender.Server.Requests.Count));
    }

    [Fact]
    public async Task That_is_right_is_not_turned_by_a_kept_answer()
    {
        var time = new FakeTimeProvider(Noon);
        await using var sender = new Sender(time, time);
        sender.Server.Answers.Enqueue(new WireAnswer(403, $"{AnHourAgo}Age: 3600\r\nx-amzn-ErrorType: InvalidSignatureException\r\n", "{}"));
        using var kept = await PostAsync(sender);
        Assert.Equal((HttpStatusCode.Forbidden, 1), (kept.StatusCode, sender.Server.Requests.Count));
        using var fresh = await PostAsync(sender);
        Assert.Equal((HttpStatusCode.OK, 2), (fresh.StatusCode, sender.Server.Requests.Count));
    }

    [Fact]
    public async Task That_is_right_is_not_turned_by_an_answer_that_names_no_cause()
    {
        var time = new FakeTimeProvider(Noon);
        await using var sender = new Sender(time, time);
        sender.Server.Answers.Enqueue(new WireAnswer(403, $"{AnHourAgo}Content-Type: application/json\r\n", """{"message":"Forbidden"}"""));
        using var refused = await PostAsync(sender);
        using var fresh = await PostAsync(sender);
        Assert.Equal((HttpStatusCode.OK, 2), (fresh.StatusCode, sender.Server.Requests.Count));
    }

    [Fact]
    public async Task Is_put_right_once_for_all_threads()
    {
        await using var sender = AnHourBehind(WireAnswer.Refusal);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PostAsync(sender))));
        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.InRange(sender.Server.Requests.Count, 9, 16);
        var before = sender.Server.Requests.Count;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PostAsync(sender))));
        Assert.Equal(before + 8, sender.Server.Requests.Count);
    }

    // The first was signed before the second put the clock right, and its refusal comes after.
    [Fact]
    public async Task Is_right_too_for_whoever_was_refused_after_another_put_it_right()
    {
        var held = new TaskCompletionSource();
        await using var sender = AnHourBehind(WireAnswer.Refusal, new Holding("/slow", held.Task));
        var slow = sender.Client.GetAsync(new Uri("/slow", UriKind.Relative), Cancellation);
        (await sender.Client.GetAsync(new Uri("/quick", UriKind.Relative), Cancellation)).EnsureSuccessStatusCode();
        held.SetResult();
        (await slow).EnsureSuccessStatusCode();
        (await sender.Client.GetAsync(new Uri("/after", UriKind.Relative), Cancellation)).EnsureSuccessStatusCode();
        Assert.Equal(
            ["/quick false", "/quick true", "/slow false", "/slow true", "/after true"],
            sender.Server.Requests.Select(static sent => $"{sent.Target} {(sent.Failure is null ? "true" : "false")}"));
    }

    private static Sender AnHourBehind(Func<VerificationFailure, WireAnswer> refuse, HttpMessageHandler? primary = null) =>
        new(new FakeTimeProvider(Noon.AddHours(-1)), new FakeTimeProvider(Noon), primary: primary, refuse: refuse);

    private static async Task<HttpResponseMessage> PostAsync(Sender sender)
    {
        using var content = new StringContent("""{"TableName":"orders"}""");
        return await sender.Client.PostAsync(new Uri("/", UriKind.Relative), content, Cancellation);
    }

    /// <summary>Sends what is for one path only when told to.</summary>
    private sealed class Holding(string path, Task until) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath == path)
            {
                await until.WaitAsync(cancellationToken);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
