using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Sqs;

/// <summary>
/// What SQS asks of KMS in its caller's name when a queue is encrypted by a key. Amazon SQS Developer Guide, "Key management", "Configuring KMS permissions for Amazon SQS".
/// </summary>
internal static class QueueKeys
{
    private const string Attribute = "KmsMasterKeyId";

    public static FrontPlan Plan(FrontCall call, string arn, FrontPlan plan)
    {
        string[] actions = call.Operation switch
        {
            "SendMessage" or "SendMessageBatch" => ["GenerateDataKey", "Decrypt"],
            "ReceiveMessage" => ["Decrypt"],
            _ => [],
        };
        if (actions.Length == 0)
        {
            return call.Operation is "SetQueueAttributes" or "CreateQueue" or "DeleteQueue" ? ResourceKeys.Changing(call, arn, plan) : plan;
        }

        return plan with { Then = () => AsksAsync(call, arn, actions) };
    }

    private static async ValueTask<IReadOnlyList<Ask>> AsksAsync(FrontCall call, string arn, string[] actions)
    {
        var key = await ResourceKeys.OfAsync(call, arn, () => AskAsync(call, arn), static told => (string?)told["Attributes"]?[Attribute]).ConfigureAwait(false);
        return await ResourceKeys.AsksAsync(call, "sqs", key, [.. actions], [new("aws:sqs:arn", arn)], arn, ResourceKeys.Passing("KMS.AccessDeniedException"))
            .ConfigureAwait(false);
    }

    private static Task<ServerReply> AskAsync(FrontCall call, string arn)
    {
        var account = QueueName.AccountOf(arn);
        var members = new JsonObject { ["QueueUrl"] = $"http://localhost/{account}/{arn.Split(':')[^1]}", ["AttributeNames"] = new JsonArray(Attribute) };
        return (AccountId.TryParse(account, out var owner) ? call.Behind.In(owner) : call.Behind).ReplyAsync("GetQueueAttributes", members);
    }
}
