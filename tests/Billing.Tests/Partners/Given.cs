using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Billing.Partners;
using Lambda;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Billing.Tests.Partners;

/// <summary>The authorizer with a partner who may call and one who is suspended, at a fixed time.</summary>
internal static class Given
{
    public const string Secret = "acme's secret, only of this test.";
    public const string MethodArn = "arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/prod/POST/webhooks/payment";

    public static DateTimeOffset Now { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static FakeTimeProvider Time => new(Now);

    /// <summary>A token as a partner makes it, by the words of the specification and not by our code.</summary>
    public static string Token(string partner = "acme", long secondsLeft = 60, string secret = Secret)
    {
        var signed = $"{partner}.{Now.ToUnixTimeSeconds() + secondsLeft}";
        var mac = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)));
        return $"legacy.{signed}.{mac.TrimEnd('=').Replace('+', '-').Replace('/', '_')}";
    }

    /// <summary>The event that API Gateway sends to a TOKEN authorizer.</summary>
    public static string Event(string token) =>
        $$"""{"type":"TOKEN","methodArn":"{{MethodArn}}","authorizationToken":"{{token}}"}""";

    public static JsonNode Answer(string payload, ILogger<PartnerAuthorizer> log)
    {
        var time = Time;
        var partners = new KnownPartners(new FakeSecret($$"""{"acme":"{{Secret}}","initech":"suspended"}"""), time);
        var response = new ArrayBufferWriter<byte>();
        var handling = new PartnerAuthorizer(partners, time, log).HandleAsync(
            Encoding.UTF8.GetBytes(payload), response, new LambdaContext("r", Now.AddSeconds(10), time), TestContext.Current.CancellationToken);
        Assert.True(handling.IsCompleted);
        handling.AsTask().GetAwaiter().GetResult();
        return JsonNode.Parse(response.WrittenSpan)!;
    }
}
