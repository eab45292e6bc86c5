using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Sns;

/// <summary>
/// What SNS asks of KMS in its caller's name when a topic is encrypted by a key. Amazon SNS Developer Guide, "Managing Amazon SNS encryption keys and costs", "Configuring AWS KMS
/// permissions".
/// </summary>
internal static class TopicKeys
{
    public static FrontPlan Plan(FrontCall call, string arn, FrontPlan plan)
    {
        if (call.Operation is "SetTopicAttributes" or "CreateTopic" or "DeleteTopic")
        {
            return ResourceKeys.Changing(call, arn, plan);
        }

        return call.Operation is "Publish" or "PublishBatch" && TopicName.Is(arn) ? plan with { Then = () => AsksAsync(call, arn) } : plan;
    }

    private static async ValueTask<IReadOnlyList<Ask>> AsksAsync(FrontCall call, string arn)
    {
        var behind = AccountId.TryParse(TopicName.AccountOf(arn), out var owner) ? call.Behind.In(owner) : call.Behind;
        var key = await ResourceKeys.OfAsync(
            call, arn, () => behind.ReplyAsync("GetTopicAttributes", new JsonObject { ["TopicArn"] = arn }), static told => (string?)told["Attributes"]?["KmsMasterKeyId"])
            .ConfigureAwait(false);
        return await ResourceKeys.AsksAsync(
            call, "sns", key, ["GenerateDataKey", "Decrypt"], [new("aws:sns:topicArn", arn)], arn, ResourceKeys.Passing("KMSAccessDenied")).ConfigureAwait(false);
    }
}
