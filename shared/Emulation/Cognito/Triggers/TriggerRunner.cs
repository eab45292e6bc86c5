using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;
using Emulation.Lambda;
using Emulation.Wire;
using Sam;

namespace Emulation.Cognito.Triggers;

/// <summary>Who a trigger runs for.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="ClientId">The app client, or null for an administrator's call.</param>
/// <param name="Username">The user's name; a user may not exist yet.</param>
internal readonly record struct TriggerSubject(UserPool Pool, string? ClientId, string Username);

/// <summary>
/// Calls the functions that a pool names in its LambdaConfig, and takes their answers. Amazon Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers".
/// </summary>
internal sealed class TriggerRunner(CallableFunctions functions, Action<Function, byte[]> accept, TimeProvider time)
{
    /// <summary>
    /// "Amazon Cognito invokes Lambda functions synchronously. ... must respond within 5 seconds ... retries the call. After three unsuccessful attempts, the
    /// function times out."
    /// </summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);
    private const int Attempts = 3;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private bool isStarted;

    /// <summary>From now on triggers run. The template's own users are made before: nothing listens yet that a function could call.</summary>
    public void Start() => isStarted = true;

    /// <summary>Whether a trigger of a pool runs: it has one, and triggers run by now.</summary>
    public bool Runs(UserPool pool, string trigger) => isStarted && IsSet(pool, trigger);

    public static bool IsSet(UserPool pool, string trigger) => ArnOf(pool, trigger) is not null;

    /// <summary>The attributes as triggers see them.</summary>
    public static JsonObject AttributesOf(CognitoUser user)
    {
        var attributes = new JsonObject { ["sub"] = user.Sub };
        attributes["cognito:user_status"] = user.Status.ToString();
        foreach (var (name, value) in user.Attributes)
        {
            attributes[name] = value;
        }

        return attributes;
    }

    public static JsonObject Map(IReadOnlyDictionary<string, string> map) => new(map.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    /// <summary>A text of an answer; null when it is not there.</summary>
    /// <exception cref="CognitoException">The function answered something else there.</exception>
    public static string? Text(JsonObject? answer, string name) => answer?[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw Unrecognizable,
    };

    /// <summary>Whether an answer says yes.</summary>
    public static bool Says(JsonObject? answer, string name) => answer?[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>Tells the post confirmation function.</summary>
    public Task TellConfirmedAsync(string source, TriggerSubject subject, CognitoUser user, CognitoCall call)
    {
        var request = new JsonObject { ["userAttributes"] = AttributesOf(user), ["clientMetadata"] = Map(call.Fields.Map("ClientMetadata")) };
        return RunAsync("PostConfirmation", source, subject, request, [], call.Cancellation);
    }

    /// <summary>Runs a trigger.</summary>
    /// <param name="trigger">Its name in LambdaConfig, such as <c>PreSignUp</c>.</param>
    /// <param name="source">The event's <c>triggerSource</c>, such as <c>PreSignUp_SignUp</c>.</param>
    /// <param name="subject">Who it is about.</param>
    /// <param name="request">The event's <c>request</c>.</param>
    /// <param name="response">The event's <c>response</c>, which the function fills in.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="version">The event's version.</param>
    /// <returns>The answer's <c>response</c>; null when the pool has no such trigger.</returns>
    /// <exception cref="CognitoException">The function refused, failed, or answered no event.</exception>
    public async Task<JsonObject?> RunAsync(
        string trigger,
        string source,
        TriggerSubject subject,
        JsonObject request,
        JsonObject response,
        CancellationToken cancellation,
        string version = "1")
    {
        if (!isStarted || ArnOf(subject.Pool, trigger) is not { } arn)
        {
            return null;
        }

        var function = FunctionOf(arn, trigger, subject.Pool);
        var happened = Event(source, subject, request, version);
        happened["response"] = response;
        var result = await InvokeAsync(trigger, function, Encoding.UTF8.GetBytes(happened.ToJsonString()), cancellation).ConfigureAwait(false);
        return Read(trigger, result);
    }

    /// <summary>Hands an event to the function of a trigger that runs, and does not wait for it: its answer is of no use.</summary>
    /// <returns>The function.</returns>
    /// <exception cref="CognitoException">It is not there, or may not be called.</exception>
    public Function Tell(string trigger, string source, TriggerSubject subject, JsonObject request)
    {
        var function = FunctionOf(ArnOf(subject.Pool, trigger)!, trigger, subject.Pool);
        accept(function, Encoding.UTF8.GetBytes(Event(source, subject, request, "1").ToJsonString()));
        return function;
    }

    private static JsonObject Event(string source, TriggerSubject subject, JsonObject request, string version) => new()
    {
        ["version"] = version,
        ["triggerSource"] = source,
        ["region"] = subject.Pool.Region,
        ["userPoolId"] = subject.Pool.Id,
        ["userName"] = subject.Username,
        ["callerContext"] = new JsonObject { ["awsSdkVersion"] = "aws-sdk-unknown-unknown", ["clientId"] = subject.ClientId ?? "CLIENT_ID_NOT_APPLICABLE" },
        ["request"] = request,
    };

    private async Task<InvocationResult> InvokeAsync(string trigger, Function function, byte[] payload, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var patience = functions.Host.HasLimits(function) ? TimeLimit : Timeout.InfiniteTimeSpan;
                var result = await functions.Host.InvokeAsync(new FunctionCall(function, payload)).WaitAsync(patience, time, cancellation).ConfigureAwait(false);
                if (!result.IsThrottled || attempt == Attempts)
                {
                    return result.IsThrottled ? throw Unexpected(trigger, "TooManyRequestsException") : result;
                }
            }
            catch (TimeoutException) when (attempt == Attempts)
            {
                throw Unexpected(trigger, "Socket timeout while invoking Lambda function");
            }
            catch (TimeoutException)
            {
                // Once more, as Cognito does.
            }
        }
    }

