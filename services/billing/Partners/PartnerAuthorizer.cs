using System.Buffers;
using System.Text.Json;
using Lambda;
using ServiceDefaults;

namespace Billing.Partners;

/// <summary>
/// A Lambda authorizer of type TOKEN for partners' legacy tokens: a function of its own, of the same program, that runs where the
/// environment variable <c>BILLING_ENTRY</c> is <c>PartnerAuthorizer</c>.
/// </summary>
internal sealed class PartnerAuthorizer(KnownPartners partners, TimeProvider time, ILogger<PartnerAuthorizer> log)
{
    private const string EntryVariable = "BILLING_ENTRY";
    private const string PolicyVersion = "2012-10-17";

    /// <summary>Whether this process is the authorizer and not the service.</summary>
    /// <exception cref="InvalidOperationException"><c>BILLING_ENTRY</c> names something else.</exception>
    public static bool IsEntry(string? entry) => entry switch
    {
        null or "" => false,
        nameof(PartnerAuthorizer) => true,
        _ => throw new InvalidOperationException($"{EntryVariable} is '{entry}'. Set it to {nameof(PartnerAuthorizer)}, or not at all for the service."),
    };

    /// <inheritdoc cref="IsEntry(string?)"/>
    public static bool IsEntry() => IsEntry(Environment.GetEnvironmentVariable(EntryVariable));

    /// <summary>Answers invocations until Lambda ends the process.</summary>
    public static async Task RunAsync()
    {
        using var logging = LoggerFactory.Create(lines => lines.AddJsonLines());
        await LambdaRuntime.RunAsync(_ =>
        {
            var secret = SecretsManagerSecret.Of(new ConfigurationBuilder().AddEnvironmentVariables().Build());
            var partners = new KnownPartners(secret, TimeProvider.System);
            return Task.FromResult<LambdaHandler>(new PartnerAuthorizer(partners, TimeProvider.System, logging.CreateLogger<PartnerAuthorizer>()).HandleAsync);
        });
    }

    /// <exception cref="UnauthorizedException">The token admits nobody.</exception>
    /// <exception cref="JsonException">The event is not that of a TOKEN authorizer.</exception>
    /// <exception cref="InvalidOperationException">The partners' secret cannot be had, or is none.</exception>
    public async ValueTask HandleAsync(ReadOnlyMemory<byte> payload, IBufferWriter<byte> response, LambdaContext context, CancellationToken deadline)
    {
        if (JsonSerializer.Deserialize(payload.Span, AuthorizerJson.Default.TokenRequest) is not { Type: "TOKEN", MethodArn: { } methodArn } request)
        {
            throw new JsonException("The event is not that of a Lambda authorizer of type TOKEN. Set the authorizer's FunctionPayloadType to TOKEN.");
        }

        var answer = Answer(PartnerAdmission.Of(request.AuthorizationToken, await partners.NowAsync(deadline), time.GetUtcNow()), methodArn);
        await using var json = new Utf8JsonWriter(response);
        JsonSerializer.Serialize(json, answer, AuthorizerJson.Default.AuthorizerAnswer);
    }

    private AuthorizerAnswer Answer(PartnerAdmission admission, string methodArn)
    {
        switch (admission)
        {
            case PartnerAdmission.Admitted(var partnerId):
                return AnswerFor(partnerId, "Allow", methodArn);
            case PartnerAdmission.Suspended(var partnerId):
                Log.Suspended(log, partnerId);
                return AnswerFor(partnerId, "Deny", methodArn);
            case PartnerAdmission.Refused(var why):
                Log.Refused(log, why);
                throw new UnauthorizedException();
            default:
                throw new InvalidOperationException($"No answer is written for {admission}.");
        }
    }

    // API Gateway keeps the answer for the token's next requests, so it speaks of every webhook of the stage, and of nothing else.
    private static AuthorizerAnswer AnswerFor(string partnerId, string effect, string methodArn)
    {
        if (methodArn.Split('/') is not [var api, var stage, _, ..])
        {
            throw new JsonException("The event's methodArn is not arn:...:{api}/{stage}/{method}/{path}.");
        }

        var statement = new AuthorizerStatement(effect, "execute-api:Invoke", $"{api}/{stage}/POST/webhooks/*");
        return new(partnerId, new(PolicyVersion, [statement]), new(partnerId));
    }
}

/// <summary>
/// Makes API Gateway answer 401, which it does for exactly this message. API Gateway guide, "Use API Gateway Lambda authorizers".
/// </summary>
internal sealed class UnauthorizedException() : Exception("Unauthorized");
