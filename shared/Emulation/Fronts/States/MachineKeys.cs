using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.States;

/// <summary>
/// What Step Functions asks of KMS in its caller's name for state machines and activities that a customer's key encrypts. AWS Step Functions Developer Guide, "Data at rest
/// encryption in Step Functions"; captured: stepfunctions/encryption_admission.json of radkawar/stackd. What runs is encrypted by the state machine's own role.
/// </summary>
internal static class MachineKeys
{
    private const string Customers = "CUSTOMER_MANAGED_KMS_KEY";
    private const string Configuration = "encryptionConfiguration";

    /// <summary>Behind KMS's sentence, as recorded.</summary>
    private const string Passed = " (Service: Kms, Status Code: 400) (SDK Attempt Count: 1)";

    public static FrontPlan Plan(FrontCall call, FrontPlan plan) => call.Keys is null ? plan : call.Operation switch
    {
        "CreateActivity" or "CreateStateMachine" => ResourceKeys.Changing(call, plan.Asks[0].Resource, plan with { Then = () => OfNewAsync(call, plan.Asks[0].Resource) }),
        "UpdateStateMachine" => ResourceKeys.Changing(call, plan.Asks[0].Resource, plan with { Then = () => OfUpdateAsync(call, plan.Asks[0].Resource) }),
        "DeleteActivity" or "DeleteStateMachine" => ResourceKeys.Changing(call, plan.Asks[0].Resource, plan),
        "DescribeExecution" or "DescribeStateMachine" or "DescribeStateMachineForExecution" or "StartSyncExecution" when call.Text("includedData") == "METADATA_ONLY" => plan,
        "DescribeExecution" or "DescribeStateMachine" or "DescribeStateMachineForExecution" or "GetActivityTask" or "GetExecutionHistory" or "StartSyncExecution" =>
            plan with { Then = () => OfStoredAsync(call, EncryptedOf(plan.Asks[0].Resource), "Decrypt") },
        _ => plan,
    };

    private static async ValueTask<IReadOnlyList<Ask>> OfNewAsync(FrontCall call, string arn) => Given(call) is not { } key ? []
        : [.. await AsksAsync(call, arn, key, "DescribeKey").ConfigureAwait(false), .. await AsksAsync(call, arn, key, "GenerateDataKey").ConfigureAwait(false)];

    /// <summary>A definition is encrypted anew: by the key that the call gives, else by the one that there is.</summary>
    private static async ValueTask<IReadOnlyList<Ask>> OfUpdateAsync(FrontCall call, string arn)
    {
        var given = Given(call);
        return
        [
            .. given is null ? [] : await AsksAsync(call, arn, given, "DescribeKey").ConfigureAwait(false),
            .. call.Text("definition") is null ? []
                : given is not null ? await AsksAsync(call, arn, given, "GenerateDataKey").ConfigureAwait(false)
                : call.Structure(Configuration) is null ? await OfStoredAsync(call, arn, "GenerateDataKey").ConfigureAwait(false) : [],
        ];
    }

    private static async ValueTask<IReadOnlyList<Ask>> OfStoredAsync(FrontCall call, string arn, string action)
    {
        var isActivity = IsActivity(arn);
        var behind = AccountId.TryParse(arn.Split(':')[4], out var owner) ? call.Behind.In(owner) : call.Behind;
        var key = await ResourceKeys.OfAsync(
            call, arn,
            () => behind.ReplyAsync(isActivity ? "DescribeActivity" : "DescribeStateMachine", new JsonObject { [isActivity ? "activityArn" : "stateMachineArn"] = arn }),
            static told => (string?)told[Configuration]?["type"] == Customers ? (string?)told[Configuration]?["kmsKeyId"] : null).ConfigureAwait(false);
        return key is null ? [] : await AsksAsync(call, arn, key, action).ConfigureAwait(false);
    }

    /// <summary>The key that a call gives; null where it leaves that to AWS.</summary>
    private static string? Given(FrontCall call) => call.Structure(Configuration) is { } given && given.Text("type") == Customers ? given.Needed("kmsKeyId") : null;

    private static ValueTask<IReadOnlyList<Ask>> AsksAsync(FrontCall call, string arn, string key, string action) => ResourceKeys.AsksAsync(
        call, "states", key, [action],
        action == "DescribeKey" ? [] : [KeyValuePair.Create(IsActivity(arn) ? "aws:states:activityArn" : "aws:states:stateMachineArn", arn)], arn,
        static words => new ServiceRefusal(400, "KmsAccessDeniedException", words + Passed));

    /// <summary>The state machine of an execution, or the thing itself; a part of a state machine, a map's, is encrypted with it.</summary>
    private static string EncryptedOf(string arn)
    {
        var parts = arn.Split(':');
        var name = parts[6].Split('/')[0];
        return $"{string.Join(':', parts[..5])}:{(parts[5] is "activity" ? parts[5] : "stateMachine")}:{name}";
    }

    private static bool IsActivity(string arn) => arn.Contains(":activity:", StringComparison.Ordinal);
}
