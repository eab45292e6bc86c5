using System.Text;

namespace Billing.Tests.Charging;

public sealed class An_invalid_charge : IAsyncDisposable
{
    private readonly BillingApp app = new();

    public static TheoryData<string, string[]> Invalid => new()
    {
        { "{}", ["orderId", "amountMinor", "currency"] },
        { "[]", ["body"] },
        { "null", ["body"] },
        { """{"orderId":"","amountMinor":1,"currency":"EUR"}""", ["orderId"] },
        { """{"orderId":"a b","amountMinor":1,"currency":"EUR"}""", ["orderId"] },
        { """{"orderId":7,"amountMinor":1,"currency":"EUR"}""", ["orderId"] },
        { """{"orderId":null,"amountMinor":1,"currency":"EUR"}""", ["orderId"] },
        { """{"orderId":"o","amountMinor":0,"currency":"EUR"}""", ["amountMinor"] },
        { """{"orderId":"o","amountMinor":-1,"currency":"EUR"}""", ["amountMinor"] },
        { """{"orderId":"o","amountMinor":1.5,"currency":"EUR"}""", ["amountMinor"] },
        { """{"orderId":"o","amountMinor":"1","currency":"EUR"}""", ["amountMinor"] },
        { """{"orderId":"o","amountMinor":9223372036854775808,"currency":"EUR"}""", ["amountMinor"] },
        { """{"orderId":"o","amountMinor":1,"currency":"eur"}""", ["currency"] },
        { """{"orderId":"o","amountMinor":1,"currency":"XXX"}""", ["currency"] },
        { """{"orderId":"o","amountMinor":1,"currency":"EUR","amount":1}""", ["amount"] },
        { """{"OrderId":"o","amountMinor":1,"currency":"EUR"}""", ["OrderId", "orderId"] },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task Names_every_violation_by_its_field(string body, string[] paths)
    {
        var answer = await app.ChargeAsync("key-1", body);

        answer.IsProblem(400);
        Assert.Equal(paths, answer.ErrorPaths);
    }

    public static TheoryData<string> Malformed => new(
        "", "{", "{\"orderId\":}", "\"\\", "{} {}", "{/* */}", "{\"a\":1,}", "{\"orderId\":\"a\",\"orderId\":\"b\"}", "{\"orderId\":\"\\uD800\"}", "{\"\\uD800\":1}",
        new string('[', 2000));

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Says_where_it_is_not_JSON(string body) => (await app.ChargeAsync("key-1", body)).IsProblem(400);

    [Fact]
    public async Task Is_refused_if_it_is_not_UTF_8() =>
        (await app.PostAsync("/charges", [.. "{\"orderId\":\""u8, 0xFF, .. "\"}"u8], "key-1")).IsProblem(400);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData(null)]
    public async Task Is_refused_if_it_is_not_sent_as_JSON(string? contentType) =>
        (await app.PostAsync("/charges", "{}"u8.ToArray(), "key-1", contentType)).IsProblem(415);

    [Fact]
    public async Task Is_refused_above_256_KiB()
    {
        var small = """{"orderId":"o","amountMinor":1,"currency":"EUR"}""";
        Assert.Equal(201, (await app.ChargeAsync("key-1", small.PadRight(256 * 1024))).Status);

        (await app.ChargeAsync("key-1", small.PadRight(256 * 1024 + 1))).IsProblem(413);
    }

    [Fact]
    public async Task Is_refused_above_256_KiB_though_it_does_not_say_its_length()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/charges") { Content = new UnknownLength(256 * 1024 + 1) };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("Idempotency-Key", "key-1");

        (await app.SendAsync(request)).IsProblem(413);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private sealed class UnknownLength : HttpContent
    {
        private readonly byte[] bytes;

        public UnknownLength(int length)
        {
            bytes = Encoding.UTF8.GetBytes(new string(' ', length));
            Headers.ContentType = new("application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