    private static JsonObject? Read(string trigger, InvocationResult result)
    {
        if (result.FunctionError is not null)
        {
            throw new CognitoException("UserLambdaValidationException", $"{trigger} failed with error {ErrorMessage(result.Payload)}.");
        }

        try
        {
            if (JsonNode.Parse(ForeignJson.Readable(result.Payload.Span), null, Strict) is JsonObject answer && answer["response"] is JsonObject or null)
            {
                return answer["response"] as JsonObject ?? [];
            }
        }
        catch (JsonException)
        {
            // Falls through: it is not an event.
        }

        throw Unrecognizable;
    }

    private static CognitoException Unrecognizable => new("InvalidLambdaResponseException", "Unrecognizable lambda output");

    private static string ErrorMessage(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return (string?)JsonNode.Parse(ForeignJson.Readable(payload.Span), null, Strict)?["errorMessage"] ?? "Unknown";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "Unknown";
        }
    }

    private Function FunctionOf(string arn, string trigger, UserPool pool)
    {
        var function = functions.Directory.WithArn(arn)
            ?? throw Unexpected(trigger, $"ResourceNotFoundException: {arn} is no function of the stack");
        return functions.Permission.Refusal("cognito-idp.amazonaws.com", function, pool.Arn, AccountOf(pool), time.GetUtcNow()) is null
            ? function
            : throw Unexpected(trigger, $"AccessDeniedException: the function's policy does not let cognito-idp.amazonaws.com invoke it for {pool.Arn}");
    }

    private global::Iam.AccountId AccountOf(UserPool pool) =>
        global::Iam.Arn.TryParse(pool.Arn, out var arn) && global::Iam.AccountId.TryParse(arn.Account, out var account) ? account : functions.Directory.Account;

    private static CognitoException Unexpected(string trigger, string error) => new("UnexpectedLambdaException", $"{trigger} invocation failed due to error {error}.");

    private static string? ArnOf(UserPool pool, string trigger) => pool.Triggers[trigger] switch
    {
        JsonValue value => value.GetValue<string>() is { Length: > 0 } arn ? arn : null,
        JsonObject config => (string?)config["LambdaArn"],
        _ => trigger == "PreTokenGeneration" && pool.Triggers["PreTokenGenerationConfig"] is JsonObject config ? (string?)config["LambdaArn"] : null,
    };

    /// <summary>The version of the event that the pool asks for before tokens: 1, 2 or 3.</summary>
    public static int TokenEventVersion(UserPool pool) => (string?)pool.Triggers["PreTokenGenerationConfig"]?["LambdaVersion"] switch { "V2_0" => 2, "V3_0" => 3, _ => 1 };
}
