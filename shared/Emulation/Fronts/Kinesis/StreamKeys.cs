using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Kinesis;

/// <summary>
/// What Kinesis asks of KMS in its caller's name when a stream is encrypted by a key. Amazon Kinesis Data Streams Developer Guide, "Permissions to use user-generated KMS keys".
/// </summary>
internal static class StreamKeys
{
    public static FrontPlan Plan(FrontCall call, FrontPlan plan)
    {
        if (plan.Asks is not [{ OneOf: null } first, ..])
        {
            return plan;
        }

        // A consumer's ARN is below its stream's.
        var stream = first.Resource.Split("/consumer/")[0];
        if (call.Operation is "StartStreamEncryption" or "StopStreamEncryption" or "CreateStream" or "DeleteStream")
        {
            return ResourceKeys.Changing(call, stream, plan);
        }

        string? action = call.Operation switch
        {
            "PutRecord" or "PutRecords" => "GenerateDataKey",
            "GetRecords" or "SubscribeToShard" => "Decrypt",
            _ => null,
        };
        return action is null ? plan : plan with { Then = () => AsksAsync(call, stream, action) };
    }

    private static async ValueTask<IReadOnlyList<Ask>> AsksAsync(FrontCall call, string stream, string action)
    {
        var key = await ResourceKeys.OfAsync(
            call, stream,
            () => call.Behind.In(StreamAsk.OwnerOf(stream))
                .ReplyAsync("DescribeStreamSummary", new JsonObject { ["StreamName"] = stream.Split('/')[^1] }),
            static told => (string?)told["StreamDescriptionSummary"]?["EncryptionType"] == "KMS"
                ? (string?)told["StreamDescriptionSummary"]?["KeyId"] : null).ConfigureAwait(false);
        return await ResourceKeys.AsksAsync(
            call, "kinesis", key, [action], [new("aws:kinesis:arn", stream)], stream, ResourceKeys.Passing("KMSAccessDeniedException")).ConfigureAwait(false);
    }
}
